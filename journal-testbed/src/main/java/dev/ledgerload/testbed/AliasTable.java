package dev.ledgerload.testbed;

/** Picks ranks in proportion to {@code (rank + 1)^-skew}, with one draw each (Vose's method). */
final class AliasTable {
  private static final double UNIT = 4_294_967_296.0; // 2^32

  private final long[] keepBelow; // of 2^32
  private final int[] alias;

  AliasTable(int ranks, double skew) {
    keepBelow = new long[ranks];
    alias = new int[ranks];
    var scaled = scaledWeights(ranks, skew);
    var small = new int[ranks];
    var large = new int[ranks];
    int smalls = 0;
    int larges = 0;
    for (int rank = 0; rank < ranks; rank++) {
      if (scaled[rank] < 1) {
        small[smalls++] = rank;
      } else {
        large[larges++] = rank;
      }
    }
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[larges - 1];
      keepBelow[less] = (long) (scaled[less] * UNIT);
      alias[less] = more;
      scaled[more] -= 1 - scaled[less];
      if (scaled[more] < 1) {
        larges--;
        small[smalls++] = more;
      }
    }
    while (larges > 0) {
      keepAll(large[--larges]);
    }
    while (smalls > 0) {
      keepAll(small[--smalls]);
    }
  }

  private void keepAll(int rank) {
    keepBelow[rank] = (long) UNIT;
    alias[rank] = rank;
  }

  /** Weights that add up to the number of ranks. */
  private static double[] scaledWeights(int ranks, double skew) {
    var weights = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      weights[rank] = StrictMath.pow(rank + 1, -skew);
      sum += weights[rank];
    }
    for (int rank = 0; rank < ranks; rank++) {
      weights[rank] *= ranks / sum;
    }
    return weights;
  }

  int pick(long draw) {
    int rank = Mix.upper(draw, alias.length);
    return (draw & 0xFFFF_FFFFL) < keepBelow[rank] ? rank : alias[rank];
  }
}
