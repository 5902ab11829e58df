package dev.ledgerload.harness.output;

import static java.time.format.DateTimeFormatter.ISO_INSTANT;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;

/**
 * A value as text, whole: numbers with all their digits and no exponent, dates and times in ISO
 * 8601 with seconds, bytes as {@code \x} and hexadecimal digits.
 */
final class ValueText {
  private ValueText() {}

  /**
   * The text of a value.
   *
   * @param value of a class that {@link dev.ledgerload.spi.ColumnType#javaType} or a group's key
   *     has
   */
  static String of(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof LocalDateTime moment) {
      return ISO_LOCAL_DATE_TIME.format(moment);
    }
    if (value instanceof Instant moment) {
      return ISO_INSTANT.format(moment);
    }
    if (value instanceof LocalTime time) {
      return ISO_LOCAL_TIME.format(time);
    }
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ByteBuffer bytes) {
      var copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return of(copy);
    }
    return value.toString();
  }
}
