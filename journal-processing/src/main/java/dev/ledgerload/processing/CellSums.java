package dev.ledgerload.processing;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** For each cell the number of its entries, and the sum of each measure. */
final class CellSums {
  private final TotalsColumns columns;
  private final MeasureSums[] measures;
  private long @Nullable [] entries; // null where the first measure's sums count them

  CellSums(int cells, TotalsColumns columns, List<VectorSchemaRoot> batches) {
    this.columns = columns;
    boolean[] nullable = new boolean[columns.measures().size()];
    for (var batch : batches) {
      var amounts = columns.amounts(batch);
      for (int measure = 0; measure < nullable.length; measure++) {
        nullable[measure] |= amounts[measure].hasNulls();
      }
    }
    boolean counts = columns.count().isEmpty() && !nullable[0];
    measures = new MeasureSums[nullable.length];
    for (int measure = 0; measure < measures.length; measure++) {
      measures[measure] = new MeasureSums(cells, nullable[measure], counts && measure == 0);
    }
    entries = counts ? null : new long[cells];
  }

  /** Sums a batch's rows. */
  void add(VectorSchemaRoot batch, GroupCells cells) {
    var codes = cells.codes(columns.indexes(batch));
    var amounts = columns.amounts(batch);
    var numbers = columns.numbers(batch);
    int rows = batch.getRowCount();
    for (int row = 0; row < rows; row += GroupCells.CHUNK_ROWS) {
      int count = Math.min(GroupCells.CHUNK_ROWS, rows - row);
      var located = cells.locate(codes, row, count);
      ensure(cells.size());
      if (entries != null) {
        count(entries, located, count, numbers, row);
      }
      for (int measure = 0; measure < measures.length; measure++) {
        measures[measure].add(located, count, amounts[measure], row);
      }
    }
  }

  private void ensure(int cells) {
    for (var measure : measures) {
      measure.ensure(cells);
    }
    if (entries != null && cells > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(cells, 2 * entries.length));
    }
  }

  private static void count(
      long[] entries, int[] cells, int count, @Nullable BigIntVector numbers, int firstRow) {
    for (int i = 0; i < count; i++) {
      entries[cells[i]] += numbers == null ? 1 : numbers.get(firstRow + i);
    }
  }

  /** The groups that there are; nothing may be added any more. */
  GroupSums groups(GroupCells cells, List<KeyValues> keys) {
    for (var measure : measures) {
      measure.complete();
    }
    var counts = entries;
    var found =
        counts == null
            ? cells.occurring(measures[0]::occurring)
            : cells.occurring((some, from, to) -> occurring(some, from, to, counts));
    var groups = new GroupSums(columns, keys, found.length, cells.areInKeyOrder());
    var codes = new int[keys.size()];
    for (int cell : found) {
      cells.codes(cell, codes);
      groups.begin(codes, entries(cell));
      tellSums(cell, groups);
      groups.end();
    }
    return groups;
  }

  /**
   * As {@link GroupCells.Counts}.
   *
   * @param counts by cell, none negative
   */
  static int occurring(int[] cells, int from, int to, long[] counts) {
    int size = from;
    for (int i = from; i < to; i++) { // without a branch, which would often be mispredicted
      int cell = cells[i];
      cells[size] = cell;
      size += Long.signum(counts[cell]);
    }
    return size;
  }

  private long entries(int cell) {
    return entries != null ? entries[cell] : measures[0].rows(cell);
  }

  private void tellSums(int cell, GroupSums groups) {
    for (int measure = 0; measure < measures.length; measure++) {
      var sums = measures[measure];
      if (sums.isNull(cell)) {
        groups.sumIsNull(measure);
      } else if (sums.isNarrow(cell)) {
        groups.sum(measure, sums.low(cell));
      } else {
        groups.sum(measure, sums.sum(cell));
      }
    }
  }
}
