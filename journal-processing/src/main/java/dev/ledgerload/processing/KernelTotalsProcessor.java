package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Sums by the dictionary's indexes, in one pass over the batches where they lie. */
final class KernelTotalsProcessor implements TotalsProcessor {
  /*
   * An account is never looked at as a string until the totals are built: a row is two small
   * integers and a 128-bit one, read by address, and a pair is a cell of an array. Where every
   * possible pair can have a cell, the cell is found by arithmetic alone; where the dictionaries are
   * too large for that, by a hash table of primitives.
   *
   * Rows are taken in chunks that stay in the first-level cache, each step (debit codes, credit
   * codes, cells, sums) a loop of its own over the chunk: the nine combinations of index widths and
   * the nulls then need no loops of their own, and each loop is small enough to compile well and
   * soon.
   *
   * One thread: a second one halves the pass over the batches but not the ranking, and what that
   * saves is little beside any load; it isn't worth threads that somebody must own and close.
   */
  static final String NAME = "kernel";

  private static final int CHUNK_ROWS = 1024;

  /**
   * The most cells made for pairs that may not occur; beyond it, hashing costs less than they do.
   */
  private static final long MAX_DENSE_CELLS = 1 << 20;

  private final int[] debitCodes = new int[CHUNK_ROWS];
  private final int[] creditCodes = new int[CHUNK_ROWS];
  private final int[] chunkCells = new int[CHUNK_ROWS];
  private boolean closed;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Totals process(JournalTable table) {
    if (closed) {
      throw new IllegalStateException("this processor is closed");
    }
    var columns = TotalsColumns.of(table);
    try (var handle = columns.project(table)) { // nobody frees the memory meanwhile
      var debitKey = columns.keys().get(0);
      var creditKey = columns.keys().get(1);
      var measure = columns.measures().get(0);
      var debits = Accounts.of((VarCharVector) handle.dictionary(debitKey));
      var credits = Accounts.of((VarCharVector) handle.dictionary(creditKey));
      var cells = cellsFor(debits, credits);
      var sums = new ExactSums(cells.size());
      var counts = new EntryCounts(cells.size());
      for (var batch : handle.batches()) {
        var debit = new CodeColumn(indexes(batch, debitKey.name()), debits);
        var credit = new CodeColumn(indexes(batch, creditKey.name()), credits);
        var amount = (DecimalVector) batch.getVector(measure.name());
        var numbers = columns.count().map(count -> (BigIntVector) batch.getVector(count.name()));
        sum(debit, credit, amount, numbers.orElse(null), cells, sums, counts);
      }
      return collected(cells, sums, counts, new PairSums(debits, credits))
          .ranked(handle.day(), TotalsColumns.scale(handle, measure));
    }
  }

  private static PairCells cellsFor(Accounts debits, Accounts credits) {
    return (long) debits.codes() * credits.codes() <= MAX_DENSE_CELLS
        ? new DensePairCells(debits.codes(), credits.codes())
        : new HashedPairCells();
  }

  private static BaseFixedWidthVector indexes(VectorSchemaRoot batch, String field) {
    return (BaseFixedWidthVector) batch.getVector(field);
  }

  private void sum(
      CodeColumn debit,
      CodeColumn credit,
      DecimalVector amount,
      @Nullable BigIntVector numbers,
      PairCells cells,
      ExactSums sums,
      EntryCounts counts) {
    boolean hasNulls = amount.getNullCount() > 0;
    int rows = amount.getValueCount();
    for (int row = 0; row < rows; row += CHUNK_ROWS) {
      int count = Math.min(CHUNK_ROWS, rows - row);
      debit.read(row, count, debitCodes);
      credit.read(row, count, creditCodes);
      cells.locate(debitCodes, creditCodes, count, chunkCells);
      sums.ensure(cells.size());
      counts.ensure(cells.size());
      long address = amount.getDataBufferAddress() + (long) row * DecimalVector.TYPE_WIDTH;
      if (hasNulls) {
        sums.addValid(chunkCells, count, address, amount.getValidityBufferAddress(), row);
      } else {
        sums.add(chunkCells, count, address);
      }
      if (numbers == null) {
        counts.addOnes(chunkCells, count);
      } else {
        counts.add(chunkCells, count, numbers, row);
      }
    }
  }

  private static PairSums collected(
      PairCells cells, ExactSums sums, EntryCounts counts, PairSums pairs) {
    for (int cell = 0; cell < cells.size(); cell++) {
      int debit = cells.debitCode(cell);
      int credit = cells.creditCode(cell);
      if (!sums.isNarrow(cell)) {
        pairs.add(debit, credit, counts.of(cell), sums.sum(cell));
      } else if (sums.low(cell) > 0) {
        pairs.add(debit, credit, counts.of(cell), sums.low(cell));
      }
    }
    return pairs;
  }

  @Override
  public void close() {
    closed = true;
  }
}
