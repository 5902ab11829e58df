package dev.ledgerload.columnar;

import java.math.BigInteger;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/** {@code numeric} as Decimal128: exact, or refused. */
final class DecimalWriter extends NumericWriter {
  /*
   * Up to four base-10000 digits, that is all sums of money up to a quadrillion, are read as one
   * word, whose unused digits are zeros in front, so that their number, which changes from row to
   * row, costs no mispredicted branch. The value is brought to the column's scale by one
   * multiplication (into 128 bits), or by dividing its last digit, which must leave no remainder.
   * Whatever that can't prove to be in range takes the slow way through BigDecimal, which can.
   */
  private static final int VALUE_BYTES = 16;
  private static final int FAST_DIGITS = 4;
  private static final long[] POWERS_OF_TEN =
      LongStream.iterate(1, power -> 10 * power).limit(19).toArray();
  private static final int[] SMALL_POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000};

  private final int scale;
  private final long fastLimit; // values below it, of either sign, have few enough digits

  DecimalWriter(BufferAllocator allocator, ColumnSpec spec) {
    super(allocator, spec, VALUE_BYTES);
    int precision = spec.digits().precision();
    this.scale = spec.digits().scale();
    this.fastLimit = precision < POWERS_OF_TEN.length ? POWERS_OF_TEN[precision] : Long.MAX_VALUE;
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
        setNull(row + i);
        put(row + i, 0, 0);
      } else if (!decodeFast(bytes, start + Integer.BYTES, length, row + i)) {
        decodeAny(bytes, start + Integer.BYTES, length, row + i);
      }
    }
  }

  private boolean decodeFast(byte[] bytes, int offset, int length, int row) {
    if (length < PostgresNumeric.HEADER_BYTES) {
      return false;
    }
    long header = BigEndian.getLong(bytes, offset);
    int digits = (int) (header >>> 48);
    int sign = (int) (header >>> 16) & 0xFFFF;
    if (digits > FAST_DIGITS
        || length != PostgresNumeric.HEADER_BYTES + digits * Short.BYTES
        || (sign & ~PostgresNumeric.NEGATIVE) != 0) {
      return false;
    }
    long word = BigEndian.getLong(bytes, offset + PostgresNumeric.HEADER_BYTES);
    word = digits == 0 ? 0 : word >>> (Short.SIZE * (FAST_DIGITS - digits));
    if (word == 0) {
      put(row, 0, 0); // whatever its weight
      return true;
    }
    int first = (int) (word >>> 48);
    int second = (int) (word >>> 32) & 0xFFFF;
    int third = (int) (word >>> 16) & 0xFFFF;
    int fourth = (int) word & 0xFFFF;
    int largest = PostgresNumeric.LARGEST_DIGIT;
    if (((largest - first) | (largest - second) | (largest - third) | (largest - fourth)) < 0) {
      return false;
    }
    long high = first * 100_000_000L + second * 10_000L + third;
    int weight = (short) (header >>> 32);
    int exponent = 4 * (weight - digits + 1) + scale; // of ten, to multiply by
    long value;
    if (exponent >= 0) {
      value = high * 10_000 + fourth;
      if (exponent >= POWERS_OF_TEN.length
          || Math.multiplyHigh(value, POWERS_OF_TEN[exponent]) != 0) {
        return false;
      }
      value *= POWERS_OF_TEN[exponent];
    } else {
      if (exponent <= -4) {
        return false; // more zeros at the end than PostgreSQL sends
      }
      int divisor = SMALL_POWERS_OF_TEN[-exponent];
      int quotient = fourth / divisor;
      if (quotient * divisor != fourth) {
        return false;
      }
      value = high * SMALL_POWERS_OF_TEN[4 + exponent] + quotient;
    }
    if (value < 0 || value >= fastLimit) {
      return false;
    }
    put(row, sign == 0 ? value : -value, sign == 0 || value == 0 ? 0 : -1);
    return true;
  }

  @Override
  void put(int row, BigInteger unscaled) {
    long low = unscaled.longValue();
    boolean isLong = unscaled.bitLength() < Long.SIZE;
    put(row, low, isLong ? low >> (Long.SIZE - 1) : unscaled.shiftRight(Long.SIZE).longValue());
  }

  private void put(int row, long low, long high) {
    long address = dataAddress() + (long) row * VALUE_BYTES;
    MemoryUtil.putLong(address, low);
    MemoryUtil.putLong(address + Long.BYTES, high);
  }
}
