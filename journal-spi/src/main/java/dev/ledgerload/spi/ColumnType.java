package dev.ledgerload.spi;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * How a column's values are held, exactly. The database's type decides it; nobody declares it.
 *
 * <p>What has no type here isn't held, but refused by the names of its column and type. The same is
 * refused, value by value, if it has no exact form: an amount that isn't a number, an infinite day.
 */
public sealed interface ColumnType {

  /** Of one width. */
  enum Fixed implements ColumnType {
    /** {@code boolean} as Arrow {@code Bool}. */
    BOOLEAN,
    /** {@code smallint} as Arrow {@code Int(16, signed)}. */
    INT16,
    /** {@code integer} as Arrow {@code Int(32, signed)}. */
    INT32,
    /** {@code bigint} as Arrow {@code Int(64, signed)}. */
    INT64,
    /** {@code real} as Arrow {@code FloatingPoint(SINGLE)}: never a key or a measure. */
    FLOAT32,
    /** {@code double precision} as Arrow {@code FloatingPoint(DOUBLE)}: never a key or measure. */
    FLOAT64,
    /** {@code date} as Arrow {@code Date(DAY)}: days since 1970-01-01. */
    DATE,
    /** {@code time} as Arrow {@code Time(MICROSECOND, 64)}: since midnight. */
    TIME,
    /** {@code timestamp} as Arrow {@code Timestamp(MICROSECOND)} without a zone. */
    TIMESTAMP,
    /** {@code timestamp with time zone} as Arrow {@code Timestamp(MICROSECOND, UTC)}. */
    TIMESTAMP_UTC,
    /** {@code uuid} as Arrow {@code FixedSizeBinary(16)}, extension {@code arrow.uuid}. */
    UUID;

    @Override
    public ArrowType arrowType() {
      return switch (this) {
        case BOOLEAN -> new ArrowType.Bool();
        case INT16 -> new ArrowType.Int(16, true);
        case INT32 -> new ArrowType.Int(32, true);
        case INT64 -> new ArrowType.Int(64, true);
        case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
        case DATE -> new ArrowType.Date(DateUnit.DAY);
        case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
        case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
        case TIMESTAMP_UTC -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
        case UUID -> new ArrowType.FixedSizeBinary(16);
      };
    }

    @Override
    public Class<?> javaType() {
      return switch (this) {
        case BOOLEAN -> Boolean.class;
        case INT16 -> Short.class;
        case INT32 -> Integer.class;
        case INT64 -> Long.class;
        case FLOAT32 -> Float.class;
        case FLOAT64 -> Double.class;
        case DATE -> LocalDate.class;
        case TIME -> LocalTime.class;
        case TIMESTAMP -> LocalDateTime.class;
        case TIMESTAMP_UTC -> Instant.class;
        case UUID -> java.util.UUID.class;
      };
    }

    @Override
    public Optional<String> extensionName() {
      return this == UUID ? Optional.of("arrow.uuid") : Optional.empty();
    }

    @Override
    public boolean canBeKey() {
      return this != FLOAT32 && this != FLOAT64;
    }
  }

  /** Of any length. */
  enum Variable implements ColumnType {
    /** {@code text}, {@code varchar}, {@code char(n)} and an enum's label as Arrow {@code Utf8}. */
    TEXT,
    /** {@code json} and {@code jsonb} as their text: Arrow {@code Utf8}, {@code arrow.json}. */
    JSON,
    /** {@code bytea} as Arrow {@code Binary}. */
    BYTES;

    @Override
    public ArrowType arrowType() {
      return this == BYTES ? new ArrowType.Binary() : new ArrowType.Utf8();
    }

    @Override
    public Class<?> javaType() {
      return this == BYTES ? byte[].class : String.class;
    }

    @Override
    public Optional<String> extensionName() {
      return this == JSON ? Optional.of("arrow.json") : Optional.empty();
    }

    /** All but JSON, which can be equal though its text isn't. */
    @Override
    public boolean canBeKey() {
      return this != JSON;
    }
  }

  /**
   * {@code numeric}, {@code money}, or integers that count minor units, as Arrow {@code Decimal}:
   * of 128 bits up to {@link #MAX_SUMMED_PRECISION} digits, of 256 bits above.
   *
   * @param precision all digits, 1 to {@link #MAX_PRECISION}
   * @param scale those of them that are behind the point, 0 to {@code precision}
   */
  record Decimal(int precision, int scale) implements ColumnType {
    /** The most digits that can be held. */
    public static final int MAX_PRECISION = 76;

    /** The most digits of a number that can be summed: those of Arrow's {@code Decimal128}. */
    public static final int MAX_SUMMED_PRECISION = 38;

    /**
     * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
     */
    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "there must be 1 to 76 digits, of which 0 to all are behind the point, not %d,%d"
                .formatted(precision, scale));
      }
    }

    @Override
    public ArrowType arrowType() {
      return new ArrowType.Decimal(precision, scale, precision > MAX_SUMMED_PRECISION ? 256 : 128);
    }

    @Override
    public Class<?> javaType() {
      return BigDecimal.class;
    }

    @Override
    public boolean canBeKey() {
      return true;
    }

    @Override
    public boolean canBeMeasure() {
      return precision <= MAX_SUMMED_PRECISION;
    }
  }

  /**
   * Dictionary-encoded: batches hold signed indexes of 8, 16 or 32 bits, as narrow as the number of
   * distinct values allows. NULL is a null index, and in no dictionary.
   *
   * @param values of which type the dictionary's values are
   */
  record Code(ColumnType values) implements ColumnType {
    /**
     * @throws IllegalArgumentException if values of that type can't be told apart by their bytes
     */
    public Code {
      if (values instanceof Code || !values.canBeKey()) {
        throw new IllegalArgumentException(values + " has no codes");
      }
    }

    /** The type of the dictionary's values. */
    @Override
    public ArrowType arrowType() {
      return values.arrowType();
    }

    /** That of the values; but {@link ByteBuffer} for bytes, which are equal by value so. */
    @Override
    public Class<?> javaType() {
      return values == Variable.BYTES ? ByteBuffer.class : values.javaType();
    }

    @Override
    public Optional<String> extensionName() {
      return values.extensionName();
    }

    @Override
    public boolean canBeKey() {
      return true;
    }
  }

  /** The key of a field's metadata by which Arrow readers know an extension type. */
  String EXTENSION_NAME = "ARROW:extension:name";

  /**
   * The type of values that are held as a field says.
   *
   * @param field of values, not of a dictionary's indexes
   * @return empty if no type is held so
   */
  static Optional<ColumnType> of(Field field) {
    if (field.getType() instanceof ArrowType.Decimal decimal) {
      return decimalOf(decimal);
    }
    var extension = Optional.ofNullable(field.getMetadata().get(EXTENSION_NAME));
    return plain()
        .filter(
            type ->
                type.arrowType().equals(field.getType()) && type.extensionName().equals(extension))
        .findFirst();
  }

  /**
   * The type of a dictionary's values, by Arrow's type of them alone.
   *
   * @return empty if no dictionary's values are held so
   */
  static Optional<ColumnType> ofDictionary(ArrowType values) {
    return values instanceof ArrowType.Decimal decimal
        ? decimalOf(decimal)
        : plain().filter(type -> type.canBeKey() && type.arrowType().equals(values)).findFirst();
  }

  private static Stream<ColumnType> plain() {
    return Stream.concat(Arrays.stream(Fixed.values()), Arrays.stream(Variable.values()));
  }

  private static Optional<ColumnType> decimalOf(ArrowType.Decimal decimal) {
    try {
      ColumnType type = new Decimal(decimal.getPrecision(), decimal.getScale());
      return type.arrowType().equals(decimal) ? Optional.of(type) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A nullable field of this type's values; of a code's, of its dictionary's. */
  default Field field(String name) {
    return new Field(name, new FieldType(true, arrowType(), null, metadata()), List.of());
  }

  /**
   * A nullable field of the indexes of a dictionary whose values are of this type.
   *
   * <p>It has no extension's name. To Arrow's readers that would be of a type whose values are
   * themselves stored as indexes, which none of the canonical extensions allows: pyarrow refuses
   * the whole stream.
   */
  default Field indexField(String name, DictionaryEncoding encoding) {
    return new Field(name, new FieldType(true, encoding.getIndexType(), encoding), List.of());
  }

  private Map<String, String> metadata() {
    return extensionName().map(name -> Map.of(EXTENSION_NAME, name)).orElse(Map.of());
  }

  /** The type of the Arrow vector that holds the values; of a code's, that of its dictionary. */
  ArrowType arrowType();

  /** The class that a value is of in Java, when it isn't NULL. */
  Class<?> javaType();

  /** What Arrow readers know the type by, as {@code arrow.uuid}, where the type alone won't do. */
  default Optional<String> extensionName() {
    return Optional.empty();
  }

  /** Whether values are equal just where they are held alike, so that they can be grouped by. */
  boolean canBeKey();

  /** Whether values can be summed exactly. */
  default boolean canBeMeasure() {
    return false;
  }
}
