package dev.ledgerload.columnar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a table's rows, written by one thread. Several parts of one {@link JournalTableBuilder}
 * can be written at the same time, each by its own thread.
 */
public final class TablePart implements AutoCloseable {
  private final List<ColumnWriter> writers;
  private final List<VariableWriter> texts; // some of them
  private final int mostRows;
  private int batchRow; // mostRows at first, so that the first row starts a batch
  private long rows;
  private boolean broken;

  TablePart(List<ColumnWriter> writers) {
    this.writers = writers;
    this.texts =
        writers.stream()
            .filter(VariableWriter.class::isInstance)
            .map(VariableWriter.class::cast)
            .toList();
    this.mostRows = texts.isEmpty() ? ColumnWriter.BATCH_ROWS : VariableWriter.MOST_ROWS;
    this.batchRow = mostRows;
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
      startBatchIfFull(block.bytes().length);
      int count = Math.min(block.rows() - from, mostRows - batchRow);
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
   * Appends one row of Java's values, in the order of the builder's columns; null for NULL.
   *
   * <p>By the column's type, or that of its dictionary, a value is a {@link Boolean}; any of {@link
   * Short}, {@link Integer} and {@link Long}; a {@link Float}; a {@link Double}; a {@link
   * java.math.BigDecimal}, or of integers that count minor units their number, as one of the
   * integers; a {@link java.time.LocalDate}; a {@link java.time.LocalTime}; a {@link
   * java.time.LocalDateTime}; of {@code TIMESTAMP_UTC} an {@link java.time.Instant}; a {@link
   * java.util.UUID}; of texts and JSON a {@link String}; a {@code byte[]} or {@link
   * java.nio.ByteBuffer}.
   *
   * @param row isn't kept; a {@code byte[]} in it may be, so that it mustn't be changed
   * @throws IllegalArgumentException if there aren't as many values as columns
   * @throws ClassCastException if one is of another type
   * @throws CorruptValueException as {@link #append(CellBlock)}
   * @throws IllegalStateException as {@link #append(CellBlock)}
   */
  public void append(@Nullable Object[] row) {
    if (row.length != writers.size()) {
      throw new IllegalArgumentException(
          "%d values for %d columns".formatted(row.length, writers.size()));
    }
    beginAppend();
    startBatchIfFull(0);
    for (int column = 0; column < row.length; column++) {
      writers.get(column).write(row[column], batchRow);
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

  /** Starts a batch unless there is one with room for a row, and for so many bytes of texts. */
  private void startBatchIfFull(long moreBytes) {
    if (batchRow == mostRows || (batchRow > 0 && isFull(moreBytes))) {
      finishBatch();
      writers.forEach(writer -> writer.startBatch(ColumnWriter.BATCH_ROWS));
      batchRow = 0;
    }
  }

  private boolean isFull(long moreBytes) {
    for (var writer : texts) {
      if (writer.isFull(moreBytes)) {
        return true;
      }
    }
    return false;
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
