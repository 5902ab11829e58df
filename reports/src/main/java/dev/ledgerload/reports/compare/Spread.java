package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.Times;

/**
 * How samples lie: quartiles of type 7, and whiskers at the furthest samples within one and a half
 * times the middle half's width of it (Tukey).
 */
public record Spread(
    int count,
    double min,
    double lowWhisker,
    double q1,
    double median,
    double q3,
    double highWhisker,
    double max) {

  public static Spread of(Cell cell) {
    double[] samples = cell.times().pooled();
    double[] at = Times.quantiles(samples, 0, 0.25, 0.5, 0.75, 1);
    double reach = 1.5 * (at[3] - at[1]);
    double low = at[1];
    double high = at[3];
    for (double sample : samples) {
      if (sample >= at[1] - reach) {
        low = Math.min(low, sample);
      }
      if (sample <= at[3] + reach) {
        high = Math.max(high, sample);
      }
    }
    return new Spread(samples.length, at[0], low, at[1], at[2], at[3], high, at[4]);
  }
}
