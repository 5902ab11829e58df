package dev.ledgerload.testbed;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a loaded table: of all its rows' values in all its columns, whatever the order of
 * the rows, however they are cut into batches, and whether or not a column is coded. Equal to
 * {@link JournalOracle#digest} for the same columns if the table holds each of the journal's rows
 * once, unchanged.
 */
public final class TableDigest {
  private static final int BLOCK_ROWS = 4096; // their folds stay in the CPU's nearest cache
  private static final byte ALL_VALID = -1;

  private final JournalTable table;
  private final Map<Column, long[]> codes = new HashMap<>();
  private final long[] rows = new long[BLOCK_ROWS];
  private final long[] hashes = new long[BLOCK_ROWS]; // of one column's values

  /*
   * Values are copied into arrays first: a JVM that has just been started, as those of tests and
   * benchmarks, reads them several times as fast as it reads a buffer value by value.
   */
  private final long[] longs = new long[2 * BLOCK_ROWS]; // a decimal is two
  private final int[] ints = new int[BLOCK_ROWS];
  private final short[] shorts = new short[BLOCK_ROWS];
  private final byte[] bytes = new byte[BLOCK_ROWS];
  private byte[] variable = new byte[0];

  private TableDigest(JournalTable table) {
    this.table = table;
    for (var column : table.columns()) {
      if (table.type(column) instanceof Code code) {
        codes.put(column, hashesOf(column, code.values()));
      }
    }
  }

  /**
   * The digest of the columns that a handle shows.
   *
   * @throws IllegalStateException if the handle is closed
   */
  public static long of(JournalTable table) {
    var digest = new TableDigest(table);
    return table.batches().stream().mapToLong(digest::of).sum();
  }

  /**
   * The digest of rows of Java's values: that of a table which holds the same.
   *
   * @param columns what each row has a value of, in order
   * @param rows their values as {@link dev.ledgerload.spi.ColumnType} has them, bytes also as a
   *     {@link ByteBuffer}; a {@link java.math.BigDecimal} with the scale of its column
   * @throws IllegalArgumentException if a value is of another class
   */
  public static long of(
      ColumnSet columns, Iterable<? extends List<? extends @Nullable Object>> rows) {
    long[] salts = columns.stream().mapToLong(RowDigest::salt).toArray();
    long sum = 0;
    for (var row : rows) {
      long folded = RowDigest.START;
      for (int i = 0; i < salts.length; i++) {
        folded = RowDigest.fold(folded, RowDigest.ofValue(salts[i], row.get(i)));
      }
      sum += RowDigest.finish(folded);
    }
    return sum;
  }

  private long[] hashesOf(Column column, ColumnType type) {
    var dictionary = table.dictionary(column);
    long salt = RowDigest.salt(column);
    var ofCode = new long[dictionary.getValueCount()];
    for (int from = 0; from < ofCode.length; from += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, ofCode.length - from);
      hash(salt, type, dictionary, from, count);
      System.arraycopy(hashes, 0, ofCode, from, count);
    }
    return ofCode;
  }

  private long of(VectorSchemaRoot batch) {
    long sum = 0;
    for (int from = 0; from < batch.getRowCount(); from += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, batch.getRowCount() - from);
      Arrays.fill(rows, 0, count, RowDigest.START);
      for (var column : table.columns()) {
        fold(column, batch.getVector(column.name()), from, count);
      }
      for (int i = 0; i < count; i++) {
        sum += RowDigest.finish(rows[i]);
      }
    }
    return sum;
  }

  private void fold(Column column, FieldVector vector, int from, int count) {
    long salt = RowDigest.salt(column);
    var type = table.type(column);
    if (type instanceof Code) {
      int width = ((BaseFixedWidthVector) vector).getTypeWidth();
      hashCodes(
          requireNonNull(codes.get(column)), values(vector, from, count, width), count, width);
    } else {
      hash(salt, type, vector, from, count);
    }
    overwriteNulls(vector, from, count, RowDigest.ofNull(salt));
    for (int i = 0; i < count; i++) {
      rows[i] = RowDigest.fold(rows[i], hashes[i]);
    }
  }

  private static ByteBuffer values(FieldVector vector, int from, int count, int width) {
    return vector
        .getDataBuffer()
        .nioBuffer((long) from * width, count * width)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Of values, whether or not they are null; those of a dictionary aren't. */
  private void hash(long salt, ColumnType type, FieldVector vector, int from, int count) {
    if (vector instanceof BaseVariableWidthVector) {
      hashVariable(salt, vector, from, count);
    } else if (type == Fixed.BOOLEAN) {
      hashBits(salt, vector, from, count);
    } else {
      int width = ((BaseFixedWidthVector) vector).getTypeWidth();
      hashFixed(salt, type, values(vector, from, count, width), count);
    }
  }

  private void hashFixed(long salt, ColumnType type, ByteBuffer values, int count) {
    if (type instanceof Decimal decimal) {
      if (decimal.precision() <= Decimal.MAX_SUMMED_PRECISION) {
        hashDecimals(salt, values, count, decimal.scale());
      } else {
        hashWideDecimals(salt, values, count, decimal.scale());
      }
      return;
    }
    switch ((Fixed) type) {
      case INT64, TIME, TIMESTAMP, TIMESTAMP_UTC -> hashInt64(salt, values, count);
      case INT32, DATE -> hashInt32(salt, values, count);
      case INT16 -> hashInt16(salt, values, count);
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          hashes[i] = RowDigest.ofDouble(salt, values.getDouble());
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          hashes[i] = RowDigest.ofFloat(salt, values.getFloat());
        }
      }
      case UUID -> hashPieces(salt, values, 2 * Long.BYTES, count);
      case BOOLEAN -> throw new IllegalArgumentException("bits aren't of a width");
    }
  }

  private void hashInt64(long salt, ByteBuffer values, int count) {
    values.asLongBuffer().get(longs, 0, count);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofNumber(salt, longs[i]);
    }
  }

  private void hashInt32(long salt, ByteBuffer values, int count) {
    values.asIntBuffer().get(ints, 0, count);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofNumber(salt, ints[i]);
    }
  }

  private void hashInt16(long salt, ByteBuffer values, int count) {
    values.asShortBuffer().get(shorts, 0, count);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofNumber(salt, shorts[i]);
    }
  }

  /** A block begins with a byte of the bits, for its length is a multiple of eight. */
  private void hashBits(long salt, FieldVector vector, int from, int count) {
    for (int i = 0; i < count; i++) {
      int bits = vector.getDataBuffer().getByte((from + i) / Byte.SIZE);
      hashes[i] = RowDigest.ofNumber(salt, bits >> (i % Byte.SIZE) & 1);
    }
  }

  private void hashDecimals(long salt, ByteBuffer values, int count, int scale) {
    values.asLongBuffer().get(longs, 0, 2 * count);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofDecimal(salt, longs[2 * i + 1], longs[2 * i], scale);
    }
  }

  private void hashWideDecimals(long salt, ByteBuffer values, int count, int scale) {
    var bytes = new byte[4 * Long.BYTES];
    for (int i = 0; i < count; i++) {
      for (int at = bytes.length - 1; at >= 0; at--) { // BigInteger takes the highest first
        bytes[at] = values.get();
      }
      hashes[i] = RowDigest.ofDecimal(salt, new BigDecimal(new BigInteger(bytes), scale));
    }
  }

  private void hashPieces(long salt, ByteBuffer values, int width, int count) {
    requireRoom(count * width);
    values.get(variable, 0, count * width);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofBytes(salt, variable, i * width, (i + 1) * width);
    }
  }

  private void hashVariable(long salt, FieldVector vector, int from, int count) {
    var offsets = vector.getOffsetBuffer();
    int start = offsets.getInt((long) from * Integer.BYTES);
    int end = offsets.getInt((from + (long) count) * Integer.BYTES);
    requireRoom(end - start);
    vector.getDataBuffer().getBytes(start, variable, 0, end - start);
    int at = 0;
    for (int i = 0; i < count; i++) {
      int next = offsets.getInt((from + i + 1L) * Integer.BYTES) - start;
      hashes[i] = RowDigest.ofBytes(salt, variable, at, next);
      at = next;
    }
  }

  private void requireRoom(int count) {
    if (variable.length < count) {
      variable = new byte[count];
    }
  }

  private void hashCodes(long[] ofCode, ByteBuffer indices, int count, int width) {
    if (ofCode.length == 0) {
      return; // nothing but NULL
    }
    switch (width) {
      case Byte.BYTES -> {
        indices.get(bytes, 0, count);
        for (int i = 0; i < count; i++) {
          hashes[i] = ofCode[bytes[i]];
        }
      }
      case Short.BYTES -> {
        indices.asShortBuffer().get(shorts, 0, count);
        for (int i = 0; i < count; i++) {
          hashes[i] = ofCode[shorts[i]];
        }
      }
      default -> {
        indices.asIntBuffer().get(ints, 0, count);
        for (int i = 0; i < count; i++) {
          hashes[i] = ofCode[ints[i]];
        }
      }
    }
  }

  /** A block begins with a byte of the validity bitmap, for its length is a multiple of eight. */
  private void overwriteNulls(FieldVector vector, int from, int count, long ofNull) {
    int bitmapBytes = (count + Byte.SIZE - 1) / Byte.SIZE;
    vector.getValidityBuffer().nioBuffer(from / Byte.SIZE, bitmapBytes).get(bytes, 0, bitmapBytes);
    for (int i = 0; i < bitmapBytes; i++) {
      if (bytes[i] != ALL_VALID) {
        int first = i * Byte.SIZE;
        for (int bit = 0; bit < Math.min(Byte.SIZE, count - first); bit++) {
          if ((bytes[i] >> bit & 1) == 0) {
            hashes[first + bit] = ofNull;
          }
        }
      }
    }
  }
}
