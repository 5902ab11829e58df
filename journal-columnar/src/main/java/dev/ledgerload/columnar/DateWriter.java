package dev.ledgerload.columnar;

import java.time.LocalDate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** {@code date} (days since 2000-01-01) as Date32 (days since 1970-01-01). */
final class DateWriter extends ColumnWriter {
  private static final int POSTGRES_EPOCH_DAY = (int) LocalDate.of(2000, 1, 1).toEpochDay();

  DateWriter(BufferAllocator allocator, String name) {
    super(allocator, name, Integer.BYTES);
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    int first = block.firstOf(column) + from;
    long address = dataAddress() + (long) row * Integer.BYTES;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      int day = 0;
      if (length == Integer.BYTES) {
        day = BigEndian.getInt(bytes, start + Integer.BYTES);
        if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
          throw corrupt(row + i, "is infinity");
        }
        day += POSTGRES_EPOCH_DAY;
      } else if (length < 0) {
        setNull(row + i);
      } else {
        throw corrupt(row + i, "has " + length + " bytes, which no date has");
      }
      MemoryUtil.putInt(address + (long) i * Integer.BYTES, day);
    }
  }

  @Override
  void write(@Nullable Object value, int row) {
    if (value == null) {
      setNull(row);
    }
    int day = value == null ? 0 : Math.toIntExact(((LocalDate) value).toEpochDay());
    MemoryUtil.putInt(dataAddress() + (long) row * Integer.BYTES, day);
  }
}
