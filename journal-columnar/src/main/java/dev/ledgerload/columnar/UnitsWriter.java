package dev.ledgerload.columnar;

import static java.math.RoundingMode.UNNECESSARY;

import java.math.BigDecimal;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Integers that count units of a decimal's last digit, as Decimal128: 1234 cents are 12.34. */
final class UnitsWriter extends FixedWriter {
  private static final int VALUE_BYTES = 16;

  private final int scale;

  UnitsWriter(BufferAllocator allocator, ColumnSpec spec) {
    super(allocator, spec.column().name(), VALUE_BYTES);
    this.scale = spec.digits().scale();
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      long units;
      if (length == Long.BYTES) {
        units = BigEndian.getLong(bytes, start + Integer.BYTES);
      } else if (length == Integer.BYTES) {
        units = BigEndian.getInt(bytes, start + Integer.BYTES);
      } else if (length < 0) {
        setNull(row + i);
        units = 0;
      } else {
        if (length != Short.BYTES) {
          throw corrupt(row + i, "has " + length + " bytes, which no integer has");
        }
        units = BigEndian.getShort(bytes, start + Integer.BYTES);
      }
      put(row + i, units);
    }
  }

  @Override
  void write(@Nullable Object value, int row) {
    if (value == null) {
      setNull(row);
      put(row, 0);
    } else {
      put(
          row,
          value instanceof BigDecimal amount ? units(amount, row) : ((Number) value).longValue());
    }
  }

  private long units(BigDecimal amount, int row) {
    try {
      return amount.setScale(scale, UNNECESSARY).unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      throw corrupt(
          row,
          "is no number of units that 64 bits hold, of which 1 is "
              + BigDecimal.ONE.movePointLeft(scale).toPlainString());
    }
  }

  private void put(int row, long units) {
    long address = dataAddress() + (long) row * VALUE_BYTES;
    MemoryUtil.putLong(address, units);
    MemoryUtil.putLong(address + Long.BYTES, units >> (Long.SIZE - 1));
  }
}
