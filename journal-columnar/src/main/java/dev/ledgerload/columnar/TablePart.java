package dev.ledgerload.columnar;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a table's rows, written by one thread. Several parts of one {@link JournalTableBuilder}
 * can be written at the same time, each by its own thread.
 */
public final class TablePart implements AutoCloseable {
  private final List<JournalColumn> columns;
  private final List<ColumnWriter> writers;
  private int batchRow = ColumnWriter.BATCH_ROWS; // full, so that the first row starts a batch
  private long rows;
  private boolean broken;

  TablePart(List<JournalColumn> columns, List<ColumnWriter> writers) {
    this.columns = columns;
    this.writers = writers;
  }

  /** The number of rows appended so far. */
  public long rows() {
    return rows;
  }

  /**
   * Appends a block's rows, whose cells are in the order of the builder's columns.
   *
   * @throws CorruptValueException if a value can't be held exactly; it names the entry by its
   *     position in this part, from 1
   * @throws IllegalStateException if an earlier append failed, in whatever way: some columns then
   *     have what others lack, so neither this part nor the table can be completed
   */
  public void append(CellBlock block) {
    beginAppend();
    int from = 0;
    while (from < block.rows()) {
      startBatchIfFull();
      int count = Math.min(block.rows() - from, ColumnWriter.BATCH_ROWS - batchRow);
      for (int column = 0; column < writers.size(); column++) {
        writers.get(column).decode(block, column, from, count, batchRow);
      }
      from += count;
      batchRow += count;
      rows += count;
    }
    broken = false;
  }

  /**
   * Appends one entry.
   *
   * @throws CorruptValueException as {@link #append(CellBlock)}
   * @throws IllegalStateException as {@link #append(CellBlock)}
   */
  public void append(JournalEntry entry) {
    beginAppend();
    startBatchIfFull();
    for (int column = 0; column < writers.size(); column++) {
      writers.get(column).write(valueOf(entry, columns.get(column)), batchRow);
    }
    batchRow++;
    rows++;
    broken = false;
  }

  /** Until the append is through, the part isn't whole. */
  private void beginAppend() {
    requireWhole();
    broken = true;
  }

  private void requireWhole() {
    if (broken) {
      throw new IllegalStateException("this part is finished, or an append to it failed");
    }
  }

  private static @Nullable Object valueOf(JournalEntry entry, JournalColumn column) {
    return switch (column) {
      case ID -> entry.id();
      case TRX_DATE -> entry.trxDate();
      case ACC_DEBIT -> entry.accDebit();
      case ACC_CREDIT -> entry.accCredit();
      case AMOUNT -> entry.amount();
      case T_1 -> entry.t1();
      case T_2 -> entry.t2();
      case T_3 -> entry.t3();
      case T_4 -> entry.t4();
      case T_5 -> entry.t5();
      case TOTAL_AMOUNT, ENTRY_COUNT ->
          throw new IllegalStateException("an entry has no " + column.fieldName());
    };
  }

  private void startBatchIfFull() {
    if (batchRow == ColumnWriter.BATCH_ROWS) {
      finishBatch();
      writers.forEach(ColumnWriter::startBatch);
      batchRow = 0;
    }
  }

  /** Ends the last batch; nothing can be appended any more. */
  void finish() {
    beginAppend();
    finishBatch();
  }

  private void finishBatch() {
    int batchRows = batchRow;
    writers.forEach(writer -> writer.finishBatch(batchRows));
  }

  List<ColumnWriter> writers() {
    return writers;
  }

  @Override
  public void close() {
    writers.forEach(ColumnWriter::close);
  }
}
