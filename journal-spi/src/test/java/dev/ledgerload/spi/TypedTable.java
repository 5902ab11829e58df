package dev.ledgerload.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.ColumnType.Code;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/** Tables of any columns and values, which vectors are filled with by hand. */
final class TypedTable {
  private TypedTable() {}

  /**
   * A table in as many batches as there are lists of rows.
   *
   * @param schema which columns there are, and in which order a row has their values
   * @param types by the names of the columns
   */
  static JournalTable open(
      BufferAllocator parent,
      JournalSchema schema,
      Map<String, ColumnType> types,
      List<List<List<@Nullable Object>>> batches) {
    var allocator = parent.newChildAllocator("table", 0, Long.MAX_VALUE);
    var dictionaries = new MapDictionaryProvider();
    List<Column> columns = List.copyOf(schema.columns());
    List<List<FieldVector>> vectors = new ArrayList<>();
    for (int batch = 0; batch < batches.size(); batch++) {
      vectors.add(new ArrayList<>());
    }
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      var type = Objects.requireNonNull(types.get(column.name()), column.name());
      var distinct = type instanceof Code ? distinct(batches, i) : List.of();
      if (type instanceof Code code) {
        var values = fill(code.values(), "values", distinct, allocator);
        dictionaries.put(new Dictionary(values, TestTable.encoding(i)));
      }
      for (int batch = 0; batch < batches.size(); batch++) {
        var values = column(batches.get(batch), i);
        vectors
            .get(batch)
            .add(
                type instanceof Code
                    ? indexes(column.name(), TestTable.encoding(i), distinct, values, allocator)
                    : fill(type, column.name(), values, allocator));
      }
    }
    return JournalTable.own(
        schema,
        new JournalTable.Snapshot(
            TestTable.DAY, schema.grain(), Optional.empty(), Instant.parse("2026-04-01T00:00:00Z")),
        allocator,
        vectors.stream().map(VectorSchemaRoot::new).toList(),
        dictionaries);
  }

  private static List<@Nullable Object> column(List<List<@Nullable Object>> rows, int column) {
    List<@Nullable Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.get(column)));
    return values;
  }

  private static List<Object> distinct(List<List<List<@Nullable Object>>> batches, int column) {
    return batches.stream()
        .flatMap(batch -> column(batch, column).stream())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static FieldVector indexes(
      String name,
      DictionaryEncoding encoding,
      List<?> distinct,
      List<@Nullable Object> values,
      BufferAllocator allocator) {
    var vector = TestTable.index(name, encoding, allocator);
    vector.allocateNew(values.size());
    for (int row = 0; row < values.size(); row++) {
      var value = values.get(row);
      if (value != null) {
        vector.set(row, distinct.indexOf(value));
      }
    }
    vector.setValueCount(values.size());
    return vector;
  }

  private static FieldVector fill(
      ColumnType type,
      String name,
      List<? extends @Nullable Object> values,
      BufferAllocator allocator) {
    var vector = type.field(name).createVector(allocator);
    vector.setInitialCapacity(values.size());
    vector.allocateNew();
    for (int row = 0; row < values.size(); row++) {
      var value = values.get(row);
      if (value != null) {
        set(vector, row, value);
      }
    }
    vector.setValueCount(values.size());
    return vector;
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (vector instanceof BaseFixedWidthVector) {
      setFixed(vector, row, value);
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, ((String) value).getBytes(UTF_8));
    } else {
      ((VarBinaryVector) vector)
          .setSafe(row, value instanceof ByteBuffer key ? bytes(key) : (byte[]) value);
    }
  }

  private static byte[] bytes(ByteBuffer key) {
    var bytes = new byte[key.remaining()];
    key.get(key.position(), bytes);
    return bytes;
  }

  private static void setFixed(FieldVector vector, int row, Object value) {
    if (value instanceof Boolean truth) {
      ((BitVector) vector).set(row, truth ? 1 : 0);
    } else if (value instanceof Short number) {
      ((SmallIntVector) vector).set(row, number);
    } else if (value instanceof Integer number) {
      ((IntVector) vector).set(row, number);
    } else if (value instanceof Long number) {
      ((BigIntVector) vector).set(row, number);
    } else if (value instanceof Float number) {
      ((Float4Vector) vector).set(row, number);
    } else if (value instanceof Double number) {
      ((Float8Vector) vector).set(row, number);
    } else if (value instanceof BigDecimal number) {
      setDecimal(vector, row, number);
    } else if (value instanceof LocalDate day) {
      ((DateDayVector) vector).set(row, (int) day.toEpochDay());
    } else if (value instanceof LocalTime time) {
      ((TimeMicroVector) vector).set(row, time.toNanoOfDay() / 1000);
    } else if (value instanceof LocalDateTime time) {
      ((TimeStampVector) vector).set(row, micros(time.toInstant(ZoneOffset.UTC)));
    } else if (value instanceof Instant time) {
      ((TimeStampVector) vector).set(row, micros(time));
    } else {
      var id = (UUID) value;
      var bytes = ByteBuffer.allocate(16);
      bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
      ((FixedSizeBinaryVector) vector).set(row, bytes.array());
    }
  }

  private static void setDecimal(FieldVector vector, int row, BigDecimal number) {
    if (((ArrowType.Decimal) vector.getField().getType()).getBitWidth() == 128) {
      ((DecimalVector) vector).set(row, number);
    } else {
      ((Decimal256Vector) vector).set(row, number);
    }
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
