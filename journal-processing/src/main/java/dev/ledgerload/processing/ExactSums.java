package dev.ledgerload.processing;

import java.math.BigInteger;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Exact sums of Decimal128 values, one for each cell. */
final class ExactSums {
  /*
   * A cell is a long that may wrap. What leaves its 64 bits, a wrapped sum or the high word of a
   * value that isn't just its sign, goes to two carry words of the cell: the sum is
   * (top × 2^64 + carry) × 2^64 + low, every word signed. So the usual row costs one test, and the
   * carry words don't exist, let alone crowd the cache, until a row needs them.
   */
  private static final int DECIMAL_BYTES = 16;

  private long[] lows;
  private long @Nullable [] carries;
  private long @Nullable [] tops;

  ExactSums(int cells) {
    lows = new long[cells];
  }

  /** Makes room for cells 0 to {@code cells - 1}. */
  void ensure(int cells) {
    if (cells > lows.length) {
      int capacity = Math.max(cells, 2 * lows.length);
      lows = Arrays.copyOf(lows, capacity);
      if (carries != null && tops != null) {
        carries = Arrays.copyOf(carries, capacity);
        tops = Arrays.copyOf(tops, capacity);
      }
    }
  }

  /** Adds the Decimal128 values from {@code address} on, one to each of the cells. */
  void add(int[] cells, int count, long address) {
    var sums = lows;
    for (int i = 0; i < count; i++) {
      long low = MemoryUtil.getLong(address);
      long high = MemoryUtil.getLong(address + Long.BYTES);
      address += DECIMAL_BYTES;
      long before = sums[cells[i]];
      long after = before + low;
      sums[cells[i]] = after;
      if (((((before ^ after) & (low ^ after)) >> 63) | (high ^ (low >> 63))) != 0) {
        carry(cells[i], before, low, high);
      }
    }
  }

  /** As {@link #add}, for those rows whose bit is set from bit {@code firstRow} on. */
  void addValid(int[] cells, int count, long address, long validityAddress, int firstRow) {
    for (int i = 0; i < count; i++) {
      if (Validity.isSet(validityAddress, firstRow + i)) {
        long value = address + (long) DECIMAL_BYTES * i;
        long low = MemoryUtil.getLong(value);
        long high = MemoryUtil.getLong(value + Long.BYTES);
        long before = lows[cells[i]];
        lows[cells[i]] = before + low;
        carry(cells[i], before, low, high);
      }
    }
  }

  /** Adds to a cell's carry words what its low word could not take. */
  private void carry(int cell, long before, long low, long high) {
    long after = before + low;
    boolean wrapped = ((before ^ after) & (low ^ after)) < 0;
    if (!wrapped && high == low >> 63) {
      return;
    }
    addToCarry(cell, high);
    addToCarry(cell, (low >>> 63) + (wrapped ? (low < 0 ? -1 : 1) : 0));
  }

  private void addToCarry(int cell, long words) {
    if (carries == null || tops == null) {
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

  /** Whether the sum is {@link #low} alone. */
  boolean isNarrow(int cell) {
    return carries == null || tops == null || (carries[cell] == 0 && tops[cell] == 0);
  }

  long low(int cell) {
    return lows[cell];
  }

  /** The whole sum. */
  BigInteger sum(int cell) {
    if (carries == null || tops == null) {
      return BigInteger.valueOf(lows[cell]);
    }
    var carry = Int128.carried(carries[cell], BigInteger.valueOf(tops[cell]));
    return Int128.carried(lows[cell], carry);
  }
}
