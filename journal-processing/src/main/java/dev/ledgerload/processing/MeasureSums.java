package dev.ledgerload.processing;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The exact sums of one measure by cell. */
final class MeasureSums {
  /*
   * Values are taken to be small, until a chunk of rows is too much even for quick sums that were
   * just emptied: from then on they are added exactly. So are at once those of a measure with NULLs,
   * as quick sums don't tell 0 from NULL. Most measures never need exact sums.
   */
  private @Nullable QuickSums quick;
  private @Nullable ExactSums exact;
  private final boolean nullable;
  private int cells;

  /**
   * @param nullable whether there are NULLs
   * @param countsRows whether {@link #rows} will be asked for; not if there are NULLs
   */
  MeasureSums(int cells, boolean nullable, boolean countsRows) {
    this.cells = cells;
    this.nullable = nullable;
    if (nullable) {
      exact = new ExactSums(cells);
    } else {
      quick = new QuickSums(cells, countsRows);
    }
  }

  /** Makes room for cells 0 to {@code enough - 1}. */
  void ensure(int enough) {
    cells = enough;
    if (quick != null) {
      quick.ensure(enough);
    }
    if (exact != null) {
      exact.ensure(enough);
    }
  }

  /** Adds the values from a row on, one to each of the cells. */
  void add(int[] cellOfEach, int count, AmountColumn amounts, int firstRow) {
    if (!addQuickly(cellOfEach, count, amounts.address(firstRow))) {
      addExactly(exact(), cellOfEach, count, amounts, firstRow);
    }
  }

  private boolean addQuickly(int[] cellOfEach, int count, long address) {
    if (quick == null) {
      return false;
    }
    if (quick.add(cellOfEach, count, address)) {
      return true;
    }
    quick.moveTo(exact());
    if (quick.add(cellOfEach, count, address)) {
      return true;
    }
    quick = null;
    return false;
  }

  private static void addExactly(
      ExactSums sums, int[] cellOfEach, int count, AmountColumn amounts, int firstRow) {
    for (int i = 0; i < count; i++) {
      if (!amounts.isNull(firstRow + i)) {
        long address = amounts.address(firstRow + i);
        sums.add(cellOfEach[i], AmountColumn.low(address), AmountColumn.high(address), 1);
      }
    }
  }

  private ExactSums exact() {
    if (exact == null) {
      exact = new ExactSums(cells);
    }
    return exact;
  }

  /** To be called when all is added, and before sums are asked for. */
  void complete() {
    if (exact != null && quick != null) {
      quick.moveTo(exact);
      quick = null;
    }
  }

  /** As {@link GroupCells.Counts}, by the number of rows. */
  int occurring(int[] some, int from, int to) {
    return quick != null ? quick.occurring(some, from, to) : exact().occurring(some, from, to);
  }

  /** The number of rows. */
  long rows(int cell) {
    return quick != null ? quick.rows(cell) : exact().values(cell);
  }

  /** Whether all of a cell's values are NULL. */
  boolean isNull(int cell) {
    return nullable && exact().values(cell) == 0;
  }

  /** Whether a sum is {@link #low} alone. */
  boolean isNarrow(int cell) {
    return quick != null || exact().isNarrow(cell);
  }

  long low(int cell) {
    return quick != null ? quick.sum(cell) : exact().low(cell);
  }

  /** The whole sum. */
  BigInteger sum(int cell) {
    return quick != null ? BigInteger.valueOf(quick.sum(cell)) : exact().sum(cell);
  }
}
