package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.trial.TrialCell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * In which order pairs are measured: each round has one pair of every cell in a random order, and
 * which side of a pair comes first is random too. Seed, look and round fix it all.
 */
final class PairOrder {
  private PairOrder() {}

  /** One pair to measure. */
  record Turn(TrialCell cell, Side firstSide) {
    List<Side> sides() {
      return firstSide == Side.BASELINE
          ? List.of(Side.BASELINE, Side.CANDIDATE)
          : List.of(Side.CANDIDATE, Side.BASELINE);
    }
  }

  static List<Turn> round(List<TrialCell> cells, long seed, int look, int round) {
    // Random's first values of neighbouring seeds resemble each other; SplittableRandom's don't.
    var mixed = new SplittableRandom(31 * (31 * seed + look) + round).nextLong();
    var random = new Random(mixed);
    List<TrialCell> shuffled = new ArrayList<>(cells);
    Collections.shuffle(shuffled, random);
    return shuffled.stream()
        .map(cell -> new Turn(cell, random.nextBoolean() ? Side.BASELINE : Side.CANDIDATE))
        .toList();
  }
}
