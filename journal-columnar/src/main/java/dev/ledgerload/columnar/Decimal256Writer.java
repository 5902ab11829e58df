package dev.ledgerload.columnar;

import java.math.BigInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/** {@code numeric} as Decimal256: of more digits than can be summed, so few columns are of it. */
final class Decimal256Writer extends NumericWriter {
  private static final int VALUE_BYTES = 32;

  Decimal256Writer(BufferAllocator allocator, ColumnSpec spec) {
    super(allocator, spec, VALUE_BYTES);
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      if (length < 0) {
        write(null, row + i);
      } else {
        decodeAny(bytes, start + Integer.BYTES, length, row + i);
      }
    }
  }

  @Override
  void put(int row, BigInteger unscaled) {
    long address = dataAddress() + (long) row * VALUE_BYTES;
    for (int word = 0; word < VALUE_BYTES; word += Long.BYTES) {
      MemoryUtil.putLong(address + word, unscaled.shiftRight(Byte.SIZE * word).longValue());
    }
  }
}
