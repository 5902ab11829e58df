package dev.ledgerload.reports.gate;

import java.util.List;

/**
 * What one fresh JVM gave for one cell.
 *
 * @param millis times of its measured operations in their order, each more than 0; at least one
 * @param rows rows of the loaded table, or ranks of the totals
 * @param tableBytes bytes of the loaded table; 0 if there is none
 * @param allocatedBytes heap bytes that an operation allocated, the middle of all; 0 if they
 *     weren't counted
 */
public record TrialFigures(List<Double> millis, long rows, long tableBytes, double allocatedBytes) {

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public TrialFigures {
    if (millis.isEmpty()) {
      throw new IllegalArgumentException("a trial has at least one operation");
    }
    for (double time : millis) {
      if (!(time > 0) || Double.isInfinite(time)) {
        throw new IllegalArgumentException("an operation takes more than 0 ms, not " + time);
      }
    }
    if (rows < 0 || tableBytes < 0 || !(allocatedBytes >= 0)) {
      throw new IllegalArgumentException("a trial's counts are 0 or more");
    }
    millis = List.copyOf(millis);
  }

  /** The middle of the times. */
  public double middleMillis() {
    return ExactTier.middle(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
