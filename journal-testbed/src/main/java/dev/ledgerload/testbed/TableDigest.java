package dev.ledgerload.testbed;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The digest of a loaded table: of all its rows' values in all its columns, whatever the order of
 * the rows and however they are cut into batches. Equal to {@link JournalOracle#digest} for the
 * same columns if the table holds each of the journal's rows once, unchanged.
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

  private TableDigest(JournalTable table) {
    this.table = table;
    for (var column : table.columns()) {
      if (column.isCoded()) {
        codes.put(column, hashesOf(column));
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

  private long[] hashesOf(Column column) {
    var dictionary = (VarCharVector) table.dictionary(column);
    long salt = RowDigest.salt(column);
    var ofCode = new long[dictionary.getValueCount()];
    for (int i = 0; i < ofCode.length; i++) {
      var utf8 = dictionary.get(i);
      ofCode[i] = RowDigest.ofCode(salt, utf8, 0, utf8.length);
    }
    return ofCode;
  }

  private long of(VectorSchemaRoot batch) {
    long sum = 0;
    for (int from = 0; from < batch.getRowCount(); from += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, batch.getRowCount() - from);
      Arrays.fill(rows, 0, count, RowDigest.START);
      for (var column : table.columns()) {
        fold(column, (BaseFixedWidthVector) batch.getVector(column.name()), from, count);
      }
      for (int i = 0; i < count; i++) {
        sum += RowDigest.finish(rows[i]);
      }
    }
    return sum;
  }

  private void fold(Column column, BaseFixedWidthVector vector, int from, int count) {
    long salt = RowDigest.salt(column);
    int width = vector.getTypeWidth();
    var values =
        vector
            .getDataBuffer()
            .nioBuffer((long) from * width, count * width)
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (column.role()) {
      case PLAIN, COUNT -> hashInt64(salt, values, count);
      case DAY -> hashDates(salt, values, count);
      case MEASURE, TOTAL -> hashDecimals(salt, values, count, ((DecimalVector) vector).getScale());
      case KEY, CODE -> hashCodes(requireNonNull(codes.get(column)), values, count, width);
    }
    overwriteNulls(vector, from, count, RowDigest.ofNull(salt));
    for (int i = 0; i < count; i++) {
      rows[i] = RowDigest.fold(rows[i], hashes[i]);
    }
  }

  private void hashInt64(long salt, ByteBuffer values, int count) {
    values.asLongBuffer().get(longs, 0, count);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofNumber(salt, longs[i]);
    }
  }

  private void hashDates(long salt, ByteBuffer values, int count) {
    values.asIntBuffer().get(ints, 0, count);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofNumber(salt, ints[i]);
    }
  }

  private void hashDecimals(long salt, ByteBuffer values, int count, int scale) {
    values.asLongBuffer().get(longs, 0, 2 * count);
    for (int i = 0; i < count; i++) {
      hashes[i] = RowDigest.ofDecimal(salt, longs[2 * i + 1], longs[2 * i], scale);
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
  private void overwriteNulls(BaseFixedWidthVector vector, int from, int count, long ofNull) {
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
