package dev.ledgerload.reports.gate;

/** What each side sent and got for the same operations. */
public record WirePair(WireCount baseline, WireCount candidate) {
  private static final long SLACK_BYTES = 1024;

  /** Whether the candidate asks more often. */
  boolean hasMoreStatements() {
    return baseline.statements() != WireCount.UNKNOWN
        && candidate.statements() > baseline.statements();
  }

  /** Whether the candidate's bytes are more, by more than a name or a time may be longer. */
  boolean hasMoreBytes() {
    return candidate.bytes() > baseline.bytes() + SLACK_BYTES;
  }

  /** Whether it has more of anything, so that it should be counted again. */
  public boolean isCostlier() {
    return hasMoreStatements() || hasMoreBytes();
  }
}
