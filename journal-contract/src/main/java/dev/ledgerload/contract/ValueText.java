package dev.ledgerload.contract;

import static java.time.ZoneOffset.UTC;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A value as text, the same for equal values: that which {@code to_jsonb} gives in UTC. */
final class ValueText {
  private ValueText() {}

  static @Nullable String of(@Nullable Object value) {
    if (value == null) {
      return null;
    } else if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } else if (value instanceof LocalDateTime moment) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment);
    } else if (value instanceof Instant moment) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment.atOffset(UTC)) + "+00:00";
    } else if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    } else if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof ByteBuffer key) {
      var bytes = new byte[key.remaining()];
      key.duplicate().get(bytes);
      return of(bytes);
    }
    return value.toString();
  }
}
