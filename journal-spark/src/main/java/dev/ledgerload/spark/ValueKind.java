package dev.ledgerload.spark;

import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** How values are made to what Spark holds inside. */
enum ValueKind {
  BOOLEAN,
  SHORT,
  INT,
  /** A {@code long}, whatever integer it comes as. */
  WHOLE,
  /** An exact number, which stays a {@link BigDecimal}. */
  NUMBER,
  DAY,
  TIME,
  MOMENT,
  LOCAL_MOMENT,
  TEXT,
  UUID_TEXT;

  static ValueKind of(ColumnType values) {
    if (values instanceof Decimal) {
      return NUMBER;
    }
    if (!(values instanceof Fixed fixed)) {
      return TEXT;
    }
    return switch (fixed) {
      case BOOLEAN -> BOOLEAN;
      case INT16 -> SHORT;
      case INT32 -> INT;
      case INT64 -> WHOLE;
      case DATE -> DAY;
      case TIME -> TIME;
      case TIMESTAMP -> LOCAL_MOMENT;
      case TIMESTAMP_UTC -> MOMENT;
      case UUID -> UUID_TEXT;
      case FLOAT32, FLOAT64 -> throw new IllegalArgumentException(fixed + " is no key");
    };
  }

  /** A column of the database's answer; null for NULL. */
  @Nullable Object read(ResultSet row, int column) throws SQLException {
    return switch (this) {
      case WHOLE -> whole(row.getBigDecimal(column));
      case NUMBER -> row.getBigDecimal(column);
      case TEXT, UUID_TEXT -> text(row.getString(column));
      case BOOLEAN -> value(row.getObject(column, Boolean.class));
      case SHORT, INT -> value(row.getObject(column, Integer.class));
      case DAY -> value(row.getObject(column, LocalDate.class));
      case TIME -> value(row.getObject(column, LocalTime.class));
      case MOMENT -> value(row.getObject(column, OffsetDateTime.class));
      case LOCAL_MOMENT -> value(row.getObject(column, LocalDateTime.class));
    };
  }

  private static @Nullable Long whole(@Nullable BigDecimal number) {
    return number == null ? null : number.longValueExact();
  }

  private static @Nullable UTF8String text(@Nullable String text) {
    return text == null ? null : UTF8String.fromString(text);
  }

  /** A value of Java's as Spark holds it; null for null. */
  @Nullable Object value(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (this) {
      case BOOLEAN, NUMBER -> value;
      case SHORT -> ((Number) value).shortValue();
      case INT -> ((Number) value).intValue();
      case WHOLE -> ((Number) value).longValue();
      case DAY -> Math.toIntExact(((LocalDate) value).toEpochDay());
      case TIME -> SparkTypes.time((LocalTime) value);
      case MOMENT ->
          micros(value instanceof OffsetDateTime moment ? moment.toInstant() : (Instant) value);
      case LOCAL_MOMENT -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case TEXT -> UTF8String.fromString((String) value);
      case UUID_TEXT -> UTF8String.fromString(((UUID) value).toString());
    };
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }
}
