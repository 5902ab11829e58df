package dev.ledgerload.columnar;

import dev.ledgerload.spi.ColumnType.Fixed;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** Numbers of 2, 4 or 8 bytes that Arrow has as PostgreSQL does, or counts from another origin. */
final class NumberWriter extends FixedWriter {
  /*
   * Every cell is read as if it weren't NULL and were as long as it must be, and the bits in which
   * any is wrong are collected; only if there are some is it looked for the first one. So no branch
   * depends on what a row has. Behind the last cell there are bytes enough to be read in vain.
   */
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final long MICROS_A_DAY = 86_400 * MICROS_A_SECOND;

  /** PostgreSQL counts from 2000-01-01, Arrow from 1970-01-01. */
  private static final long EPOCH_MICROS =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2000-01-01T00:00:00Z"));

  // PostgreSQL's first moment, and the last one of which Arrow's count fits into 64 bits.
  private static final long FIRST_MICROS =
      ChronoUnit.MICROS.between(
          LocalDateTime.of(2000, 1, 1, 0, 0), LocalDateTime.of(-4713, 11, 24, 0, 0));
  private static final long LAST_MICROS = Long.MAX_VALUE - EPOCH_MICROS;

  private static final int NANOS_A_MICRO = 1_000;

  private static final String TOO_LATE = "is more of them from 1970-01-01 than 64 bits hold";

  private final Fixed type;
  private final int[] lengths = new int[CellBlock.MAX_ROWS];

  // Of the numbers of 8 bytes, as PostgreSQL sends them:
  private final long lowest;
  private final long highest;
  private final long added;

  NumberWriter(BufferAllocator allocator, String name, Fixed type) {
    super(allocator, name, bytesOf(type));
    this.type = type;
    boolean isMoment = type == Fixed.TIMESTAMP || type == Fixed.TIMESTAMP_UTC;
    this.lowest = isMoment ? FIRST_MICROS : type == Fixed.TIME ? 0 : Long.MIN_VALUE;
    this.highest = isMoment ? LAST_MICROS : type == Fixed.TIME ? MICROS_A_DAY - 1 : Long.MAX_VALUE;
    this.added = isMoment ? EPOCH_MICROS : 0;
  }

  private static int bytesOf(Fixed type) {
    return switch (type) {
      case INT16 -> Short.BYTES;
      case INT32, FLOAT32 -> Integer.BYTES;
      case FLOAT64, TIME, TIMESTAMP, TIMESTAMP_UTC -> Long.BYTES;
      default -> throw new IllegalArgumentException(type + " has a writer of its own");
    };
  }

  @Override
  void decode(CellBlock block, int column, int from, int count, int row) {
    int first = block.firstOf(column) + from;
    int allLengths =
        switch (valueBytes()) {
          case Short.BYTES -> decodeShorts(block, first, count, row);
          case Integer.BYTES -> decodeInts(block, first, count, row);
          default -> decodeLongs(block, first, count, row);
        };
    if (allLengths < 0) {
      setNulls(lengths, count, row);
    }
  }

  private int decodeShorts(CellBlock block, int first, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    long address = dataAddress() + (long) row * Short.BYTES;
    int allLengths = 0;
    int wrong = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      int present = ~(length >> (Integer.SIZE - 1)); // all bits unless NULL
      lengths[i] = length;
      allLengths |= length;
      wrong |= (length ^ Short.BYTES) & present;
      int value = BigEndian.getShort(bytes, start + Integer.BYTES) & present;
      MemoryUtil.putShort(address + (long) i * Short.BYTES, (short) value);
    }
    requireLengths(wrong, count, row);
    return allLengths;
  }

  private int decodeInts(CellBlock block, int first, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    long address = dataAddress() + (long) row * Integer.BYTES;
    int allLengths = 0;
    int wrong = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      int present = ~(length >> (Integer.SIZE - 1));
      lengths[i] = length;
      allLengths |= length;
      wrong |= (length ^ Integer.BYTES) & present;
      int value = BigEndian.getInt(bytes, start + Integer.BYTES) & present;
      MemoryUtil.putInt(address + (long) i * Integer.BYTES, value);
    }
    requireLengths(wrong, count, row);
    return allLengths;
  }

  private int decodeLongs(CellBlock block, int first, int count, int row) {
    byte[] bytes = block.bytes();
    int[] starts = block.starts();
    long address = dataAddress() + (long) row * Long.BYTES;
    int allLengths = 0;
    int wrong = 0;
    long outside = 0; // negative if a value is
    for (int i = 0; i < count; i++) {
      int start = starts[first + i];
      int length = BigEndian.getInt(bytes, start);
      long present = ~(length >> (Integer.SIZE - 1));
      lengths[i] = length;
      allLengths |= length;
      wrong |= (length ^ Long.BYTES) & (int) present;
      long value = BigEndian.getLong(bytes, start + Integer.BYTES) & present;
      outside |= (value - lowest) | (highest - value);
      MemoryUtil.putLong(address + (long) i * Long.BYTES, value + (added & present));
    }
    requireLengths(wrong, count, row);
    if (outside < 0 && type != Fixed.FLOAT64) {
      requireInRange(address, count, row);
    }
    return allLengths;
  }

  private void requireLengths(int wrong, int count, int row) {
    for (int i = 0; wrong != 0 && i < count; i++) {
      if (lengths[i] >= 0 && lengths[i] != valueBytes()) {
        throw corrupt(row + i, "has %d bytes, which no %s has".formatted(lengths[i], noun()));
      }
    }
  }

  /** Seldom done in vain: far in the future the difference from the lowest has too many bits. */
  private void requireInRange(long address, int count, int row) {
    for (int i = 0; i < count; i++) {
      long value = MemoryUtil.getLong(address + (long) i * Long.BYTES) - added;
      if (lengths[i] >= 0 && (value < lowest || value > highest)) {
        throw corrupt(row + i, outOfRange(value));
      }
    }
  }

  private String outOfRange(long value) {
    if (type == Fixed.TIME) {
      return value == MICROS_A_DAY
          ? "is 24:00:00, which is no time of that day"
          : "is " + value + " microseconds from midnight, which no time is";
    }
    if (value == Long.MAX_VALUE) {
      return "is infinity";
    }
    if (value == Long.MIN_VALUE) {
      return "is -infinity";
    }
    return "is %d microseconds from 2000-01-01, which %s"
        .formatted(value, value < lowest ? "no " + noun() + " is" : TOO_LATE);
  }

  private String noun() {
    return switch (type) {
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case FLOAT32 -> "real";
      case FLOAT64 -> "double precision";
      case TIME -> "time";
      default -> "timestamp";
    };
  }

  @Override
  void write(@Nullable Object value, int row) {
    long number = 0;
    if (value == null) {
      setNull(row);
    } else {
      number =
          switch (type) {
            case FLOAT32 -> Float.floatToRawIntBits((Float) value);
            case FLOAT64 -> Double.doubleToRawLongBits((Double) value);
            case TIME -> micros((LocalTime) value, row);
            case TIMESTAMP -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC), row);
            case TIMESTAMP_UTC -> micros((Instant) value, row);
            default -> integer(((Number) value).longValue(), row);
          };
    }
    long address = dataAddress() + (long) row * valueBytes();
    switch (valueBytes()) {
      case Short.BYTES -> MemoryUtil.putShort(address, (short) number);
      case Integer.BYTES -> MemoryUtil.putInt(address, (int) number);
      default -> MemoryUtil.putLong(address, number);
    }
  }

  private long integer(long number, int row) {
    int unused = Long.SIZE - Byte.SIZE * valueBytes();
    if (number << unused >> unused != number) {
      throw corrupt(row, "is " + number + ", which no " + noun() + " is");
    }
    return number;
  }

  /** What the driver makes of 24:00:00 isn't a whole number of microseconds either. */
  private long micros(LocalTime time, int row) {
    long nanos = time.toNanoOfDay();
    if (nanos % NANOS_A_MICRO != 0) {
      throw corrupt(row, "is " + time + ", which is no whole number of microseconds");
    }
    return nanos / NANOS_A_MICRO;
  }

  private long micros(Instant moment, int row) {
    if (moment.getNano() % NANOS_A_MICRO != 0) {
      throw corrupt(row, "is " + moment + ", which is no whole number of microseconds");
    }
    try {
      // ChronoUnit.MICROS.between overflows 292 years from 1970 on Java 17: it counts nanoseconds
      return Math.addExact(
          Math.multiplyExact(moment.getEpochSecond(), MICROS_A_SECOND),
          moment.getNano() / NANOS_A_MICRO);
    } catch (ArithmeticException e) {
      throw corrupt(
          row, "is " + moment + ", which is more microseconds from 1970-01-01 than 64 bits hold");
    }
  }
}
