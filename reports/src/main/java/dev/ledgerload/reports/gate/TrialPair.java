package dev.ledgerload.reports.gate;

/** One trial of either side, one right after the other, in random order. */
public record TrialPair(TrialFigures baseline, TrialFigures candidate) {
  /** The natural logarithm of the candidate's time over the baseline's. */
  double logRatio() {
    return Math.log(candidate.millis() / baseline.millis());
  }

  /** The same pair with the sides exchanged: as likely, if they are equal builds. */
  public TrialPair exchanged() {
    return new TrialPair(/* baseline= */ candidate, /* candidate= */ baseline);
  }
}
