package dev.ledgerload.columnar.ipc;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/**
 * Some rows of a column, as a message holds them. What it gives is the vector's own memory, which
 * stays the vector's; offsets are the exception, for a message's begin at 0.
 *
 * @param from the first row, a multiple of eight, so that bits begin with a byte
 */
public record ColumnRows(FieldVector vector, int from, int rows) {
  private static final int STEP = 8;

  /** Rows are cut here if they can, for the sake of who counts bits by words. */
  private static final int WORDS = Long.SIZE;

  /**
   * How many rows of a batch take no more than some bytes: all that there are, else a multiple of
   * 64; of eight, if 64 are too many; and eight where those are, for no fewer can be cut.
   *
   * @param columns of the batch
   * @param most how many rows there are from {@code from} on, more than none
   */
  public static int fitting(List<FieldVector> columns, int from, int most, long bytes) {
    if (bytes(columns, from, most) <= bytes) {
      return most;
    }
    int fitting = 1;
    int tooMany = (most + STEP - 1) / STEP;
    while (tooMany - fitting > 1) {
      int middle = (fitting + tooMany) >>> 1;
      if (bytes(columns, from, middle * STEP) <= bytes) {
        fitting = middle;
      } else {
        tooMany = middle;
      }
    }
    int rows = Math.min(most, fitting * STEP);
    return rows < WORDS ? rows : rows / WORDS * WORDS;
  }

  private static long bytes(List<FieldVector> columns, int from, int rows) {
    long bytes = 0;
    for (var column : columns) {
      bytes += new ColumnRows(column, from, rows).bytes();
    }
    return bytes;
  }

  /** What all buffers take, each with what fills it up to eight bytes. */
  long bytes() {
    long offsets = hasOffsets() ? IpcMessage.aligned(offsetBytes()) : 0;
    return IpcMessage.aligned(bytesOf(rows)) + offsets + IpcMessage.aligned(valueBytes());
  }

  private long valueBytes() {
    return hasOffsets() ? offset(rows) - (long) offset(0) : bytesOf(rows * (long) width());
  }

  private static long bytesOf(long bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** The bits of a value. */
  private int width() {
    return vector instanceof BitVector
        ? 1
        : Byte.SIZE * ((BaseFixedWidthVector) vector).getTypeWidth();
  }

  /** Where a row's value begins, from 0 for the first; none need be where there are no rows. */
  private int offset(int row) {
    return rows == 0 ? 0 : vector.getOffsetBuffer().getInt((from + (long) row) * Integer.BYTES);
  }

  /** How many of the rows are NULL. */
  public int nulls() {
    return BitVectorHelper.getNullCount(validity(), rows);
  }

  /** A bit for each row. */
  public ArrowBuf validity() {
    return vector.getValidityBuffer().slice(from / Byte.SIZE, bytesOf(rows));
  }

  /** Whether values are of any length, and so found by offsets. */
  public boolean hasOffsets() {
    return vector instanceof BaseVariableWidthVector;
  }

  /** What {@link #writeOffsets} writes. */
  public int offsetBytes() {
    return (rows + 1) * Integer.BYTES;
  }

  /**
   * Writes where each value begins, the first at 0, and where the last ends.
   *
   * @param target little-endian
   */
  public void writeOffsets(ByteBuffer target) {
    int first = offset(0);
    for (int row = 0; row <= rows; row++) {
      target.putInt(offset(row) - first);
    }
  }

  /** The values, one after the other. */
  public ArrowBuf values() {
    long start = hasOffsets() ? offset(0) : bytesOf(from * (long) width());
    return vector.getDataBuffer().slice(start, valueBytes());
  }
}
