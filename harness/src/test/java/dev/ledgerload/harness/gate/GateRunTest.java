package dev.ledgerload.harness.gate;

import static dev.ledgerload.harness.gate.SmallGate.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.harness.DelayedSourceProvider;
import dev.ledgerload.reports.gate.ExactFinding;
import dev.ledgerload.reports.gate.GateOutcome;
import dev.ledgerload.reports.verdict.GateHistory;
import dev.ledgerload.reports.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gate finds in two builds. */
class GateRunTest {
  @TempDir Path output;
  private SmallGate gate;

  @BeforeEach
  void set() {
    gate = new SmallGate(output);
  }

  @Tag("processes")
  @Test
  void aBuildThatIsFarSlowerFailsAfterTwoLooks() throws IOException {
    var slower = program("slower", "-D" + DelayedSourceProvider.PROPERTY + "=3");
    var result = gate.ofDelayed(SmallGate.PAIRS).run(program("usual"), slower);
    var cell = result.verdict().cells().get(0);
    assertThat(result.verdict().outcome()).as(cell.reason()).isEqualTo(GateOutcome.REGRESSION);
    assertThat(cell.reason()).contains("confirmed by a second look");
    assertThat(cell.exact()).isNotEmpty().noneMatch(ExactFinding::worse);
    assertThat(result.directory())
        .isDirectoryContaining("glob:**/" + VerdictFiles.JSON)
        .isDirectoryContaining("glob:**/" + VerdictFiles.JUNIT)
        .isDirectoryContaining("glob:**/" + VerdictFiles.MARKDOWN)
        .isDirectoryContaining("glob:**/" + VerdictFiles.HTML);
    assertThat(GateHistory.read(output.resolve("history.jsonl")))
        .singleElement()
        .satisfies(entry -> assertThat(entry.millis()).containsOnlyKeys(cell.cell()));
  }

  @Test
  void aBuildThatAsksTwiceFailsHoweverFastItIs() throws IOException {
    var twice = program("twice", "-D" + DelayedSourceProvider.REPEATED_PROPERTY + "=true");
    var result = gate.ofDelayed(1).run(program("once"), twice);
    assertThat(result.verdict().outcome()).isEqualTo(GateOutcome.REGRESSION);
    assertThat(result.verdict().cells().get(0).exact())
        .filteredOn(ExactFinding::worse)
        .extracting(ExactFinding::figure)
        .contains("statements", "bytes on the wire");
  }

  @Tag("processes")
  @Test
  void aWrongAnswerFailsAtOnce() throws IOException {
    var result = gate.of("lossy", "lossy/yesterday/ENTRY/all", 3).run(program("a"), program("b"));
    assertThat(result.verdict().outcome()).isEqualTo(GateOutcome.WRONG_ANSWER);
    assertThat(result.verdict().cells().get(0).reason()).contains("wrong answer");
  }

  @Tag("processes")
  @Test
  void aJarThatSpeaksNoProtocolIsRefusedWithTheReason() throws IOException {
    var empty = output.resolve("empty.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(empty))) {
      jar.finish();
    }
    assertThatThrownBy(
            () -> gate.ofDelayed(1).run(Build.Program.ofJar("empty.jar", empty), program("b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the baseline empty.jar")
        .hasMessageContaining("doesn't speak the trial protocol");
  }
}
