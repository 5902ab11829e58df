package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.reports.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
  void aWrongLineIsNamed() throws IOException {
    var file = directory.resolve("history.jsonl");
    GateHistory.append(file, entry("a", "x", 100));
    Files.writeString(file, Files.readString(file) + "{\"commit\": 3}\n");
    assertThatThrownBy(() -> GateHistory.read(file))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("commit must be text");
  }

  @Test
  void aTrendIsOfTheCommitsMeasuredUnderTheLatestsConditions() {
    var trends =
        GateHistory.trends(
            List.of(entry("a", "x", 100), entry("b", "another machine", 7), entry("c", "x", 101)));
    assertThat(trends).hasSize(1);
    assertThat(trends.get(0).points())
        .extracting(CellTrend.Point::commit)
        .containsExactly("a", "c");
  }

  @Test
  void aTrendSaysWhichCommitChangedIt() {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entries.add(entry("commit " + i, "x", (i < 20 ? 100 : 110) + i % 3));
    }
    var trend = GateHistory.trends(entries).get(0);
    assertThat(trend.changes()).hasSize(1);
    assertThat(trend.points().get(trend.changes().get(0).index()).commit()).isEqualTo("commit 20");
  }

  @Test
  void noHistoryHasNoTrend() {
    assertThat(GateHistory.trends(List.of())).isEmpty();
  }

  @Test
  void anEntryIsTheMiddleOfTheCandidatesTrials() {
    var machine = new SimulatedMachine(1, 0.01);
    var pair = machine.pair(0.5);
    var cells = List.of(CellTrials.answered("a", 10, List.of(pair), List.of()));
    var entry = HistoryEntry.of(SimulatedMachine.of(cells), AT);
    assertThat(entry.commit()).isEqualTo(SimulatedMachine.CANDIDATE.commit());
    assertThat(entry.millis()).containsExactly(Map.entry("a", pair.candidate().millis()));
  }

  private static HistoryEntry entry(String commit, String conditions, double millis) {
    return new HistoryEntry(commit, AT, conditions, Map.of("copy", millis));
  }
}
