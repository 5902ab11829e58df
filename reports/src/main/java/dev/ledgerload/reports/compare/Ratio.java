package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.Times;
import org.jspecify.annotations.Nullable;

/**
 * How many times one time is another, with the widest interval that the two medians' 95 % intervals
 * allow: it covers at least what a joint 95 % interval would. Without intervals its ends are NaN.
 */
public record Ratio(double value, double low, double high) {

  /** Of {@code over} to {@code under}; null unless both were measured. */
  static @Nullable Ratio of(@Nullable Cell over, @Nullable Cell under) {
    if (over == null || under == null || !over.succeeded() || !under.succeeded()) {
      return null;
    }
    return of(over.times(), under.times());
  }

  /** Of times that were measured. */
  static Ratio of(Times over, Times under) {
    return new Ratio(
        over.median() / under.median(),
        over.ciLow() / under.ciHigh(),
        over.ciHigh() / under.ciLow());
  }

  public String text() {
    return Figures.times(value);
  }

  /** The number to sort by. */
  public String order() {
    return Double.toString(value);
  }

  /** {@code [2.61, 2.75]}, or empty where there is no interval. */
  public String interval() {
    return Figures.ratioInterval(value, low, high);
  }
}
