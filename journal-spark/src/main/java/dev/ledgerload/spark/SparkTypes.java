package dev.ledgerload.spark;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Which type of Spark's holds a column's values exactly. */
final class SparkTypes {
  private SparkTypes() {}

  /**
   * The columns as Spark has them; all may be NULL.
   *
   * @throws IllegalArgumentException that names those that Spark has no type for
   */
  static StructType of(List<ColumnSpec> specs) {
    List<StructField> fields = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (var spec : specs) {
      var type = of(spec.values());
      if (type.isPresent()) {
        fields.add(new StructField(spec.column().name(), type.get(), true, Metadata.empty()));
      } else {
        problems.add(
            "column %s has numbers of %s, and Spark's have 38 digits at most: leave it out of the journal's columns, or say that it has fewer by column.%s.numeric"
                .formatted(spec.column().name(), spec.values(), spec.column().name()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** As PostgreSQL writes it: {@code 12:34:56.5}. */
  static UTF8String time(LocalTime time) {
    var text = time.format(DateTimeFormatter.ISO_LOCAL_TIME);
    return UTF8String.fromString(text.indexOf('.') < 0 ? text : text.replaceFirst("0+$", ""));
  }

  /**
   * A dictionary's value as Spark holds it inside.
   *
   * @param value of the type's class in Java, but a {@link ByteBuffer} for bytes
   */
  static Object value(ColumnType type, Object value) {
    if (value instanceof ByteBuffer bytes) {
      var copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }
    return value instanceof BigDecimal number && type instanceof Decimal digits
        ? org.apache.spark.sql.types.Decimal.apply(number, digits.precision(), digits.scale())
        : requireNonNull(ValueKind.of(type).value(value));
  }

  private static Optional<DataType> of(ColumnType values) {
    if (values instanceof Decimal decimal) {
      return decimal.canBeMeasure()
          ? Optional.of(DataTypes.createDecimalType(decimal.precision(), decimal.scale()))
          : Optional.empty();
    }
    if (values instanceof Variable variable) {
      return Optional.of(variable == Variable.BYTES ? DataTypes.BinaryType : DataTypes.StringType);
    }
    if (values instanceof Code code) {
      return of(code.values());
    }
    return Optional.of(
        switch ((Fixed) values) {
          case BOOLEAN -> DataTypes.BooleanType;
          case INT16 -> DataTypes.ShortType;
          case INT32 -> DataTypes.IntegerType;
          case INT64 -> DataTypes.LongType;
          case FLOAT32 -> DataTypes.FloatType;
          case FLOAT64 -> DataTypes.DoubleType;
          case DATE -> DataTypes.DateType;
          case TIMESTAMP -> DataTypes.TimestampNTZType;
          case TIMESTAMP_UTC -> DataTypes.TimestampType;
          case TIME, UUID -> DataTypes.StringType;
        });
  }
}
