package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the gate promises, on machines whose noise is known. The seeds are fixed, so each of these
 * counts is the same in every run.
 */
class GateSimulationTest {
  private static final int CELLS = 24;

  @Tag("simulation")
  @ParameterizedTest
  @CsvSource({"0.03, 20", "0.05, 20", "0.10, 20", "0.10, 30", "0.05, 10", "0.10, 12"})
  void atMostOneSuiteOfEqualBuildsInAHundredFails(double noise, int pairs) {
    int suites = 200;
    int failed = 0;
    for (int suite = 0; suite < suites; suite++) {
      var verdict = new SimulatedMachine(suite, noise).gate(CELLS, pairs, 0);
      failed += verdict.outcome() == GateOutcome.REGRESSION ? 1 : 0;
    }
    assertThat(failed).isLessThanOrEqualTo(suites / 100);
  }

  @Tag("simulation")
  @ParameterizedTest
  @CsvSource({"0.03, 20, 0.10", "0.10, 30, 0.20"})
  void catchesNineInTenOfTheSlowdownsThatItPromisesTo(double noise, int pairs, double slowdown) {
    assertThat(detectionRate(noise, pairs, slowdown)).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void neverCallsANoisyCellGreenThatIsTwentyPercentSlower() {
    int green = 0;
    for (int suite = 0; suite < 50; suite++) {
      var verdict = new SimulatedMachine(suite, 0.10).gate(CELLS, 20, 0.20);
      green += (int) verdict.count(CellStatus.PASS);
    }
    assertThat(green).isZero();
  }

  @Test
  void passesNineInTenEqualCellsOfAQuietMachine() {
    long green = 0;
    for (int suite = 0; suite < 50; suite++) {
      green += new SimulatedMachine(suite, 0.02).gate(CELLS, 20, 0).count(CellStatus.PASS);
    }
    assertThat(green / (50.0 * CELLS)).isGreaterThan(0.9);
  }

  @Test
  void knowsTheNoiseOfTheMachine() {
    var verdict = new SimulatedMachine(7, 0.05).gate(CELLS, 40, 0);
    double noise = verdict.cells().stream().mapToDouble(CellVerdict::noise).average().orElseThrow();
    // what drifts between the two trials of a pair, and the bursts, are noise as well
    assertThat(noise).isCloseTo(0.055, within(0.008));
  }

  @Tag("simulation")
  @ParameterizedTest
  @CsvSource({"0.03, 20", "0.05, 30", "0.08, 20"})
  void catchesNineInTenOfWhatItSaysItWould(double noise, int pairs) {
    double detectable = 0;
    int suites = 20;
    for (int suite = 0; suite < suites; suite++) {
      var verdict = new SimulatedMachine(1_000 + suite, noise).gate(CELLS, pairs, 0);
      detectable +=
          verdict.cells().stream().mapToDouble(CellVerdict::detectable).average().orElseThrow();
    }
    assertThat(detectionRate(noise, pairs, detectable / suites)).isBetween(0.85, 0.99);
  }

  /** With one slower cell among equal ones: the least that Holm leaves of the power. */
  private static double detectionRate(double noise, int pairs, double slowdown) {
    List<Double> slowdowns = new ArrayList<>(Collections.nCopies(CELLS, 0.0));
    slowdowns.set(0, slowdown);
    int caught = 0;
    int suites = 200;
    for (int suite = 0; suite < suites; suite++) {
      var verdict = new SimulatedMachine(suite, noise).gate(slowdowns, pairs);
      caught += verdict.cells().get(0).status() == CellStatus.FAIL ? 1 : 0;
    }
    return caught / (double) suites;
  }
}
