package dev.ledgerload.reports.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.reports.gate.HistoryEntry;
import dev.ledgerload.reports.results.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateHistoryTest {
  private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path directory;

  @Test
  void whatIsAppendedIsRead() {
    var file = directory.resolve("deep/history.jsonl");
    var entries = List.of(entry("a", "x", 100), entry("b", "x", 101));
    entries.forEach(entry -> GateHistory.append(file, entry));
    assertThat(GateHistory.read(file)).isEqualTo(entries);
  }

  @Test
  void aLineOfAnEarlierBuildIsWrittenAsItWas() throws IOException {
    var earlier = Path.of("src/test/resources/dev/ledgerload/reports/verdict/history.jsonl");
    var file = directory.resolve("history.jsonl");
    GateHistory.read(earlier).forEach(entry -> GateHistory.append(file, entry));
    assertThat(file).hasSameTextualContentAs(earlier);
  }

  @Test
  void aWrongLineIsNamed() throws IOException {
    var file = directory.resolve("history.jsonl");
    GateHistory.append(file, entry("a", "x", 100));
    Files.writeString(file, Files.readString(file) + "{\"commit\": 3}\n");
    assertThatThrownBy(() -> GateHistory.read(file))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("commit must be text");
  }

  private static HistoryEntry entry(String commit, String conditions, double millis) {
    return new HistoryEntry(commit, AT, conditions, Map.of("copy", millis));
  }
}
