package dev.ledgerload.processing;

import java.util.Arrays;

/**
 * Sums of one measure by cell, and the number of rows, as long as all of them together are small.
 */
final class QuickSums {
  /*
   * Most amounts are small. So a cell is one long, its sum above and its number of rows below, and
   * a row is one addition: nothing is tested but, once for each chunk of rows, that the absolute
   * values of all that was added, to whatever cells, don't come to more than a cell can hold, nor
   * the rows. A chunk that is too much is taken back, which wrapping integers allow.
   */
  private static final int ROW_BITS = 20;

  /** By how much less values are summed up that the chunk's own sum can't overflow. */
  private static final int SCALE_DOWN = 10;

  private final int shift;
  private long[] words;
  private long roomForValues;
  private long roomForRows;

  /**
   * @param countsRows whether rows are counted, too
   */
  QuickSums(int cells, boolean countsRows) {
    shift = countsRows ? ROW_BITS : 0;
    words = new long[cells];
    makeRoom();
  }

  private void makeRoom() {
    roomForValues = Long.MAX_VALUE >> shift;
    roomForRows = shift == 0 ? Long.MAX_VALUE : (1L << shift) - 1;
  }

  /** Makes room for cells 0 to {@code cells - 1}. */
  void ensure(int cells) {
    if (cells > words.length) {
      words = Arrays.copyOf(words, Math.max(cells, 2 * words.length));
    }
  }

  /**
   * Adds the Decimal128 values from {@code address} on, one to each of the cells; none, and gives
   * false, if that is more than there is room for.
   *
   * @param count at most {@link GroupCells#CHUNK_ROWS}
   */
  boolean add(int[] cells, int count, long address) {
    var sums = words;
    long row = shift == 0 ? 0 : 1;
    long magnitudes = 0;
    long notNarrow = 0;
    long at = address;
    for (int i = 0; i < count; i++) {
      long low = AmountColumn.low(at);
      long sign = low >> 63;
      notNarrow |= AmountColumn.high(at) ^ sign;
      magnitudes += (low ^ sign) >>> SCALE_DOWN;
      sums[cells[i]] += (low << shift) + row;
      at += AmountColumn.BYTES;
    }
    // Each value is less than 1 << SCALE_DOWN more than was added of it.
    if (notNarrow == 0
        && magnitudes <= (roomForValues >> SCALE_DOWN) - count
        && count <= roomForRows) {
      roomForValues -= (magnitudes + count) << SCALE_DOWN;
      roomForRows -= count;
      return true;
    }
    at = address;
    for (int i = 0; i < count; i++) {
      sums[cells[i]] -= (AmountColumn.low(at) << shift) + row;
      at += AmountColumn.BYTES;
    }
    return false;
  }

  /** Moves all to others, and starts anew. */
  void moveTo(ExactSums others) {
    for (int cell = 0; cell < words.length; cell++) {
      if (words[cell] != 0) {
        others.add(cell, sum(cell), sum(cell) >> 63, rows(cell));
        words[cell] = 0;
      }
    }
    makeRoom();
  }

  /** As {@link GroupCells.Counts}, by the number of rows, if they are counted. */
  int occurring(int[] cells, int from, int to) {
    var sums = words;
    long rows = (1L << shift) - 1;
    int size = from;
    for (int i = from; i < to; i++) { // as CellSums
      int cell = cells[i];
      cells[size] = cell;
      size += Long.signum(sums[cell] & rows);
    }
    return size;
  }

  long sum(int cell) {
    return words[cell] >> shift;
  }

  /** The number of rows, if they are counted. */
  long rows(int cell) {
    return words[cell] & ((1L << shift) - 1);
  }
}
