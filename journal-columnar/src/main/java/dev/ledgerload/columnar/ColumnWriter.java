package dev.ledgerload.columnar;

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

  /** A finished batch of one column. */
  record Batch(ArrowBuf validity, ArrowBuf data, int rows, int nulls, int valueBytes) {
    void close() {
      validity.close();
      data.close();
    }
  }

  private final BufferAllocator allocator;
  private final String name;
  private final List<Batch> finished = new ArrayList<>();
  private int valueBytes;
  private @Nullable ArrowBuf validity;
  private @Nullable ArrowBuf data;
  private long validityAddress;
  private long dataAddress;
  private int nulls;
  private long rowsBefore;

  ColumnWriter(BufferAllocator allocator, String name, int valueBytes) {
    this.allocator = allocator;
    this.name = name;
    this.valueBytes = valueBytes;
  }

  /**
   * Decodes rows of a block.
   *
   * @param column the column's place in the block
   * @param from the first row of the block to decode
   * @param row the batch's row that it becomes
   */
  abstract void decode(CellBlock block, int column, int from, int count, int row);

  /** Writes one value: the type that {@link dev.ledgerload.spi.JournalEntry} gives the column. */
  abstract void write(@Nullable Object value, int row);

  final void startBatch() {
    validity = allocator.buffer(BATCH_ROWS / Byte.SIZE);
    data = allocator.buffer((long) BATCH_ROWS * valueBytes);
    validityAddress = validity.memoryAddress();
    dataAddress = data.memoryAddress();
    MemoryUtil.setMemory(validityAddress, BATCH_ROWS / Byte.SIZE, (byte) 0xFF);
    nulls = 0;
  }

  final void finishBatch(int rows) {
    if (validity == null || data == null) {
      return;
    }
    // Field by field: if the second can't be had, close() still finds what there is.
    validity = trimmed(validity, (rows + 7L) / Byte.SIZE);
    data = trimmed(data, (long) rows * valueBytes);
    finished.add(new Batch(validity, data, rows, nulls, valueBytes));
    validity = null;
    data = null;
    rowsBefore += rows;
  }

  /** The buffer itself, or a smaller copy if it's less than half used. */
  private ArrowBuf trimmed(ArrowBuf buffer, long usedBytes) {
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

  final long dataAddress() {
    return dataAddress;
  }

  final int valueBytes() {
    return valueBytes;
  }

  final BufferAllocator allocator() {
    return allocator;
  }

  /** Replaces the current batch's values by wider ones. */
  final void replaceData(ArrowBuf wider, int widerBytes) {
    if (data != null) {
      data.close();
    }
    data = wider;
    dataAddress = wider.memoryAddress();
    valueBytes = widerBytes;
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

  /** What is wrong with the value at a row of the current batch. */
  final CorruptValueException corrupt(int row, String problem) {
    return new CorruptValueException(message(row, problem));
  }

  final String message(int row, String problem) {
    return "%s of entry %d %s".formatted(name, rowsBefore + row + 1, problem);
  }

  @Override
  public void close() {
    finished.forEach(Batch::close);
    finished.clear();
    if (validity != null) {
      validity.close();
      validity = null;
    }
    if (data != null) {
      data.close();
      data = null;
    }
  }
}
