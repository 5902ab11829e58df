package dev.ledgerload.reports.gate;

/** What the gate says of one cell. */
public enum CellStatus {
  /** Surely not slower than the budget, and not costlier. */
  PASS("✓"),
  /** Surely slower than the minimal effect, as two looks say; or costlier; or wrong. */
  FAIL("✗"),
  /** The trials don't tell. Not green. */
  INCONCLUSIVE("~"),
  /** Too noisy, or too few trials, to catch a slowdown as large as the budget. Not green. */
  CANNOT_GATE("~");

  private final String mark;

  CellStatus(String mark) {
    this.mark = mark;
  }

  /** One character for tables. */
  public String mark() {
    return mark;
  }
}
