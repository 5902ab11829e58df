package dev.ledgerload.reports.gate;

/**
 * Where a series changed for good.
 *
 * @param index of the first value after the change, at least 1
 * @param before the geometric mean of the values since the change before
 * @param after that of the values until the next
 * @param pValue how likely so large a difference is where nothing changed (Student's t)
 */
public record ChangePoint(int index, double before, double after, double pValue) {
  /** By how much the values are more, as a share. */
  public double change() {
    return after / before - 1;
  }
}
