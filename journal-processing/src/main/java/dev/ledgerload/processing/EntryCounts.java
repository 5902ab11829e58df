package dev.ledgerload.processing;

import java.util.Arrays;
import org.apache.arrow.vector.BigIntVector;

/** The number of entries of each cell. */
final class EntryCounts {
  private long[] counts;

  EntryCounts(int cells) {
    counts = new long[cells];
  }

  /** Makes room for cells 0 to {@code cells - 1}. */
  void ensure(int cells) {
    if (cells > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(cells, 2 * counts.length));
    }
  }

  /** Counts one entry for each of the cells. */
  void addOnes(int[] cells, int count) {
    for (int i = 0; i < count; i++) {
      counts[cells[i]]++;
    }
  }

  /** Adds the numbers from {@code firstRow} on, one to each of the cells. */
  void add(int[] cells, int count, BigIntVector numbers, int firstRow) {
    for (int i = 0; i < count; i++) {
      counts[cells[i]] += numbers.get(firstRow + i);
    }
  }

  long of(int cell) {
    return counts[cell];
  }
}
