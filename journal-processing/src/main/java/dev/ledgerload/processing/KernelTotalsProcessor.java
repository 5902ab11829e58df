package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

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
    try (var handle = table.project(columns.all())) { // nobody frees the memory meanwhile
      var debits = Accounts.of((VarCharVector) handle.dictionary(columns.debit()));
      var credits = Accounts.of((VarCharVector) handle.dictionary(columns.credit()));
      var cells = cellsFor(debits, credits);
      var sums = new ExactSums(cells.size());
      for (var batch : handle.batches()) {
        var debit = new CodeColumn(indexes(batch, columns.debit().name()), debits);
        var credit = new CodeColumn(indexes(batch, columns.credit().name()), credits);
        var amount = (DecimalVector) batch.getVector(columns.amount().name());
        sum(debit, credit, amount, cells, sums);
      }
      return collected(cells, sums, new PairSums(debits, credits))
          .ranked(handle.day(), columns.scale(handle));
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
      CodeColumn debit, CodeColumn credit, DecimalVector amount, PairCells cells, ExactSums sums) {
    boolean hasNulls = amount.getNullCount() > 0;
    int rows = amount.getValueCount();
    for (int row = 0; row < rows; row += CHUNK_ROWS) {
      int count = Math.min(CHUNK_ROWS, rows - row);
      debit.read(row, count, debitCodes);
      credit.read(row, count, creditCodes);
      cells.locate(debitCodes, creditCodes, count, chunkCells);
      sums.ensure(cells.size());
      long address = amount.getDataBufferAddress() + (long) row * DecimalVector.TYPE_WIDTH;
      if (hasNulls) {
        sums.addValid(chunkCells, count, address, amount.getValidityBufferAddress(), row);
      } else {
        sums.add(chunkCells, count, address);
      }
    }
  }

  private static PairSums collected(PairCells cells, ExactSums sums, PairSums pairs) {
    for (int cell = 0; cell < cells.size(); cell++) {
      if (!sums.isNarrow(cell)) {
        pairs.add(cells.debitCode(cell), cells.creditCode(cell), sums.sum(cell));
      } else if (sums.low(cell) > 0) {
        pairs.add(cells.debitCode(cell), cells.creditCode(cell), sums.low(cell));
      }
    }
    return pairs;
  }

  @Override
  public void close() {
    closed = true;
  }
}
