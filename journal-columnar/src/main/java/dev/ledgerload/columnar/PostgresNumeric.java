package dev.ledgerload.columnar;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * PostgreSQL's binary NUMERIC, any number of digits: four 16-bit words (the number of base-10000
 * digits, the weight of the first, the sign, the display scale), then the digits. Source: {@code
 * numeric_send} in PostgreSQL's {@code src/backend/utils/adt/numeric.c}.
 */
final class PostgresNumeric {
  static final int HEADER_BYTES = 4 * Short.BYTES;
  static final int POSITIVE = 0x0000;
  static final int NEGATIVE = 0x4000;
  static final int NAN = 0xC000;
  static final int POSITIVE_INFINITY = 0xD000;
  static final int NEGATIVE_INFINITY = 0xF000;

  static final int LARGEST_DIGIT = 9_999;

  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  private PostgresNumeric() {}

  /** The base-10000 digit at a place, the most significant one at 0. */
  static int digit(byte[] bytes, int offset, int place) {
    return BigEndian.getShort(bytes, offset + HEADER_BYTES + place * Short.BYTES);
  }

  /** The value of a finite number whose header and digits were checked. */
  static BigDecimal decode(byte[] bytes, int offset) {
    int digits = BigEndian.getShort(bytes, offset);
    int weight = BigEndian.getShort(bytes, offset + 2);
    boolean negative = (BigEndian.getShort(bytes, offset + 4) & 0xFFFF) == NEGATIVE;
    var unscaled = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit(bytes, offset, i)));
    }
    return new BigDecimal(negative ? unscaled.negate() : unscaled, -4 * (weight - digits + 1));
  }
}
