package dev.ledgerload.reports.gate;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Holm's step-down (S. Holm, Scandinavian Journal of Statistics 6, 1979): of many hypotheses, with
 * what error rate of the whole family each can be rejected.
 */
final class Holm {
  private Holm() {}

  /** The p-values as of the family: one that is at most alpha is rejected at that family rate. */
  static double[] adjusted(double[] pValues) {
    int count = pValues.length;
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
    double[] adjusted = new double[count];
    double highest = 0;
    for (int rank = 0; rank < count; rank++) {
      highest = Math.max(highest, Math.min(1, (count - rank) * pValues[order[rank]]));
      adjusted[order[rank]] = highest;
    }
    return adjusted;
  }
}
