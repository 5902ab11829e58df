package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * Reads one column's values as objects of {@link ColumnType#javaType}, a batch after the other.
 *
 * <p>What is read must not be NULL: that is for the caller to ask before.
 */
abstract sealed class ColumnReader {
  private static final long MICROS = 1_000_000;
  private static final int NANOS = 1_000;

  private final Column column;
  private final ColumnType type;
  private final Class<?> javaType;

  private ColumnReader(Column column, ColumnType type) {
    this.column = column;
    this.type = type;
    this.javaType = type.javaType();
  }

  /** A reader of a table's column, of none of its batches yet. */
  static ColumnReader of(JournalTable table, Column column) {
    return table.type(column) instanceof Code code
        ? new Coded(column, code, objects(column, code.values(), table.dictionary(column)))
        : plain(column, table.type(column));
  }

  /** The values of a code column, in the order of their codes; unmodifiable. */
  static List<Object> dictionaryValues(JournalTable table, Column column) {
    var dictionary = table.dictionary(column);
    return Collections.unmodifiableList(
        Arrays.asList(objects(column, ((Code) table.type(column)).values(), dictionary)));
  }

  private static Object[] objects(Column column, ColumnType type, FieldVector dictionary) {
    var reader = plain(column, type);
    reader.use(dictionary);
    var objects = new Object[dictionary.getValueCount()];
    for (int i = 0; i < objects.length; i++) {
      var value = reader.value(i);
      objects[i] = value instanceof byte[] bytes ? asKey(bytes) : value;
    }
    return objects;
  }

  /** Arrays are equal by identity: of no use for who groups by them. */
  private static ByteBuffer asKey(byte[] bytes) {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  private static ColumnReader plain(Column column, ColumnType type) {
    if (type instanceof Decimal decimal) {
      return decimal.precision() <= Decimal.MAX_SUMMED_PRECISION
          ? new Plain<>(column, type, DecimalVector.class, DecimalVector::getObject)
          : new Plain<>(column, type, Decimal256Vector.class, Decimal256Vector::getObject);
    }
    if (type instanceof Variable variable) {
      return switch (variable) {
        case TEXT, JSON -> new Plain<>(column, type, VarCharVector.class, ColumnReader::text);
        case BYTES -> new Plain<>(column, type, VarBinaryVector.class, VarBinaryVector::get);
      };
    }
    return switch ((Fixed) type) {
      case BOOLEAN -> new Truths(column, type);
      case INT16, INT32, INT64 -> new Wholes(column, type);
      case FLOAT32, FLOAT64 -> new Floats(column, type);
      case DATE -> new Plain<>(column, type, DateDayVector.class, ColumnReader::day);
      case TIME -> new Plain<>(column, type, TimeMicroVector.class, ColumnReader::time);
      case TIMESTAMP ->
          new Plain<>(column, type, TimeStampMicroVector.class, ColumnReader::timestamp);
      case TIMESTAMP_UTC ->
          new Plain<>(column, type, TimeStampMicroTZVector.class, ColumnReader::instant);
      case UUID -> new Plain<>(column, type, FixedSizeBinaryVector.class, ColumnReader::uuid);
    };
  }

  private static String text(VarCharVector vector, int row) {
    return new String(vector.get(row), UTF_8);
  }

  private static LocalDate day(DateDayVector vector, int row) {
    return LocalDate.ofEpochDay(vector.get(row));
  }

  private static LocalTime time(TimeMicroVector vector, int row) {
    return LocalTime.ofNanoOfDay(vector.get(row) * NANOS);
  }

  private static LocalDateTime timestamp(TimeStampMicroVector vector, int row) {
    long micros = vector.get(row);
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * NANOS, ZoneOffset.UTC);
  }

  private static Instant instant(TimeStampMicroTZVector vector, int row) {
    long micros = vector.get(row);
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * NANOS);
  }

  private static UUID uuid(FixedSizeBinaryVector vector, int row) {
    var bytes = ByteBuffer.wrap(vector.get(row));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  final Column column() {
    return column;
  }

  final ColumnType type() {
    return type;
  }

  final Class<?> javaType() {
    return javaType;
  }

  /** Goes on to a batch's vector of the column. */
  abstract void use(FieldVector vector);

  abstract boolean isNull(int row);

  abstract Object value(int row);

  /** The value of a boolean. */
  boolean truth(int row) {
    return (Boolean) value(row);
  }

  /** The value of an integer, of whatever width. */
  long whole(int row) {
    return ((Number) value(row)).longValue();
  }

  /** The value of a floating-point number. */
  double real(int row) {
    return ((Number) value(row)).doubleValue();
  }

  private interface ValueOf<V> {
    Object at(V vector, int row);
  }

  private static final class Plain<V extends FieldVector> extends ColumnReader {
    private final Class<V> vectorType;
    private final ValueOf<V> value;
    private V vector;

    @SuppressWarnings("NullAway.Init") // there is a batch before there is a row
    private Plain(Column column, ColumnType type, Class<V> vectorType, ValueOf<V> value) {
      super(column, type);
      this.vectorType = vectorType;
      this.value = value;
    }

    @Override
    void use(FieldVector next) {
      vector = vectorType.cast(next);
    }

    @Override
    boolean isNull(int row) {
      return vector.isNull(row);
    }

    @Override
    Object value(int row) {
      return value.at(vector, row);
    }
  }

  private static final class Truths extends ColumnReader {
    private BitVector vector;

    @SuppressWarnings("NullAway.Init") // there is a batch before there is a row
    private Truths(Column column, ColumnType type) {
      super(column, type);
    }

    @Override
    void use(FieldVector next) {
      vector = (BitVector) next;
    }

    @Override
    boolean isNull(int row) {
      return vector.isNull(row);
    }

    @Override
    Object value(int row) {
      return truth(row);
    }

    @Override
    boolean truth(int row) {
      return vector.get(row) != 0;
    }
  }

  private static final class Wholes extends ColumnReader {
    private BaseIntVector vector;

    @SuppressWarnings("NullAway.Init") // there is a batch before there is a row
    private Wholes(Column column, ColumnType type) {
      super(column, type);
    }

    @Override
    void use(FieldVector next) {
      vector = (BaseIntVector) next;
    }

    @Override
    boolean isNull(int row) {
      return vector.isNull(row);
    }

    @Override
    Object value(int row) {
      long value = whole(row);
      if (type() == Fixed.INT64) {
        return value;
      }
      return type() == Fixed.INT32 ? (Object) (int) value : (Object) (short) value;
    }

    @Override
    long whole(int row) {
      return vector.getValueAsLong(row);
    }
  }

  private static final class Floats extends ColumnReader {
    private FloatingPointVector vector;

    @SuppressWarnings("NullAway.Init") // there is a batch before there is a row
    private Floats(Column column, ColumnType type) {
      super(column, type);
    }

    @Override
    void use(FieldVector next) {
      vector = (FloatingPointVector) next;
    }

    @Override
    boolean isNull(int row) {
      return vector.isNull(row);
    }

    @Override
    Object value(int row) {
      return type() == Fixed.FLOAT64 ? (Object) real(row) : (Object) (float) real(row);
    }

    @Override
    double real(int row) {
      return vector.getValueAsDouble(row);
    }
  }

  /** Each distinct value is an object once. */
  private static final class Coded extends ColumnReader {
    private final Object[] values;
    private BaseIntVector codes;

    @SuppressWarnings("NullAway.Init") // there is a batch before there is a row
    private Coded(Column column, ColumnType type, Object[] values) {
      super(column, type);
      this.values = values;
    }

    @Override
    void use(FieldVector next) {
      codes = (BaseIntVector) next;
    }

    @Override
    boolean isNull(int row) {
      return codes.isNull(row);
    }

    @Override
    Object value(int row) {
      return values[(int) codes.getValueAsLong(row)];
    }
  }
}
