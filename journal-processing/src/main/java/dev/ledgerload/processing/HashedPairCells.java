package dev.ledgerload.processing;

import java.util.Arrays;

/** A cell for each pair that occurs, in the order of their first occurrence. */
final class HashedPairCells implements PairCells {
  /*
   * Open addressing with linear probing, at most half full. A slot holds a cell's number plus one;
   * the pairs lie densely in the order of the cells, so growing rebuilds the slots alone.
   */
  private long[] pairs = new long[1 << 11];
  private int[] slots = new int[1 << 12];
  private int size;

  @Override
  public void locate(int[] debits, int[] credits, int count, int[] cells) {
    for (int i = 0; i < count; i++) {
      cells[i] = cellOf((long) debits[i] << Integer.SIZE | credits[i]);
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
    long mixed = pair * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> Integer.SIZE) & mask;
    while (slots[slot] != 0 && pairs[slots[slot] - 1] != pair) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    pairs = Arrays.copyOf(pairs, 2 * size);
    slots = new int[4 * size];
    for (int cell = 0; cell < size; cell++) {
      slots[slotOf(pairs[cell])] = cell + 1;
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int debitCode(int cell) {
    return (int) (pairs[cell] >>> Integer.SIZE);
  }

  @Override
  public int creditCode(int cell) {
    return (int) pairs[cell];
  }
}
