package dev.ledgerload.spi;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Iterator;
import java.util.UUID;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table row after row: {@link JournalTable#cursor()} gives one that stands before the first
 * row, and {@link #next()} goes on.
 *
 * <pre>{@code
 * var account = schema.column("account_id");
 * var debit = schema.column("debit");
 * var rows = table.cursor();
 * while (rows.next()) {
 *   add(rows.getLong(account), rows.getDecimal(debit));
 * }
 * }</pre>
 *
 * <p>A getter fits columns of the types that it names, whether their values are coded or not; a
 * coded column's distinct values become objects once. Those that give an object give null for NULL.
 * Of what can't be null, a NULL is refused: ask {@link #isNull} where there may be any.
 *
 * <p>It is valid as long as the handle that it was asked for, and for one thread. All methods throw
 * {@link IllegalStateException} if that handle is closed; getters too if there is no row to get
 * from, and {@link IllegalArgumentException} if the table has no such column or it is of another
 * type.
 */
public final class RowCursor {
  private static final int NO_ROW = -1;

  private final JournalTable table;
  private final Iterator<VectorSchemaRoot> batches;
  private final @Nullable ColumnReader[] readers; // by ordinal
  private long rowsBefore;
  private int rowCount; // of the batch
  private int row = NO_ROW; // in the batch

  RowCursor(JournalTable table) {
    this.table = table;
    this.batches = table.batches().iterator();
    this.readers = new ColumnReader[1 + lastOrdinal(table.columns())];
    for (var column : table.columns()) {
      readers[column.ordinal()] = ColumnReader.of(table, column);
    }
  }

  private static int lastOrdinal(ColumnSet columns) {
    return columns.stream().mapToInt(Column::ordinal).max().orElseThrow();
  }

  /** Goes on to the next row; false if there is none, and then there is none to get from. */
  public boolean next() {
    table.requireOpen();
    row++;
    while (row >= rowCount) {
      if (!batches.hasNext()) {
        row = NO_ROW;
        rowsBefore += rowCount;
        rowCount = 0;
        return false;
      }
      enter(batches.next());
    }
    return true;
  }

  private void enter(VectorSchemaRoot batch) {
    rowsBefore += rowCount;
    rowCount = batch.getRowCount();
    row = 0;
    int i = 0;
    for (var column : table.columns()) {
      reader(column).use(batch.getVector(i++));
    }
  }

  /** The row's number in the table, from 0. */
  public long row() {
    requireRow();
    return rowsBefore + row;
  }

  /** Whether the value is NULL. */
  public boolean isNull(Column column) {
    return at(column).isNull(row);
  }

  /**
   * The value of a {@code boolean}.
   *
   * @throws IllegalStateException if it is NULL
   */
  public boolean getBoolean(Column column) {
    var reader = at(column);
    require(reader.javaType() == Boolean.class, reader, "boolean");
    requireValue(reader);
    return reader.truth(row);
  }

  /**
   * The value of an integer of at most 32 bits.
   *
   * @throws IllegalStateException if it is NULL
   */
  public int getInt(Column column) {
    var reader = at(column);
    var type = reader.javaType();
    require(type == Integer.class || type == Short.class, reader, "int");
    requireValue(reader);
    return (int) reader.whole(row);
  }

  /**
   * The value of an integer.
   *
   * @throws IllegalStateException if it is NULL
   */
  public long getLong(Column column) {
    var reader = at(column);
    require(isWhole(reader), reader, "long");
    requireValue(reader);
    return reader.whole(row);
  }

  /**
   * The value of a floating-point number.
   *
   * @throws IllegalStateException if it is NULL
   */
  public double getDouble(Column column) {
    var reader = at(column);
    var type = reader.javaType();
    require(type == Double.class || type == Float.class, reader, "double");
    requireValue(reader);
    return reader.real(row);
  }

  /** The value of a decimal, at its column's scale, or of an integer. */
  public @Nullable BigDecimal getDecimal(Column column) {
    var reader = at(column);
    if (isWhole(reader)) {
      return reader.isNull(row) ? null : BigDecimal.valueOf(reader.whole(row));
    }
    return get(reader, BigDecimal.class);
  }

  /** The value of a text or of JSON. */
  public @Nullable String getString(Column column) {
    return get(at(column), String.class);
  }

  /** The value of a date. */
  public @Nullable LocalDate getDay(Column column) {
    return get(at(column), LocalDate.class);
  }

  /** The value of a time of day. */
  public @Nullable LocalTime getTime(Column column) {
    return get(at(column), LocalTime.class);
  }

  /** The value of a timestamp without a zone. */
  public @Nullable LocalDateTime getTimestamp(Column column) {
    return get(at(column), LocalDateTime.class);
  }

  /** The value of a timestamp with a zone. */
  public @Nullable Instant getInstant(Column column) {
    return get(at(column), Instant.class);
  }

  /** The value of a UUID. */
  public @Nullable UUID getUuid(Column column) {
    return get(at(column), UUID.class);
  }

  /** The value of a string of bytes, as an array of the caller's own. */
  public byte @Nullable [] getBytes(Column column) {
    var reader = at(column);
    if (reader.javaType() != ByteBuffer.class) {
      return get(reader, byte[].class);
    }
    var key = get(reader, ByteBuffer.class);
    if (key == null) {
      return null;
    }
    var bytes = new byte[key.capacity()];
    key.get(0, bytes);
    return bytes;
  }

  /** The value of a column of whatever type: an object of {@link ColumnType#javaType}. */
  public @Nullable Object getObject(Column column) {
    var reader = at(column);
    return reader.isNull(row) ? null : reader.value(row);
  }

  private <T> @Nullable T get(ColumnReader reader, Class<T> wanted) {
    require(reader.javaType() == wanted, reader, wanted.getSimpleName());
    return reader.isNull(row) ? null : wanted.cast(reader.value(row));
  }

  private static boolean isWhole(ColumnReader reader) {
    var type = reader.javaType();
    return type == Long.class || type == Integer.class || type == Short.class;
  }

  private ColumnReader at(Column column) {
    table.requireOpen();
    requireRow();
    return reader(column);
  }

  private ColumnReader reader(Column column) {
    var reader = column.ordinal() < readers.length ? readers[column.ordinal()] : null;
    if (reader == null || !reader.column().equals(column)) {
      throw new IllegalArgumentException(
          "%s is no column of %s".formatted(column, table.columns()));
    }
    return reader;
  }

  private void requireRow() {
    if (row == NO_ROW) {
      throw new IllegalStateException("the cursor is before the first row or behind the last");
    }
  }

  private static void require(boolean isOfType, ColumnReader reader, String wanted) {
    if (!isOfType) {
      throw new IllegalArgumentException(
          "%s is of type %s, whose values are of %s: no %s can be got"
              .formatted(
                  reader.column(), reader.type(), reader.javaType().getSimpleName(), wanted));
    }
  }

  private void requireValue(ColumnReader reader) {
    if (reader.isNull(row)) {
      throw new IllegalStateException(
          "%s is NULL in row %d, counted from 0: ask isNull first, or take it as an object"
              .formatted(reader.column(), row()));
    }
  }
}
