package dev.ledgerload.processing;

/** A permutation that is brought into order by one key after the other, the least first. */
final class RankOrder {
  /*
   * A radix sort from the lowest digit up: stable, so ordering by the least significant key first
   * and by the most significant last gives the order of all, and no group is an object meanwhile. A
   * digit that all keys share costs its count only, so the unused high bits of sums and the high
   * words of narrow ones are nearly free, and so are keys that are in order already.
   */
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private int[] order;
  private int[] spare;

  RankOrder(int count) {
    order = new int[count];
    spare = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
  }

  /** Reorders by rising key, taken as unsigned; equal keys keep their order. */
  void sortBy(long[] keys) {
    if (isInOrder(keys)) {
      return;
    }
    long differing = 0;
    for (int i = 1; i < order.length; i++) {
      differing |= keys[i] ^ keys[0];
    }
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
      if (((differing >>> shift) & (DIGITS - 1)) != 0) {
        sortByDigit(keys, shift);
      }
    }
  }

  private boolean isInOrder(long[] keys) {
    for (int i = 1; i < order.length; i++) {
      if (Long.compareUnsigned(keys[order[i - 1]], keys[order[i]]) > 0) {
        return false;
      }
    }
    return true;
  }

  private void sortByDigit(long[] keys, int shift) {
    var next = new int[DIGITS];
    for (int i = 0; i < order.length; i++) {
      next[digit(keys[i], shift)]++;
    }
    int start = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = next[digit];
      next[digit] = start;
      start += count;
    }
    for (int index : order) {
      spare[next[digit(keys[index], shift)]++] = index;
    }
    var sorted = spare;
    spare = order;
    order = sorted;
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (DIGITS - 1);
  }

  /** Which element comes at a rank, from 0. */
  int at(int rank) {
    return order[rank];
  }
}
