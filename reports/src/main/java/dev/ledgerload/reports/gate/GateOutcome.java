package dev.ledgerload.reports.gate;

/** What the gate says of a candidate. */
public enum GateOutcome {
  /** Every cell passes. */
  PASS("no regression", 0),
  /** No cell fails, and at least one can't be told. */
  INCONCLUSIVE("no regression found, but some cells can't be told", 0),
  /** A cell fails. */
  REGRESSION("a regression", 4),
  /** The candidate gives a wrong answer, or none. */
  WRONG_ANSWER("a wrong answer", 1),
  /** The two sides weren't measured under the same conditions. */
  NOT_COMPARABLE("not comparable", 5);

  /** The exit code of an {@link #INCONCLUSIVE} gate where all cells must pass. */
  public static final int STRICT_EXIT_CODE = 6;

  private final String words;
  private final int exitCode;

  GateOutcome(String words, int exitCode) {
    this.words = words;
    this.exitCode = exitCode;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /**
   * The exit code of a process that gates.
   *
   * @param strict whether a cell that can't be told is to end it with {@link #STRICT_EXIT_CODE}
   */
  public int exitCode(boolean strict) {
    return strict && this == INCONCLUSIVE ? STRICT_EXIT_CODE : exitCode;
  }
}
