package dev.ledgerload.reports.gate;

/** What each side sent and got for the same operations. */
public record WirePair(WireCount baseline, WireCount candidate) {
  /** By as much do the bytes of equal builds differ that divide a day by who is free. */
  private static final double TOLERANCE = 0.02;

  /** By as much may a name or a time be longer. */
  private static final long SLACK_BYTES = 1024;

  /** Whether the candidate asks more often. */
  boolean hasMoreStatements() {
    return baseline.statements() != WireCount.UNKNOWN
        && candidate.statements() > baseline.statements();
  }

  /** Whether the candidate's bytes are more, by more than equal builds' may be. */
  boolean hasMoreBytes() {
    return candidate.bytes() > baseline.bytes() * (1 + TOLERANCE) + SLACK_BYTES;
  }

  /** Whether it has more of anything, so that it should be counted again. */
  public boolean isCostlier() {
    return hasMoreStatements() || hasMoreBytes();
  }
}
