package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.harness.gate.ProofTrials.Trial;
import dev.ledgerload.reports.gate.TrialFigures;
import dev.ledgerload.reports.gate.TrialPair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The proof's arithmetic, on trials whose noise and slowdowns are known. */
@Tag("simulation")
class ProofDecisionsTest {
  private static final int ROUNDS = 40;
  private static final int SUITE_CELLS = 24;
  private static final ProofTrials QUIET = trials(0.03);

  @Test
  void equalBuildsHardlyEverFail() {
    var decisions = new ProofDecisions(QUIET, SUITE_CELLS, 20);
    assertThat(decisions.falseFailures(200)).isLessThanOrEqualTo(2);
  }

  @Test
  void slowdownsAreCaughtTheMoreTheLargerTheyAre() {
    assertThat(detections("+5 %")).isLessThan(detections("+10 %"));
    assertThat(detections("+10 %")).isGreaterThanOrEqualTo(45);
    assertThat(detections("+20 %")).isEqualTo(50);
  }

  @Test
  void aSlowdownThatWasPutInShows() {
    var decisions = new ProofDecisions(QUIET, SUITE_CELLS, 20);
    assertThat(decisions.shown("a", "+20 %")).isCloseTo(0.20, within(0.03));
    assertThat(decisions.self("a").noise()).isCloseTo(0.03, within(0.012));
  }

  private static int detections(String arm) {
    return new ProofDecisions(QUIET, SUITE_CELLS, 20).detections("a", arm, 50);
  }

  private static ProofTrials trials(double noise) {
    var random = new SplittableRandom(5);
    List<Trial> trials = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (var cell : List.of("a", "b")) {
        trials.add(trial(round, cell, ProofTrials.EQUAL, 0, noise, random));
        for (var slowdown : ProofTrials.SLOWDOWNS.entrySet()) {
          trials.add(trial(round, cell, slowdown.getKey(), slowdown.getValue(), noise, random));
        }
      }
    }
    return new ProofTrials(trials);
  }

  private static Trial trial(
      int round, String cell, String arm, double slowdown, double noise, SplittableRandom random) {
    var pair = new TrialPair(figures(0, noise, random), figures(slowdown, noise, random));
    return new Trial(round, cell, arm, pair);
  }

  private static TrialFigures figures(double slowdown, double noise, SplittableRandom random) {
    double millis = 100 * (1 + slowdown) * Math.exp(noise * random.nextGaussian());
    return new TrialFigures(List.of(millis), 1, 1, 0);
  }
}
