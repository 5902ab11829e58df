package dev.ledgerload.columnar;

import static java.math.RoundingMode.UNNECESSARY;

import dev.ledgerload.spi.ColumnType.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** {@code numeric} of so many digits: exact, or refused. */
abstract class NumericWriter extends FixedWriter {
  private final ColumnSpec spec;
  private final int precision;
  private final int scale;

  NumericWriter(BufferAllocator allocator, ColumnSpec spec, int valueBytes) {
    super(allocator, spec.column().name(), valueBytes);
    this.spec = spec;
    this.precision = spec.digits().precision();
    this.scale = spec.digits().scale();
  }

  /** Writes a number of no more digits than the column's, without its point. */
  abstract void put(int row, BigInteger unscaled);

  /** Decodes one value that isn't NULL, whatever it may be. */
  final void decodeAny(byte[] bytes, int offset, int length, int row) {
    requireFinite(bytes, offset, length, row);
    write(PostgresNumeric.decode(bytes, offset), row);
  }

  private void requireFinite(byte[] bytes, int offset, int length, int row) {
    int digits = length < PostgresNumeric.HEADER_BYTES ? -1 : BigEndian.getShort(bytes, offset);
    if (digits < 0 || length != PostgresNumeric.HEADER_BYTES + digits * Short.BYTES) {
      throw corrupt(row, "has " + length + " bytes, which don't make a numeric");
    }
    int sign = BigEndian.getShort(bytes, offset + 4) & 0xFFFF;
    switch (sign) {
      case PostgresNumeric.POSITIVE, PostgresNumeric.NEGATIVE -> {}
      case PostgresNumeric.NAN -> throw corrupt(row, "is NaN");
      case PostgresNumeric.POSITIVE_INFINITY -> throw corrupt(row, "is Infinity");
      case PostgresNumeric.NEGATIVE_INFINITY -> throw corrupt(row, "is -Infinity");
      default -> throw corrupt(row, "has sign word " + sign + ", which no numeric has");
    }
    for (int i = 0; i < digits; i++) {
      int digit = PostgresNumeric.digit(bytes, offset, i);
      if (digit < 0 || digit > PostgresNumeric.LARGEST_DIGIT) {
        throw corrupt(row, "has digit word " + (digit & 0xFFFF) + ", which no numeric has");
      }
    }
    int weight = BigEndian.getShort(bytes, offset + 2);
    if (digits > 0 && weight >= Decimal.MAX_PRECISION) {
      throw corrupt(row, tooLong()); // for any number of digits that can be held
    }
  }

  @Override
  final void write(@Nullable Object value, int row) {
    if (value == null) {
      setNull(row);
      put(row, BigInteger.ZERO);
      return;
    }
    var decimal = (BigDecimal) value;
    if (decimal.scale() != scale) {
      if (decimal.stripTrailingZeros().scale() > scale) {
        throw refusing(decimal, row, "has more than %d digits after the point".formatted(scale));
      }
      decimal = decimal.setScale(scale, UNNECESSARY);
    }
    if (decimal.precision() > precision) {
      throw refusing(decimal, row, tooLong());
    }
    put(row, decimal.unscaledValue());
  }

  private String tooLong() {
    return "has more than %d digits before the point".formatted(precision - scale);
  }

  private CorruptValueException refusing(BigDecimal amount, int row, String problem) {
    return AssumedDigitsException.refusing(message(row, problem), spec, amount);
  }
}
