package dev.ledgerload.processing;

import java.security.SecureRandom;
import java.util.Arrays;

/** A cell for each pair that occurs, in the order of their first occurrence. */
final class HashedPairCells implements PairCells {
  /*
   * Open addressing with linear probing, at most half full. A slot holds a cell's number plus one;
   * the pairs lie densely in the order of the cells, so growing rebuilds the slots alone.
   *
   * Whoever books entries chooses the pairs, so the slot is the top bits of a product with a secret
   * odd factor: whatever pairs were chosen, they collide no more often than random ones.
   */
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int FIRST_BITS = 12;

  private final long factor = RANDOM.nextLong() | 1;
  private long[] pairs = new long[1 << (FIRST_BITS - 1)];
  private int[] slots = new int[1 << FIRST_BITS];
  private int shift = Long.SIZE - FIRST_BITS;
  private int size;

  @Override
  public void locate(int[] outers, int[] inners, int count, int[] cells) {
    for (int i = 0; i < count; i++) {
      cells[i] = cellOf((long) outers[i] << Integer.SIZE | inners[i]);
    }
  }

  private int cellOf(long pair) {
    int slot = slotOf(pair);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == pairs.length) {
      grow();
      slot = slotOf(pair);
    }
    pairs[size] = pair;
    slots[slot] = ++size;
    return size - 1;
  }

  /** The slot that holds the pair, or the empty one where it belongs. */
  private int slotOf(long pair) {
    int mask = slots.length - 1;
    int slot = (int) ((pair * factor) >>> shift);
    while (slots[slot] != 0 && pairs[slots[slot] - 1] != pair) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    pairs = Arrays.copyOf(pairs, 2 * size);
    slots = new int[4 * size];
    shift--;
    for (int cell = 0; cell < size; cell++) {
      slots[slotOf(pairs[cell])] = cell + 1;
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int outer(int cell) {
    return (int) (pairs[cell] >>> Integer.SIZE);
  }

  @Override
  public int inner(int cell) {
    return (int) pairs[cell];
  }
}
