package dev.ledgerload.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Column.Role;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Tables of a journal that has a column of every type: plain, and as a key where it can be one;
 * with NULL, what is empty and what lies at the ends of each type's range. They are made of Arrow's
 * vectors, by no loader.
 *
 * <p>Values are what a {@link ColumnType} says they are in Java; bytes as a {@link ByteBuffer}, so
 * that rows are equal by their values.
 */
public final class EveryType {
  /** The day that all tables are of. */
  public static final LocalDate DAY = LocalDate.of(2026, 3, 29);

  private static final Map<String, ColumnType> TYPES = types();

  /** The journal. */
  public static final JournalSchema SCHEMA =
      JournalSchema.of("every_type")
          .day("day")
          .keys(names(Role.KEY))
          .measures("amount")
          .codes("code")
          .columns(names(Role.PLAIN))
          .build();

  private static final int FEW = 3;
  private static final int SOME = 300; // more than indexes of 8 bits tell apart
  private static final int MANY = 40_000; // and than those of 16

  private EveryType() {}

  private static Map<String, ColumnType> types() {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    List<ColumnType> plain = new ArrayList<>(List.of(Fixed.values()));
    plain.addAll(List.of(Variable.values()));
    plain.addAll(List.of(new Decimal(18, 2), new Decimal(38, 38), new Decimal(76, 20)));
    for (var type : plain) {
      var name = name(type);
      types.put(name, type);
      if (type.canBeKey()) {
        types.put(name + "_key", new Code(type));
      }
    }
    types.put("label", new Code(Variable.TEXT)); // as an enum is held
    return types;
  }

  private static String name(ColumnType type) {
    return type instanceof Decimal decimal
        ? "decimal_%d_%d".formatted(decimal.precision(), decimal.scale())
        : type.toString().toLowerCase(java.util.Locale.ROOT);
  }

  private static String[] names(Role role) {
    return TYPES.keySet().stream()
        .filter(name -> name.endsWith("_key") == (role == Role.KEY))
        .toArray(String[]::new);
  }

  /** How a column is held. */
  public static ColumnType type(Column column) {
    return switch (column.name()) {
      case "day" -> Fixed.DATE;
      case "amount" -> new Decimal(38, 2);
      case "code" -> new Code(Variable.TEXT);
      default -> requireNonNull(TYPES.get(column.name()), column.name());
    };
  }

  /** A day's rows, the same for the same seed: each column's value in the schema's order. */
  public static List<List<@Nullable Object>> rows(int rows, long seed) {
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (var column : SCHEMA.columns()) {
      columns.add(values(column, rows, new Random(seed + column.ordinal())));
    }
    List<List<@Nullable Object>> list = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (var column : columns) {
        values.add(column.get(row));
      }
      list.add(values);
    }
    return list;
  }

  private static List<@Nullable Object> values(Column column, int rows, Random random) {
    var type = type(column);
    List<Object> pool = new ArrayList<>();
    if (type instanceof Code code) {
      int size = code.values() == Fixed.INT64 ? MANY : code.values() == Fixed.UUID ? SOME : FEW;
      var distinct = new LinkedHashSet<>(extremes(code.values()));
      for (int i = 0; i < size; i++) {
        distinct.add(any(code.values(), random));
      }
      pool.addAll(distinct);
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      values.add(value(column, type, pool, random));
    }
    return values;
  }

  private static @Nullable Object value(
      Column column, ColumnType type, List<Object> pool, Random random) {
    if (column.role() == Role.DAY) {
      return DAY;
    }
    if (random.nextInt(6) == 0) {
      return null;
    }
    if (!pool.isEmpty()) {
      return pool.get(random.nextInt(pool.size()));
    }
    var extremes = extremes(type);
    return random.nextBoolean() ? any(type, random) : extremes.get(random.nextInt(extremes.size()));
  }

  private static List<Object> extremes(ColumnType type) {
    if (type instanceof Decimal decimal) {
      var most = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
      return List.of(
          number(most, decimal), number(most.negate(), decimal), number(BigInteger.ZERO, decimal));
    }
    if (type instanceof Variable variable) {
      return switch (variable) {
        case TEXT -> List.of("", "x", "Köln 東京 🚢", "long ".repeat(50));
        case JSON -> List.of("{}", "null", "\"ü\"", "{\"a\": [1, 2.50, null]}");
        case BYTES -> List.of(bytes(), bytes(0), bytes(-1, 0, 127, -128));
      };
    }
    return switch ((Fixed) type) {
      case BOOLEAN -> List.of(true, false);
      case INT16 -> List.of(Short.MIN_VALUE, Short.MAX_VALUE, (short) 0);
      case INT32 -> List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
      case INT64 -> List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L);
      case FLOAT32 ->
          List.of(Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, -0f);
      case FLOAT64 ->
          List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, -0d);
      case DATE -> List.of(LocalDate.of(-4712, 1, 1), LocalDate.of(5_874_897, 12, 31));
      case TIME -> List.of(LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_000));
      case TIMESTAMP -> List.of(FIRST_MOMENT, LAST_MOMENT);
      case TIMESTAMP_UTC ->
          List.of(FIRST_MOMENT.toInstant(ZoneOffset.UTC), LAST_MOMENT.toInstant(ZoneOffset.UTC));
      case UUID -> List.of(new UUID(0, 0), new UUID(-1, -1));
    };
  }

  private static final LocalDateTime FIRST_MOMENT = LocalDateTime.of(-4712, 1, 1, 0, 0);
  private static final LocalDateTime LAST_MOMENT =
      LocalDateTime.of(294_246, 12, 31, 23, 59, 59, 999_999_000);

  private static Object any(ColumnType type, Random random) {
    if (type instanceof Decimal decimal) {
      int bits = BigInteger.TEN.pow(decimal.precision()).bitLength() - 1;
      var number = new BigInteger(random.nextInt(bits + 1), random);
      return number(random.nextBoolean() ? number : number.negate(), decimal);
    }
    if (type instanceof Variable variable) {
      return switch (variable) {
        case TEXT -> "entry %d, straße".formatted(random.nextInt(1_000_000));
        case JSON -> "{\"id\": %d}".formatted(random.nextInt(1_000_000));
        case BYTES -> ByteBuffer.wrap(new BigInteger(random.nextInt(200), random).toByteArray());
      };
    }
    long micros = random.nextInt() * 1_000_003L;
    return switch ((Fixed) type) {
      case BOOLEAN -> random.nextBoolean();
      case INT16 -> (short) random.nextInt();
      case INT32 -> random.nextInt();
      case INT64 -> random.nextLong();
      case FLOAT32 -> random.nextFloat();
      case FLOAT64 -> random.nextGaussian();
      case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000) - 10_000);
      case TIME -> LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_000L + 1_000);
      case TIMESTAMP -> LocalDateTime.ofEpochSecond(micros / 1_000_000, 1_000, ZoneOffset.UTC);
      case TIMESTAMP_UTC -> Instant.ofEpochSecond(micros / 1_000_000, 999_999_000);
      case UUID -> new UUID(random.nextLong(), random.nextLong());
    };
  }

  private static BigDecimal number(BigInteger unscaled, Decimal type) {
    return new BigDecimal(unscaled, type.scale());
  }

  private static ByteBuffer bytes(int... values) {
    var bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  /** A value as a text that Python can make of the same value without a library. */
  public static String text(@Nullable Object value) {
    if (value instanceof ByteBuffer bytes) {
      var copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return java.util.HexFormat.of().formatHex(copy);
    }
    if (value instanceof String string) {
      return java.util.HexFormat.of().formatHex(string.getBytes(UTF_8));
    }
    if (value instanceof Float number) {
      return "%08x".formatted(Float.floatToIntBits(number));
    }
    if (value instanceof Double number) {
      return "%016x".formatted(Double.doubleToLongBits(number));
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value == null ? "NULL" : TypedVectors.micros(value).toString();
  }

  /** What pyarrow prints of a table of rows by {@code print_all}; see {@link Python#run}. */
  public static List<String> printed(List<List<@Nullable Object>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(SCHEMA.columns().stream().map(column -> pyarrow(type(column))).collect(joining("|")));
    rows.forEach(row -> lines.add(row.stream().map(EveryType::text).collect(joining("|"))));
    return lines;
  }

  /** What pyarrow calls a type. */
  private static String pyarrow(ColumnType type) {
    if (type instanceof Code code) {
      var values = code.values() == Fixed.UUID ? "fixed_size_binary[16]" : pyarrow(code.values());
      int bits = code.values() == Fixed.INT64 || code.values() == Fixed.UUID ? 16 : 8;
      return "dictionary<values=%s, indices=int%d, ordered=0>".formatted(values, bits);
    }
    if (type instanceof Decimal decimal) {
      return "decimal%d(%d, %d)"
          .formatted(decimal.precision() > 38 ? 256 : 128, decimal.precision(), decimal.scale());
    }
    if (type instanceof Variable variable) {
      return switch (variable) {
        case TEXT -> "string";
        case JSON -> "extension<arrow.json>";
        case BYTES -> "binary";
      };
    }
    return switch ((Fixed) type) {
      case BOOLEAN -> "bool";
      case INT16 -> "int16";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case DATE -> "date32[day]";
      case TIME -> "time64[us]";
      case TIMESTAMP -> "timestamp[us]";
      case TIMESTAMP_UTC -> "timestamp[us, tz=UTC]";
      case UUID -> "extension<arrow.uuid>";
    };
  }

  /** A table of rows, in batches of so many. */
  public static JournalTable table(
      BufferAllocator parent, List<List<@Nullable Object>> rows, int batchRows) {
    var snapshot = new Snapshot(DAY, Grain.ENTRY, Optional.empty(), Instant.EPOCH);
    return table(parent, snapshot, rows, batchRows);
  }

  /** A table of rows as a snapshot that is said, in batches of so many. */
  public static JournalTable table(
      BufferAllocator parent, Snapshot snapshot, List<List<@Nullable Object>> rows, int batchRows) {
    var allocator = parent.newChildAllocator("every type", 0, Long.MAX_VALUE);
    List<Map<Object, Integer>> codes = new ArrayList<>();
    var dictionaries = new MapDictionaryProvider();
    for (var column : SCHEMA.columns()) {
      Map<Object, Integer> codesOf = new LinkedHashMap<>();
      codes.add(codesOf);
      if (type(column) instanceof Code code) {
        for (var row : rows) {
          var value = row.get(column.ordinal());
          if (value != null) {
            codesOf.putIfAbsent(value, codesOf.size());
          }
        }
        var values = code.field(column.name()).createVector(allocator);
        TypedVectors.fill(values, code.values(), new ArrayList<>(codesOf.keySet()));
        dictionaries.put(new Dictionary(values, encoding(column, codesOf.size())));
      }
    }
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += batchRows) {
      var some = rows.subList(from, Math.min(rows.size(), from + batchRows));
      batches.add(batch(allocator, codes, some));
    }
    return JournalTable.own(SCHEMA, snapshot, allocator, batches, dictionaries);
  }

  private static DictionaryEncoding encoding(Column column, int size) {
    int bits = size <= 1 << 7 ? 8 : size <= 1 << 15 ? 16 : 32;
    return new DictionaryEncoding(column.ordinal(), false, new ArrowType.Int(bits, true));
  }

  private static VectorSchemaRoot batch(
      BufferAllocator allocator,
      List<Map<Object, Integer>> codes,
      List<List<@Nullable Object>> rows) {
    List<FieldVector> vectors = new ArrayList<>();
    for (var column : SCHEMA.columns()) {
      var codesOf = codes.get(column.ordinal());
      List<@Nullable Object> values = new ArrayList<>();
      for (var row : rows) {
        var value = row.get(column.ordinal());
        values.add(value == null || codesOf.isEmpty() ? value : codesOf.get(value));
      }
      var type = type(column);
      boolean isCoded = type instanceof Code;
      var field =
          isCoded
              ? type.indexField(column.name(), encoding(column, codesOf.size()))
              : type.field(column.name());
      var vector = field.createVector(allocator);
      TypedVectors.fill(vector, isCoded ? Fixed.INT32 : type, values);
      vectors.add(vector);
    }
    return new VectorSchemaRoot(vectors);
  }

  /** A table's rows, read from Arrow's vectors. */
  public static List<List<@Nullable Object>> rowsOf(JournalTable table) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (var batch : table.batches()) {
      List<List<@Nullable Object>> columns = new ArrayList<>();
      for (var column : table.columns()) {
        columns.add(valuesOf(table, column, batch.getVector(column.name())));
      }
      for (int row = 0; row < batch.getRowCount(); row++) {
        List<@Nullable Object> values = new ArrayList<>();
        for (var column : columns) {
          values.add(column.get(row));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static List<@Nullable Object> valuesOf(
      JournalTable table, Column column, FieldVector vector) {
    if (!(table.type(column) instanceof Code code)) {
      return TypedVectors.values(vector, table.type(column));
    }
    var distinct = TypedVectors.values(table.dictionary(column), code.values());
    List<@Nullable Object> values =
        new ArrayList<>(Collections.nCopies(vector.getValueCount(), null));
    for (int row = 0; row < values.size(); row++) {
      if (!vector.isNull(row)) {
        values.set(row, distinct.get(TypedVectors.index(vector, row)));
      }
    }
    return values;
  }
}
