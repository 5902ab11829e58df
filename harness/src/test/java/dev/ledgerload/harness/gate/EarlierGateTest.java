package dev.ledgerload.harness.gate;

import static dev.ledgerload.harness.gate.SmallGate.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.ExactFinding;
import dev.ledgerload.reports.verdict.GateHistory;
import dev.ledgerload.reports.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates that meet what an earlier one has left. */
@Tag("processes")
class EarlierGateTest {
  @TempDir Path output;
  private SmallGate gate;

  @BeforeEach
  void set() {
    gate = new SmallGate(output);
  }

  @Test
  void anInterruptedGateGoesOnWhereItWas() throws IOException {
    var first = gate.ofDelayed(2).run(program("a"), program("b"));
    var file = first.directory().resolve(TrialLog.FILE);
    var lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 7)); // counts, the first pair, and half of the second
    Files.delete(first.directory().resolve(VerdictFiles.JSON));
    var second = gate.ofDelayed(2).run(program("a"), program("b"));
    assertThat(second.directory()).isEqualTo(first.directory());
    assertThat(gate.printed()).contains("gate: 1 cell, ", "goes on: 5 trials are there already");
    assertThat(second.verdict().cells().get(0).reason())
        .startsWith("only 2 of the %d pairs".formatted(SmallGate.PAIRS));
    assertThat(TrialLog.read(second.directory()).entries()).hasSize(7);
  }

  @Test
  void anEarlierGateIsABaselineForWhatIsExactOnly() throws IOException {
    var first = gate.ofDelayed(1).run(program("a"), program("b"));
    var second =
        gate.ofDelayed(1).run(Build.of(first.directory().toString(), output), program("b"));
    var cell = second.verdict().cells().get(0);
    assertThat(cell.status()).isEqualTo(CellStatus.INCONCLUSIVE);
    assertThat(cell.reason()).startsWith("times of two jobs don't tell");
    assertThat(cell.exact())
        .extracting(ExactFinding::figure)
        .contains("rows", "table bytes", "statements", "bytes on the wire");

    var recorded = Build.of(second.directory().toString(), output);
    gate.ofDelayed(1).run(recorded, recorded);
    assertThat(GateHistory.read(output.resolve("history.jsonl")))
        .as("commits in the history: those that were measured")
        .hasSize(2);
  }
}
