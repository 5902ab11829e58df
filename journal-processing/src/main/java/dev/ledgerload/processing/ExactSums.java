package dev.ledgerload.processing;

import java.math.BigInteger;
import java.util.Arrays;

/** Sums of one measure by cell, and the number of values, whatever their size. */
final class ExactSums {
  /*
   * A cell is a long that may wrap. What leaves its 64 bits, a wrapped sum or the high word of a
   * value that isn't just its sign, goes to two carry words of the cell: the sum is
   * (top × 2^64 + carry) × 2^64 + low, every word signed. The carry words don't exist, let alone
   * crowd the cache, until a value needs them.
   */
  private static final long[] NONE = {};

  private long[] lows;
  private long[] values;
  private long[] carries = NONE;
  private long[] tops = NONE;

  ExactSums(int cells) {
    lows = new long[cells];
    values = new long[cells];
  }

  /** Makes room for cells 0 to {@code cells - 1}. */
  void ensure(int cells) {
    if (cells > lows.length) {
      int capacity = Math.max(cells, 2 * lows.length);
      lows = Arrays.copyOf(lows, capacity);
      values = Arrays.copyOf(values, capacity);
      if (carries != NONE) {
        carries = Arrays.copyOf(carries, capacity);
        tops = Arrays.copyOf(tops, capacity);
      }
    }
  }

  /** Adds a value, or the sum of some, to a cell. */
  void add(int cell, long low, long high, long numberOfValues) {
    values[cell] += numberOfValues;
    long before = lows[cell];
    long after = before + low;
    lows[cell] = after;
    boolean wrapped = ((before ^ after) & (low ^ after)) < 0;
    if (wrapped || high != low >> 63) {
      carry(cell, high);
      carry(cell, (low >>> 63) + (wrapped ? (low < 0 ? -1 : 1) : 0));
    }
  }

  private void carry(int cell, long words) {
    if (carries == NONE) {
      carries = new long[lows.length];
      tops = new long[lows.length];
    }
    long before = carries[cell];
    long after = before + words;
    carries[cell] = after;
    if (((before ^ after) & (words ^ after)) < 0) {
      tops[cell] += words < 0 ? -1 : 1;
    }
  }

  /** As {@link GroupCells.Counts}, by the number of values. */
  int occurring(int[] cells, int from, int to) {
    return CellSums.occurring(cells, from, to, values);
  }

  /** The number of values. */
  long values(int cell) {
    return values[cell];
  }

  /** Whether the sum is {@link #low} alone. */
  boolean isNarrow(int cell) {
    return carries == NONE || (carries[cell] | tops[cell]) == 0;
  }

  long low(int cell) {
    return lows[cell];
  }

  /** The whole sum. */
  BigInteger sum(int cell) {
    if (isNarrow(cell)) {
      return BigInteger.valueOf(lows[cell]);
    }
    var carry = Int128.carried(carries[cell], BigInteger.valueOf(tops[cell]));
    return Int128.carried(lows[cell], carry);
  }
}
