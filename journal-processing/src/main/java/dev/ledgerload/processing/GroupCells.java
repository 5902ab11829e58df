package dev.ledgerload.processing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Gives each group a cell: a small number from 0. */
final class GroupCells {
  /*
   * Of one key the codes are the cells. A second key is paired with those, a third with the cells of
   * the pairs, and so on. As long as every possible pair can have a cell, cells are found by
   * arithmetic alone; beyond that by a hash table of primitives.
   */

  /** How many rows are located at once: what stays in the first-level cache. */
  static final int CHUNK_ROWS = 1024;

  /**
   * The most cells made for pairs that may not occur; beyond it, hashing costs less than they do.
   */
  private static final long MAX_DENSE_CELLS = 1 << 20;

  private final List<KeyValues> keys;
  private final PairCells[] pairs; // the i-th pairs the cells of all keys to the i-th with the next
  private final boolean isDense;
  private int[] cells = new int[CHUNK_ROWS];
  private int[] nextCells = new int[CHUNK_ROWS];
  private final int[] codes = new int[CHUNK_ROWS];

  GroupCells(List<KeyValues> keys) {
    this.keys = keys;
    this.pairs = new PairCells[keys.size() - 1];
    long possible = keys.get(0).codes();
    for (int i = 0; i < pairs.length; i++) {
      int next = keys.get(i + 1).codes();
      boolean dense = possible * next <= MAX_DENSE_CELLS;
      pairs[i] = dense ? new DensePairCells((int) possible, next) : new HashedPairCells();
      possible = dense ? possible * next : Integer.MAX_VALUE;
    }
    isDense = possible < Integer.MAX_VALUE;
  }

  /** A batch's codes, to locate its rows by. */
  CodeColumn[] codes(List<BaseFixedWidthVector> indexes) {
    var columns = new CodeColumn[keys.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new CodeColumn(indexes.get(i), keys.get(i));
    }
    return columns;
  }

  /** The cells of at most {@link #CHUNK_ROWS} rows, in an array that the next call reuses. */
  int[] locate(CodeColumn[] columns, int firstRow, int count) {
    columns[0].read(firstRow, count, cells);
    for (int i = 0; i < pairs.length; i++) {
      columns[i + 1].read(firstRow, count, codes);
      pairs[i].locate(cells, codes, count, nextCells);
      var located = nextCells;
      nextCells = cells;
      cells = located;
    }
    return cells;
  }

  /** The number of cells so far. */
  int size() {
    return pairs.length == 0 ? keys.get(0).codes() : pairs[pairs.length - 1].size();
  }

  /** Which cells have entries. */
  interface Counts {
    /**
     * Moves those of some cells that have entries to the front, in their order.
     *
     * @param from index of the first of them
     * @param to index behind the last
     * @return index behind the last that has entries
     */
    int occurring(int[] cells, int from, int to);
  }

  /**
   * The cells that have entries: in the order of their keys where there is one for each possible
   * group, so that the groups needn't be sorted by them.
   */
  int[] occurring(Counts counts) {
    int[] outers = {0};
    int[] inners = IntStream.range(0, isDense ? 0 : size()).toArray();
    if (isDense) {
      for (var key : keys.subList(0, keys.size() - 1)) {
        outers = pairsInOrder(outers, key.codesInOrder());
      }
      inners = keys.get(keys.size() - 1).codesInOrder();
    }
    // a row of cells after the other, which stays in the cache meanwhile
    var found = new int[inners.length];
    int size = 0;
    for (int outer : outers) {
      if (found.length - size < inners.length) {
        found = Arrays.copyOf(found, 2 * found.length);
      }
      int first = outer * inners.length;
      for (int i = 0; i < inners.length; i++) {
        found[size + i] = first + inners[i];
      }
      size = counts.occurring(found, size, size + inners.length);
    }
    return Arrays.copyOf(found, size);
  }

  private static int[] pairsInOrder(int[] outers, int[] inners) {
    var pairs = new int[outers.length * inners.length];
    int size = 0;
    for (int outer : outers) {
      int first = outer * inners.length;
      for (int inner : inners) {
        pairs[size++] = first + inner;
      }
    }
    return pairs;
  }

  /** Whether {@link #occurring} gives them so. */
  boolean areInKeyOrder() {
    return isDense;
  }

  /** Tells the codes of the group at a cell, by key. */
  void codes(int cell, int[] byKey) {
    int outer = cell;
    for (int i = pairs.length; i > 0; i--) {
      byKey[i] = pairs[i - 1].inner(outer);
      outer = pairs[i - 1].outer(outer);
    }
    byKey[0] = outer;
  }
}
