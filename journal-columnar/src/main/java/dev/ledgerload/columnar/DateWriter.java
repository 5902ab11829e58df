package dev.ledgerload.columnar;

import java.time.LocalDate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** {@code date} (days since 2000-01-01) as Date32 (days since 1970-01-01). */
final class DateWriter extends FixedWriter {
  private static final int POSTGRES_EPOCH_DAY = (int) LocalDate.of(2000, 1, 1).toEpochDay();

  // PostgreSQL's first and last day, counted from its epoch: the documentation's "Date/Time Types".
  private static final int FIRST_DAY = daysFromPostgresEpoch(LocalDate.of(-4713, 11, 24));
  private static final int LAST_DAY = daysFromPostgresEpoch(LocalDate.of(5_874_897, 12, 31));

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
        if (day < FIRST_DAY || day > LAST_DAY) {
          throw corrupt(row + i, outOfRange(day));
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

  private static String outOfRange(int day) {
    return switch (day) {
      case Integer.MAX_VALUE -> "is infinity";
      case Integer.MIN_VALUE -> "is -infinity";
      default -> "is " + day + " days from 2000-01-01, which no date is";
    };
  }

  @Override
  void write(@Nullable Object value, int row) {
    long day = 0;
    if (value == null) {
      setNull(row);
    } else {
      day = ((LocalDate) value).toEpochDay();
      if (day != (int) day) {
        throw corrupt(
            row, "is " + value + ", which is more days from 1970-01-01 than 32 bits hold");
      }
    }
    MemoryUtil.putInt(dataAddress() + (long) row * Integer.BYTES, (int) day);
  }

  private static int daysFromPostgresEpoch(LocalDate day) {
    return Math.toIntExact(day.toEpochDay()) - POSTGRES_EPOCH_DAY;
  }
}
