package dev.ledgerload.reports.gate;

/**
 * What one fresh JVM gave for one cell: the middle of its measured operations.
 *
 * @param millis time of an operation, more than 0
 * @param rows rows of the loaded table, or ranks of the totals
 * @param tableBytes bytes of the loaded table; 0 if there is none
 * @param wireBytes bytes received from the server; 0 if they weren't counted
 * @param allocatedBytes heap bytes that an operation allocated; 0 if they weren't counted
 */
public record TrialFigures(
    double millis, long rows, long tableBytes, long wireBytes, double allocatedBytes) {

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public TrialFigures {
    if (!(millis > 0) || Double.isInfinite(millis)) {
      throw new IllegalArgumentException("a trial takes more than 0 ms, not " + millis);
    }
    if (rows < 0 || tableBytes < 0 || wireBytes < 0 || !(allocatedBytes >= 0)) {
      throw new IllegalArgumentException("a trial's counts are 0 or more");
    }
  }
}
