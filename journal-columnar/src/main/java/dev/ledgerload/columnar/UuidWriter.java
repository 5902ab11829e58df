package dev.ledgerload.columnar;

import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** {@code uuid} as its 16 bytes, which PostgreSQL sends in the order in which Arrow has them. */
final class UuidWriter extends FixedWriter {
  private static final int VALUE_BYTES = 16;

  private final int[] lengths = new int[CellBlock.MAX_ROWS];

  UuidWriter(BufferAllocator allocator, String name) {
    super(allocator, name, VALUE_BYTES);
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    long address = dataAddress() + (long) row * VALUE_BYTES;
    int allLengths = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      lengths[i] = length;
      allLengths |= length;
      if (length == VALUE_BYTES) {
        put(
            address,
            LittleEndian.getLong(bytes, start + Integer.BYTES),
            LittleEndian.getLong(bytes, start + Integer.BYTES + Long.BYTES));
      } else if (length < 0) {
        put(address, 0, 0);
      } else {
        throw corrupt(row + i, "has " + length + " bytes, which no uuid has");
      }
      address += VALUE_BYTES;
    }
    if (allLengths < 0) {
      setNulls(lengths, count, row);
    }
  }

  @Override
  void write(@Nullable Object value, int row) {
    long address = dataAddress() + (long) row * VALUE_BYTES;
    if (value == null) {
      setNull(row);
      put(address, 0, 0);
    } else {
      var uuid = (UUID) value;
      put(
          address,
          Long.reverseBytes(uuid.getMostSignificantBits()),
          Long.reverseBytes(uuid.getLeastSignificantBits()));
    }
  }

  private static void put(long address, long first, long second) {
    MemoryUtil.putLong(address, first);
    MemoryUtil.putLong(address + Long.BYTES, second);
  }
}
