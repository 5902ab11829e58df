package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.Column;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of digests, which the oracle and {@link TableDigest} share.
 *
 * <p>A value's hash depends on its column; a row's folds its values' hashes one after the other; a
 * table's digest is the sum of its rows', modulo 2^64.
 */
final class RowDigest {
  /*
   * Why a sum of mixed rows is enough: rows come in no order, so the digest must not depend on one.
   * Unlike XOR, a sum doesn't cancel a row that is there twice. A row's hash depends on all its
   * values together through bijections that spread each bit, so a value that moved to another row
   * or column changes the sum; two tables that differ by accident share it with probability 2^-64.
   * It is no defence against somebody who constructs a collision.
   */
  static final long START = 0x243F6A8885A308D3L;

  private static final long MICROS = 1_000_000;
  private static final int NANOS = 1_000;
  private static final long NULL = 0x452821E638D01377L;

  private RowDigest() {}

  static long ofNull(long salt) {
    return Mix.mix(NULL + salt);
  }

  /**
   * A value that a number of 64 bits tells from others of its column: an integer; a truth as 0 or
   * 1; a day or a moment as Arrow counts them; a floating-point number's bits.
   */
  static long ofNumber(long salt, long value) {
    return Mix.mix(value ^ salt);
  }

  /** A decimal by its 128-bit unscaled value and its scale. */
  static long ofDecimal(long salt, long high, long low, int scale) {
    long extension = high - (low >> 63); // 0 whenever the value fits in 64 bits
    return Mix.mix(low ^ (extension * START) ^ (salt + scale));
  }

  /** A decimal of any number of digits; that of 128 bits is as above. */
  static long ofDecimal(long salt, BigDecimal value) {
    var unscaled = value.unscaledValue();
    if (unscaled.bitLength() < 2 * Long.SIZE) {
      long high = unscaled.shiftRight(Long.SIZE).longValue();
      return ofDecimal(salt, high, unscaled.longValue(), value.scale());
    }
    return ofBytes(salt + value.scale(), unscaled.toByteArray());
  }

  /** A text's UTF-8, bytes, or a UUID's 16. */
  static long ofBytes(long salt, byte[] bytes, int from, int to) {
    return Mix.mix(Mix.bytes(bytes, from, to) ^ salt);
  }

  private static long ofBytes(long salt, byte[] bytes) {
    return ofBytes(salt, bytes, 0, bytes.length);
  }

  static long ofDouble(long salt, double value) {
    return ofNumber(salt, Double.doubleToLongBits(value));
  }

  static long ofFloat(long salt, float value) {
    return ofNumber(salt, Float.floatToIntBits(value));
  }

  /**
   * A value in Java.
   *
   * @throws IllegalArgumentException if no column has values of its class
   */
  static long ofValue(long salt, @Nullable Object value) {
    if (value == null) {
      return ofNull(salt);
    }
    if (value instanceof BigDecimal decimal) {
      return ofDecimal(salt, decimal);
    }
    if (value instanceof Double number) {
      return ofDouble(salt, number);
    }
    if (value instanceof Float number) {
      return ofFloat(salt, number);
    }
    if (value instanceof String text) {
      return ofBytes(salt, text.getBytes(UTF_8));
    }
    if (value instanceof byte[] bytes) {
      return ofBytes(salt, bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return ofBytes(salt, bytes);
    }
    if (value instanceof UUID id) {
      var bytes = ByteBuffer.allocate(2 * Long.BYTES);
      bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
      return ofBytes(salt, bytes.array());
    }
    return ofNumber(salt, number(value));
  }

  private static long number(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return ((Number) value).longValue();
    }
    if (value instanceof LocalDate day) {
      return day.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay() / NANOS;
    }
    if (value instanceof LocalDateTime moment) {
      return number(moment.toInstant(ZoneOffset.UTC));
    }
    if (value instanceof Instant moment) {
      return moment.getEpochSecond() * MICROS + moment.getNano() / NANOS;
    }
    throw new IllegalArgumentException("no column has values of " + value.getClass());
  }

  /** Folds a value's hash into its row's. */
  static long fold(long row, long value) {
    long folded = (row ^ value) * 0xD6E8FEB86659FD93L;
    return folded ^ (folded >>> 32);
  }

  /** A row's share of the sum, from all its values folded. */
  static long finish(long row) {
    return Mix.mix(row);
  }

  /** What makes a value's hash depend on its column. */
  static long salt(Column column) {
    var name = column.name().getBytes(UTF_8);
    return Mix.bytes(name, 0, name.length);
  }
}
