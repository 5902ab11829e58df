package dev.ledgerload.columnar;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** {@code boolean} as bits. */
final class BooleanWriter extends ColumnWriter {
  private final int[] lengths = new int[CellBlock.MAX_ROWS];
  private final byte[] values = new byte[CellBlock.MAX_ROWS];
  private @Nullable ArrowBuf data;
  private long dataAddress;

  BooleanWriter(BufferAllocator allocator, String name) {
    super(allocator, name);
  }

  /** Without a branch on what a row has, for that is as good as random. */
  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    int allLengths = 0;
    int wrong = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      int present = ~(length >> (Integer.SIZE - 1)); // all bits unless NULL
      int value = bytes[start + Integer.BYTES] & present;
      lengths[i] = length;
      values[i] = (byte) value;
      allLengths |= length;
      wrong |= ((length ^ Byte.BYTES) & present) | (value & ~1);
    }
    if (wrong != 0) {
      refuseFirstWrong(count, row);
    }
    if (allLengths < 0) {
      setNulls(lengths, count, row);
    }
    putBits(count, row);
  }

  private void refuseFirstWrong(int count, int row) {
    for (int i = 0; i < count; i++) {
      if (lengths[i] >= 0 && lengths[i] != Byte.BYTES) {
        throw corrupt(row + i, "has " + lengths[i] + " bytes, which no boolean has");
      }
      if ((values[i] & ~1) != 0) {
        throw corrupt(row + i, "is byte " + (values[i] & 0xFF) + ", which no boolean is");
      }
    }
  }

  private void putBits(int count, int row) {
    int i = 0;
    for (; i < count && (row + i) % Byte.SIZE != 0; i++) {
      putBit(row + i, values[i]);
    }
    for (; i + Byte.SIZE <= count; i += Byte.SIZE) {
      int bits = 0;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        bits |= values[i + bit] << bit;
      }
      MemoryUtil.putByte(dataAddress + (row + i) / Byte.SIZE, (byte) bits);
    }
    for (; i < count; i++) {
      putBit(row + i, values[i]);
    }
  }

  private void putBit(int row, int value) {
    long address = dataAddress + row / Byte.SIZE;
    int bit = row % Byte.SIZE;
    int others = MemoryUtil.getByte(address) & ~(1 << bit);
    MemoryUtil.putByte(address, (byte) (others | (value << bit)));
  }

  @Override
  void write(@Nullable Object value, int row) {
    if (value == null) {
      setNull(row);
    }
    putBit(row, value != null && (Boolean) value ? 1 : 0);
  }

  @Override
  byte[] held(int row) {
    int bits = MemoryUtil.getByte(dataAddress + row / Byte.SIZE);
    return new byte[] {(byte) (bits >> (row % Byte.SIZE) & 1)};
  }

  @Override
  void startValues(int rows) {
    long bytes = bytes(rows);
    data = allocator().buffer(bytes);
    dataAddress = data.memoryAddress();
    MemoryUtil.setMemory(dataAddress, bytes, (byte) 0); // also what is behind the last row's bit
  }

  @Override
  void trimValues(int rows) {
    if (data != null) {
      data = trimmed(data, bytes(rows));
    }
  }

  private static long bytes(int rows) {
    return (rows + 7L) / Byte.SIZE;
  }

  @Override
  void takeValues(List<ArrowBuf> buffers) {
    if (data != null) {
      buffers.add(data);
      data = null;
    }
  }

  @Override
  int valueBytes() {
    return 0;
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
