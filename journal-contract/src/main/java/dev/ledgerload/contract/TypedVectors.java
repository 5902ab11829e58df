package dev.ledgerload.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Java's values to Arrow's vectors and back, by Arrow's own methods. */
final class TypedVectors {
  private TypedVectors() {}

  /** Fills a new vector; indexes of a dictionary are integers. */
  static void fill(FieldVector vector, ColumnType type, List<? extends @Nullable Object> values) {
    vector.setInitialCapacity(values.size());
    vector.allocateNew();
    for (int row = 0; row < values.size(); row++) {
      var value = values.get(row);
      if (value == null) {
        vector.setNull(row);
      } else if (type instanceof Decimal) {
        set(vector, row, (BigDecimal) value);
      } else if (type instanceof Variable) {
        set(vector, row, value instanceof String text ? text.getBytes(UTF_8) : bytes(value));
      } else {
        set(vector, row, (Fixed) type, value);
      }
    }
    vector.setValueCount(values.size());
  }

  private static void set(FieldVector vector, int row, BigDecimal value) {
    if (vector instanceof DecimalVector decimals) {
      decimals.set(row, value);
    } else {
      ((Decimal256Vector) vector).set(row, value);
    }
  }

  private static void set(FieldVector vector, int row, byte[] value) {
    if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, value);
    } else {
      ((VarBinaryVector) vector).setSafe(row, value);
    }
  }

  private static byte[] bytes(Object value) {
    var bytes = ((ByteBuffer) value).duplicate();
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  private static void set(FieldVector vector, int row, Fixed type, Object value) {
    switch (type) {
      case BOOLEAN -> ((BitVector) vector).set(row, (Boolean) value ? 1 : 0);
      case INT16, INT32, INT64 ->
          ((BaseIntVector) vector).setWithPossibleTruncate(row, ((Number) value).longValue());
      case FLOAT32 -> ((Float4Vector) vector).set(row, (Float) value);
      case FLOAT64 -> ((Float8Vector) vector).set(row, (Double) value);
      case DATE -> ((DateDayVector) vector).set(row, (int) ((LocalDate) value).toEpochDay());
      case TIME -> ((TimeMicroVector) vector).set(row, (Long) micros(value));
      case TIMESTAMP, TIMESTAMP_UTC -> ((TimeStampVector) vector).set(row, (Long) micros(value));
      case UUID -> {
        var uuid = (UUID) value;
        ((FixedSizeBinaryVector) vector)
            .set(
                row,
                ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array());
      }
    }
  }

  /** Days and moments as they are counted in Arrow; whatever else as it is. */
  static Object micros(Object value) {
    if (value instanceof LocalDate day) {
      return day.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay() / 1_000;
    }
    if (value instanceof LocalDateTime moment) {
      return micros(moment.toInstant(ZoneOffset.UTC));
    }
    return value instanceof Instant moment
        ? moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1_000
        : value;
  }

  /** The values, one after the other. */
  static List<@Nullable Object> values(FieldVector vector, ColumnType type) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int row = 0; row < vector.getValueCount(); row++) {
      values.add(vector.isNull(row) ? null : value(vector, row, type));
    }
    return values;
  }

  static int index(FieldVector vector, int row) {
    return (int) ((BaseIntVector) vector).getValueAsLong(row);
  }

  private static Object value(FieldVector vector, int row, ColumnType type) {
    if (type instanceof Decimal) {
      return vector.getObject(row);
    }
    if (type instanceof Variable) {
      return vector instanceof VarCharVector texts
          ? new String(texts.get(row), UTF_8)
          : ByteBuffer.wrap(((VarBinaryVector) vector).get(row));
    }
    return switch ((Fixed) type) {
      case BOOLEAN -> ((BitVector) vector).get(row) != 0;
      case INT16, INT32, INT64, FLOAT32, FLOAT64 -> vector.getObject(row);
      case DATE -> LocalDate.ofEpochDay(((DateDayVector) vector).get(row));
      case TIME -> LocalTime.ofNanoOfDay(((TimeMicroVector) vector).get(row) * 1_000);
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(vector, row), ZoneOffset.UTC);
      case TIMESTAMP_UTC -> instant(vector, row);
      case UUID -> {
        var bytes = ByteBuffer.wrap(((FixedSizeBinaryVector) vector).get(row));
        yield new UUID(bytes.getLong(), bytes.getLong());
      }
    };
  }

  private static Instant instant(FieldVector vector, int row) {
    return Instant.EPOCH.plus(((TimeStampVector) vector).get(row), ChronoUnit.MICROS);
  }
}
