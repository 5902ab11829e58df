package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.reports.gate.TrialFigures;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final Operations OPERATIONS = new Operations(15, 100);

  @Test
  void aCellWithoutAPairMeasuresTheLeast() {
    assertThat(OPERATIONS.fitting(List.of(), 0, 60)).isEqualTo(15);
  }

  @Test
  void whatTheShareLeavesAfterTheStartGoesToOperations() {
    // 15 operations of 100 and of 150 ms are 3.75 s of the pair's 8.75: 5 s are its start
    var pair = List.of(trial(100), trial(150));
    assertThat(OPERATIONS.fitting(pair, 8.75, 15)).isEqualTo(40);
  }

  @Test
  void aShareThatIsTooShortGetsTheLeast() {
    assertThat(OPERATIONS.fitting(List.of(trial(100), trial(150)), 8.75, 4)).isEqualTo(15);
  }

  @Test
  void shortOperationsAreMeasuredNotMoreOftenThanTheMost() {
    assertThat(OPERATIONS.fitting(List.of(trial(1), trial(1)), 5, 60)).isEqualTo(100);
  }

  @Test
  void aCandidateMeasuredAloneHasTheShareForItself() {
    assertThat(OPERATIONS.fitting(List.of(trial(100)), 4.5, 8)).isEqualTo(50);
  }

  @Test
  void theFirstLooksTimeIsForTwentyPairsOfEachCell() {
    assertThat(Operations.pairSeconds(900, 3)).isEqualTo(15);
  }

  @Test
  void noOperationIsRefused() {
    assertThatThrownBy(() -> Operations.exactly(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--measurements must be at least 1");
  }

  private static TrialFigures trial(double millis) {
    return new TrialFigures(Collections.nCopies(15, millis), 1, 1, 1);
  }
}
