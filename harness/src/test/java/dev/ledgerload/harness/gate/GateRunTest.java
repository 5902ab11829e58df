package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.harness.DelayedSourceProvider;
import dev.ledgerload.reports.GateHistory;
import dev.ledgerload.reports.VerdictFiles;
import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.ExactFinding;
import dev.ledgerload.reports.gate.GateOutcome;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.testbed.TestbedOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates of real JVMs against a real server, as short as they can be. */
class GateRunTest {
  private static final String DELAYED = "delayed/copy-one-stream/ENTRY/all";

  /**
   * Enough for a difference that no noise comes near; JVMs are what this test spends its time on.
   */
  private static final int FEW_PAIRS = 7;

  private static final GateRules RULES =
      new GateRules(0.02, 0.10, 0.99, 0.05, 0.90, FEW_PAIRS, 0.01);

  private final StringWriter printed = new StringWriter();

  @TempDir Path output;

  @Test
  void aBuildThatIsFarSlowerFailsAfterTwoLooks() throws IOException {
    var slower = program("slower", "-D" + DelayedSourceProvider.PROPERTY + "=4");
    var result = gate("delayed", DELAYED, FEW_PAIRS).run(program("usual"), slower);
    assertThat(result.verdict().outcome()).isEqualTo(GateOutcome.REGRESSION);
    var cell = result.verdict().cells().get(0);
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
    var result = gate("delayed", DELAYED, 1).run(program("once"), twice);
    assertThat(result.verdict().outcome()).isEqualTo(GateOutcome.REGRESSION);
    assertThat(result.verdict().cells().get(0).exact())
        .filteredOn(ExactFinding::worse)
        .extracting(ExactFinding::figure)
        .contains("statements", "bytes on the wire");
  }

  @Test
  void aWrongAnswerFailsAtOnce() throws IOException {
    var result = gate("lossy", "lossy/yesterday/ENTRY/all", 3).run(program("a"), program("b"));
    assertThat(result.verdict().outcome()).isEqualTo(GateOutcome.WRONG_ANSWER);
    assertThat(result.verdict().cells().get(0).reason()).contains("wrong answer");
  }

  @Test
  void anInterruptedGateGoesOnWhereItWas() throws IOException {
    var first = gate("delayed", DELAYED, 2).run(program("a"), program("b"));
    var file = first.directory().resolve(TrialLog.FILE);
    var lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 7)); // counts, the first pair, and half of the second
    Files.delete(first.directory().resolve(VerdictFiles.JSON));
    var second = gate("delayed", DELAYED, 2).run(program("a"), program("b"));
    assertThat(second.directory()).isEqualTo(first.directory());
    assertThat(printed.toString()).contains("goes on: 5 trials are there already");
    assertThat(second.verdict().cells().get(0).reason()).startsWith("only 2 of the 7 pairs");
    assertThat(TrialLog.read(second.directory()).entries()).hasSize(7);
  }

  @Test
  void anEarlierGateIsABaselineForWhatIsExactOnly() throws IOException {
    var first = gate("delayed", DELAYED, 1).run(program("a"), program("b"));
    var second =
        gate("delayed", DELAYED, 1)
            .run(Builds.of(first.directory().toString(), output), program("b"));
    var cell = second.verdict().cells().get(0);
    assertThat(cell.status()).isEqualTo(CellStatus.INCONCLUSIVE);
    assertThat(cell.reason()).startsWith("times of two jobs don't tell");
    assertThat(cell.exact())
        .extracting(ExactFinding::figure)
        .contains("rows", "table bytes", "statements", "bytes on the wire");

    var recorded = Builds.of(second.directory().toString(), output);
    gate("delayed", DELAYED, 1).run(recorded, recorded);
    assertThat(GateHistory.read(output.resolve("history.jsonl")))
        .as("commits in the history: those that were measured")
        .hasSize(2);
  }

  @Test
  void aJarThatSpeaksNoProtocolIsRefusedWithTheReason() throws IOException {
    var empty = output.resolve("empty.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(empty))) {
      jar.finish();
    }
    assertThatThrownBy(
            () ->
                gate("delayed", DELAYED, 1)
                    .run(Build.Program.ofJar("empty.jar", empty), program("b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the baseline empty.jar")
        .hasMessageContaining("doesn't speak the trial protocol");
  }

  private GateRun gate(String strategy, String cell, int mostPairs) {
    var options =
        new GateOptions(
            Duration.ofMinutes(10),
            2_000,
            Set.of(strategy),
            Set.of(cell),
            0,
            Operations.exactly(1),
            1,
            RULES,
            TestbedOptions.fromEnvironment(),
            output.resolve("history.jsonl"),
            output);
    return new GateRun(options, new PrintWriter(printed, true), mostPairs);
  }

  private static Build.Program program(String name, String... jvmArgs) {
    return new Build.Program(name, System.getProperty("java.class.path"), "1", List.of(jvmArgs));
  }
}
