package dev.ledgerload.columnar;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Writes values of one width, in whole bytes. */
abstract class FixedWriter extends ColumnWriter {
  private int valueBytes;
  private @Nullable ArrowBuf data;
  private long dataAddress;

  FixedWriter(BufferAllocator allocator, String name, int valueBytes) {
    super(allocator, name);
    this.valueBytes = valueBytes;
  }

  @Override
  final void startValues(int rows) {
    data = allocator().buffer((long) rows * valueBytes);
    dataAddress = data.memoryAddress();
  }

  @Override
  final void trimValues(int rows) {
    if (data != null) {
      data = trimmed(data, (long) rows * valueBytes);
    }
  }

  @Override
  final void takeValues(List<ArrowBuf> buffers) {
    if (data != null) {
      buffers.add(data);
      data = null;
    }
  }

  @Override
  final int valueBytes() {
    return valueBytes;
  }

  final long dataAddress() {
    return dataAddress;
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

  @Override
  final byte[] held(int row) {
    var value = new byte[valueBytes];
    MemoryUtil.copyFromMemory(dataAddress + (long) row * valueBytes, value, 0, valueBytes);
    return value;
  }

  @Override
  public void close() {
    super.close();
    if (data != null) {
      data.close();
      data = null;
    }
  }
}
