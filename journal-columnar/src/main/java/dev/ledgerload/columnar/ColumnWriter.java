package dev.ledgerload.columnar;

import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Writes one column of one part, batch after batch. */
abstract class ColumnWriter implements AutoCloseable {
  /*
   * Values go to raw addresses: one check that a row lies in its batch (TablePart's) stands for a
   * check at each write. A batch's validity starts as all ones and loses a bit for each NULL, since
   * most columns have few. Batches have 2^18 rows, so that buffers are powers of two, which the
   * allocator would round them up to anyway.
   */
  static final int BATCH_ROWS = 1 << 18;

  /**
   * A finished batch of one column.
   *
   * @param buffers as Arrow has them for a vector of the column's type: validity, what else there
   *     is
   * @param valueBytes the bytes of a value, if that is a whole number for all; else 0
   */
  record Batch(List<ArrowBuf> buffers, int rows, int nulls, int valueBytes) {
    void close() {
      buffers.forEach(ArrowBuf::close);
    }
  }

  private final BufferAllocator allocator;
  private final String name;
  private final List<Batch> finished = new ArrayList<>();
  private @Nullable ArrowBuf validity;
  private long validityAddress;
  private int nulls;
  private long rowsBefore;

  ColumnWriter(BufferAllocator allocator, String name) {
    this.allocator = allocator;
    this.name = name;
  }

  /** A writer of a column's values; of a code's, of those that its dictionary has. */
  static ColumnWriter of(BufferAllocator allocator, ColumnSpec spec) {
    var name = spec.column().name();
    var type = spec.values();
    if (type instanceof Decimal decimal) {
      if (spec.integers()) {
        return new UnitsWriter(allocator, spec);
      }
      return decimal.canBeMeasure()
          ? new DecimalWriter(allocator, spec)
          : new Decimal256Writer(allocator, spec);
    }
    if (type instanceof Variable variable) {
      return new VariableWriter(allocator, name, variable);
    }
    return switch ((Fixed) type) {
      case BOOLEAN -> new BooleanWriter(allocator, name);
      case INT64 -> new Int64Writer(allocator, name);
      case DATE -> new DateWriter(allocator, name);
      case UUID -> new UuidWriter(allocator, name);
      case INT16, INT32, FLOAT32, FLOAT64, TIME, TIMESTAMP, TIMESTAMP_UTC ->
          new NumberWriter(allocator, name, (Fixed) type);
    };
  }

  /**
   * Decodes rows of a block.
   *
   * @param column the column's place in the block
   * @param from the first row of the block to decode
   * @param row the batch's row that it becomes
   */
  abstract void decode(CellBlock block, int column, int from, int count, int row);

  /** Writes one value, of the Java type that {@link TablePart#append(Object[])} names. */
  abstract void write(@Nullable Object value, int row);

  /** The value at a row of the current batch, as Arrow has it; of a boolean, a byte of 0 or 1. */
  abstract byte[] held(int row);

  /** Takes memory for values of so many rows. */
  abstract void startValues(int rows);

  /** Gives back memory that the batch's values don't need. */
  abstract void trimValues(int rows);

  /** Hands over the buffers behind validity. */
  abstract void takeValues(List<ArrowBuf> buffers);

  /** The bytes of a value of the current batch, if that is a whole number for all; else 0. */
  abstract int valueBytes();

  final void startBatch(int rows) {
    int bytes = (rows + Byte.SIZE - 1) / Byte.SIZE;
    validity = allocator.buffer(bytes);
    validityAddress = validity.memoryAddress();
    MemoryUtil.setMemory(validityAddress, bytes, (byte) 0xFF);
    nulls = 0;
    startValues(rows);
  }

  final void finishBatch(int rows) {
    if (validity == null) {
      return;
    }
    // Buffer by buffer: if another can't be had, close() still finds what there is.
    validity = trimmed(validity, (rows + 7L) / Byte.SIZE);
    trimValues(rows);
    List<ArrowBuf> buffers = new ArrayList<>();
    buffers.add(validity);
    takeValues(buffers);
    finished.add(new Batch(buffers, rows, nulls, valueBytes()));
    validity = null;
    rowsBefore += rows;
  }

  /** The buffer itself, or a smaller copy if it's less than half used. */
  final ArrowBuf trimmed(ArrowBuf buffer, long usedBytes) {
    if (2 * usedBytes > buffer.capacity()) {
      return buffer;
    }
    var copy = allocator.buffer(Math.max(usedBytes, 1));
    MemoryUtil.copyMemory(buffer.memoryAddress(), copy.memoryAddress(), usedBytes);
    buffer.close();
    return copy;
  }

  /** The finished batches, which are this writer's to close; a batch may be replaced. */
  final List<Batch> finished() {
    return finished;
  }

  final BufferAllocator allocator() {
    return allocator;
  }

  final void setNull(int row) {
    long address = validityAddress + (row >>> 3);
    MemoryUtil.putByte(address, (byte) (MemoryUtil.getByte(address) & ~(1 << (row & 7))));
    nulls++;
  }

  /**
   * Sets rows to NULL whose length is negative, eight at a time.
   *
   * @param row the first; none from it on has been set
   */
  final void setNulls(int[] lengths, int count, int row) {
    int i = 0;
    for (; i < count && (row + i) % Byte.SIZE != 0; i++) {
      if (lengths[i] < 0) {
        setNull(row + i);
      }
    }
    for (; i + Byte.SIZE <= count; i += Byte.SIZE) {
      int absent = 0;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        absent |= (lengths[i + bit] >>> (Integer.SIZE - 1)) << bit;
      }
      MemoryUtil.putByte(validityAddress + (row + i) / Byte.SIZE, (byte) ~absent);
      nulls += Integer.bitCount(absent);
    }
    for (; i < count; i++) {
      if (lengths[i] < 0) {
        setNull(row + i);
      }
    }
  }

  /** Says of the next value, whatever its row, that it is of this entry, counted from 0. */
  final void standFor(long entry) {
    rowsBefore = entry;
  }

  /** Which entry a row of the current batch is, counted from 0. */
  final long entry(int row) {
    return rowsBefore + row;
  }

  /** What is wrong with the value at a row of the current batch. */
  final CorruptValueException corrupt(int row, String problem) {
    return new CorruptValueException(message(row, problem));
  }

  final String message(int row, String problem) {
    return "%s of entry %d %s".formatted(name, entry(row) + 1, problem);
  }

  @Override
  public void close() {
    finished.forEach(Batch::close);
    finished.clear();
    if (validity != null) {
      validity.close();
      validity = null;
    }
  }
}
