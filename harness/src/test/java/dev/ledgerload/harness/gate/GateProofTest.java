package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recording in {@code docs/results/gate}, judged by the gate as it is now. */
@Tag("simulation")
class GateProofTest {
  private static final Path KEPT = Path.of("..", "docs", "results", "gate");
  private static final int SUITE_CELLS = 24;
  private static final int PAIRS = 20;

  @SuppressWarnings("NullAway.Init") // by read
  private static ProofTrials recorded;

  @BeforeAll
  static void read() throws IOException {
    recorded = ProofTrials.read(KEPT);
  }

  @Test
  void notOneSuiteOfEqualBuildsInAHundredFails() {
    assertThat(decisions().falseFailures(300)).isLessThanOrEqualTo(3);
  }

  @Test
  void aFifthMoreIsCaughtInNineOfTenCasesWhereTheNoiseIsBearable() {
    for (var cell : recorded.cells()) {
      assertThat(noise(cell)).as(cell).isLessThanOrEqualTo(0.10);
      assertThat(decisions().detections(cell, "+20 %", 100)).as(cell).isGreaterThanOrEqualTo(90);
    }
  }

  @Test
  void aTenthMoreIsCaughtInNineOfTenCasesWhereTheNoiseIsLow() {
    var calm = recorded.cells().stream().filter(cell -> noise(cell) <= 0.03).toList();
    assertThat(calm).isNotEmpty();
    for (var cell : calm) {
      assertThat(decisions().detections(cell, "+10 %", 100)).as(cell).isGreaterThanOrEqualTo(90);
    }
  }

  private static double noise(String cell) {
    return decisions().self(cell).noise();
  }

  private static ProofDecisions decisions() {
    return new ProofDecisions(recorded, SUITE_CELLS, PAIRS);
  }
}
