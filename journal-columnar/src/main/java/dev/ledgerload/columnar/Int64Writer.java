package dev.ledgerload.columnar;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** {@code bigint}, {@code integer} and {@code smallint} as Int64. */
final class Int64Writer extends FixedWriter {
  Int64Writer(BufferAllocator allocator, String name) {
    super(allocator, name, Long.BYTES);
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    long address = dataAddress() + (long) row * Long.BYTES;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      long value;
      if (length == Long.BYTES) {
        value = BigEndian.getLong(bytes, start + Integer.BYTES);
      } else if (length < 0) {
        setNull(row + i);
        value = 0;
      } else {
        value = narrow(bytes, start + Integer.BYTES, length, row + i);
      }
      MemoryUtil.putLong(address + (long) i * Long.BYTES, value);
    }
  }

  private long narrow(byte[] bytes, int offset, int length, int row) {
    return switch (length) {
      case Integer.BYTES -> BigEndian.getInt(bytes, offset);
      case Short.BYTES -> BigEndian.getShort(bytes, offset);
      default -> throw corrupt(row, "has " + length + " bytes, which no integer has");
    };
  }

  @Override
  void write(@Nullable Object value, int row) {
    if (value == null) {
      setNull(row);
    }
    MemoryUtil.putLong(
        dataAddress() + (long) row * Long.BYTES, value == null ? 0 : ((Number) value).longValue());
  }
}
