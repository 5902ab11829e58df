package dev.ledgerload.reports.gate;

import java.util.stream.IntStream;

/**
 * One trial of either side, made together: an operation of one, then one of the other. What a
 * neighbour on the machine does meanwhile falls on both.
 */
public record TrialPair(TrialFigures baseline, TrialFigures candidate) {
  /** The middle of the natural logarithms of the candidate's times over the baseline's. */
  public double logRatio() {
    int turns = Math.min(baseline.millis().size(), candidate.millis().size());
    return ExactTier.middle(
        IntStream.range(0, turns)
            .mapToDouble(i -> Math.log(candidate.millis().get(i) / baseline.millis().get(i)))
            .toArray());
  }

  /** The same pair with the sides exchanged: as likely, if they are equal builds. */
  public TrialPair exchanged() {
    return new TrialPair(/* baseline= */ candidate, /* candidate= */ baseline);
  }
}
