package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.ERA;
import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MICRO_OF_SECOND;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;
import static java.time.temporal.ChronoField.YEAR_OF_ERA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is held of each type's values is what the server itself says of them. */
@Tag("volume")
class HeldValuesTest {
  private static final String TABLE = Database.SCHEMA + ".held";
  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  /** As {@link #MOMENT_SQL} has it. */
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .appendValue(YEAR_OF_ERA, 4, 9, SignStyle.NOT_NEGATIVE)
          .appendLiteral('-')
          .appendValue(MONTH_OF_YEAR, 2)
          .appendLiteral('-')
          .appendValue(DAY_OF_MONTH, 2)
          .appendLiteral(' ')
          .appendValue(HOUR_OF_DAY, 2)
          .appendLiteral(':')
          .appendValue(MINUTE_OF_HOUR, 2)
          .appendLiteral(':')
          .appendValue(SECOND_OF_MINUTE, 2)
          .appendLiteral('.')
          .appendValue(MICRO_OF_SECOND, 6)
          .appendLiteral(' ')
          .appendText(ERA, Map.of(0L, "BC", 1L, "AD"))
          .toFormatter(Locale.ROOT);

  private static final String MOMENT_SQL = "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US AD')";

  private final RootAllocator allocator = new RootAllocator();

  /**
   * A type's values.
   *
   * @param text SQL for the text of {@code v}, which tells every value from every other
   * @param random SQL for a value by the number {@code i}, as good as random
   * @param literals special values
   */
  record Case(String type, boolean canBeKey, String text, String random, List<String> literals) {
    static Case of(String type, String text, String random, String... literals) {
      return new Case(type, true, text, random, List.of(literals));
    }

    Case withoutKey() {
      return new Case(type, false, text, random, literals);
    }

    @Override
    public String toString() {
      return type;
    }
  }

  static Stream<Case> types() {
    var schema = Database.SCHEMA;
    return Stream.of(
        Case.of("boolean", "v::text", "hashint4(i) % 3 = 0", "true", "false"),
        Case.of("smallint", "v::text", "(hashint4(i) >> 16)::int2", "-32768", "32767", "0"),
        Case.of("integer", "v::text", "hashint4(i)", "-2147483648", "2147483647", "0", "-1"),
        Case.of(
            "bigint",
            "v::text",
            "hashint8extended(i, 7)",
            "-9223372036854775808",
            "9223372036854775807",
            "0",
            "-1"),
        Case.of(
                "real",
                "v::text",
                "(hashint4(i) / 977.0)::float4",
                "NaN",
                "Infinity",
                "-Infinity",
                "-0",
                "1e-45",
                "3.4028235e38")
            .withoutKey(),
        Case.of(
                "double precision",
                "v::text",
                "hashint8extended(i, 7) / 977.0::float8",
                "NaN",
                "Infinity",
                "-Infinity",
                "-0",
                "5e-324",
                "1.7976931348623157e308")
            .withoutKey(),
        Case.of(
            "numeric(12,3)",
            "v::text",
            "hashint4(i) / 1000.0",
            "0",
            "0.001",
            "-0.001",
            "999999999.999",
            "-999999999.999",
            "10000"),
        Case.of(
            "numeric(38,38)",
            "v::text",
            "hashint8extended(i, 7) / 1e19::numeric",
            "0",
            "1e-38",
            "-0." + "9".repeat(38)),
        Case.of(
            "numeric(5,-2)", "v::text", "hashint4(i) / 1000", "0", "9999900", "-9999900", "149"),
        Case.of(
            "numeric(39,2)",
            "v::text",
            "hashint8extended(i, 7) * 1e10 + i / 100.0",
            "0",
            "9".repeat(37) + ".99",
            "-" + "9".repeat(37) + ".99",
            "-0.01"),
        Case.of(
            "numeric(76,38)",
            "v::text",
            "hashint8extended(i, 7) / 1e19::numeric",
            "0",
            "9".repeat(38) + "." + "9".repeat(38),
            "-" + "9".repeat(38) + "." + "9".repeat(38),
            "-1e-38"),
        Case.of(
            "numeric", // of 38 digits, five of them behind the point, as the schema says
            "v::numeric(38,5)::text",
            "hashint8extended(i, 7) / 100000.0",
            "0",
            "1.0",
            "1.00000",
            "1.000000000000000",
            "1e32",
            "-0.00001"),
        Case.of(
            "money",
            "v::numeric::text",
            "hashint4(i)::numeric::money",
            "92233720368547758.07",
            "-92233720368547758.08",
            "0"),
        texts("text"),
        texts("varchar"),
        texts("varchar(40)"),
        texts(schema + ".citext"),
        Case.of("char(10)", "rpad(v::text, 10)", "substr(md5(i::text), 1, i % 11)", "", "ü ", " a"),
        Case.of("name", "v::text", "substr(md5(i::text), 1, i % 33)", "", "ü", "a".repeat(63)),
        Case.of(
            schema + ".colour",
            "v::text",
            "(ARRAY['red', 'grün', '']::%s.colour[])[i %% 3 + 1]".formatted(schema),
            "red",
            "grün",
            ""),
        Case.of(
            "uuid",
            "v::text",
            "md5(i::text)::uuid",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff"),
        Case.of(
            "bytea",
            "encode(v, 'hex')",
            "decode(substr(md5(i::text), 1, i % 16 * 2), 'hex')",
            "",
            "\\x00",
            "\\xff00"),
        Case.of(
                "json",
                "v::text",
                "to_json(md5(i::text))",
                "null",
                "1.0",
                " { \"b\" : 1,\t\"a\":[]}",
                "\t1",
                "\"ü😀\"")
            .withoutKey(),
        Case.of(
                "jsonb",
                "v::text",
                "jsonb_build_object(md5(i::text), i)",
                "null",
                "1.0",
                "{\"b\":1,\"a\":[]}",
                "\"ü😀\"")
            .withoutKey(),
        Case.of(
            "date",
            MOMENT_SQL.formatted("v::timestamp"),
            "DATE '2000-01-01' + hashint4(i) % 700000",
            "4714-11-24 BC",
            "0001-12-31 BC",
            "0001-01-01",
            "1969-12-31",
            "294276-12-31"),
        Case.of(
            "time",
            "to_char(v, 'HH24:MI:SS.US')",
            "(abs(hashint8extended(i, 7) % 86400000000) * INTERVAL '1 microsecond')::time",
            "00:00",
            "00:00:00.000001",
            "23:59:59.999999"),
        moments("timestamp", "v"),
        moments("timestamptz", "v AT TIME ZONE 'UTC'"));
  }

  private static Case texts(String type) {
    return Case.of(
        type,
        "v::text",
        "substr(md5(i::text), 1, i % 33)",
        "",
        " ",
        "a",
        "A",
        "ä",
        "a\u0308",
        "😀",
        "eight888",
        "nine99999",
        "ü".repeat(40));
  }

  private static Case moments(String type, String utc) {
    return Case.of(
        type,
        MOMENT_SQL.formatted(utc),
        "(TIMESTAMP '2000-01-01' + hashint8extended(i, 7) / 100 * INTERVAL '1 microsecond')",
        "4714-11-25 00:00 BC",
        "1969-12-31 23:59:59.999999",
        "1999-12-31 23:59:59.999999",
        "2000-01-01",
        "2026-03-29 01:30",
        "294246-12-31 23:59:59.999999");
  }

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
    Database.execute(
        "CREATE EXTENSION citext SCHEMA " + Database.SCHEMA,
        "CREATE TYPE %s.colour AS ENUM ('red', 'grün', '')".formatted(Database.SCHEMA));
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  @AfterEach
  void everythingWasFreed() {
    allocator.close(); // says what wasn't
  }

  @ParameterizedTest
  @MethodSource("types")
  void areTheServersOwn(Case type) throws SQLException {
    makeTable(type, type.type());
    var journal = journal(type);

    try (var table = load(journal)) {
      var expected = answers("SELECT %s FROM %s ORDER BY id".formatted(type.text(), TABLE));
      assertThat(expected).contains((String) null).hasSizeGreaterThan(2_500);
      assertHeld(table, journal, expected);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void ofDomainsAreThoseOfWhatTheyAreOver(Case type) throws SQLException {
    var domain = Database.SCHEMA + ".held_domain";
    Database.execute(
        "DROP TABLE IF EXISTS " + TABLE,
        "DROP DOMAIN IF EXISTS " + domain,
        "CREATE DOMAIN %s AS %s".formatted(domain, type.type()));
    makeTable(type, domain);
    var journal = journal(type);

    try (var table = load(journal)) {
      assertHeld(
          table, journal, answers("SELECT %s FROM %s ORDER BY id".formatted(type.text(), TABLE)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric(9,2)  | NaN                    | is NaN",
        "numeric(50,2) | NaN                    | is NaN",
        "date          | infinity               | is infinity",
        "date          | -infinity              | is -infinity",
        "timestamp     | infinity               | is infinity",
        "timestamp     | -infinity              | is -infinity",
        "timestamptz   | infinity               | is infinity",
        "timestamptz   | -infinity              | is -infinity",
        "timestamp     | 294276-12-31           | than 64 bits hold",
        "timestamptz   | 294247-01-10 04:00:55Z | than 64 bits hold",
        "time          | 24:00                  | is 24:00:00, which is no time of that day"
      })
  void thatHaveNoExactFormAreRefusedByColumnAndRow(String type, String literal, String problem)
      throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS " + TABLE,
        "CREATE TABLE %s (id serial, d date, m int, v %s, k %2$s)".formatted(TABLE, type),
        "INSERT INTO %s (v) SELECT NULL FROM generate_series(1, 2000)".formatted(TABLE),
        "INSERT INTO %s (v, k) VALUES (NULL, '%s'), ('%2$s', NULL)".formatted(TABLE, literal));
    var journal = JournalSchema.of(TABLE).day("d").measures("m").keys("k").columns("v").build();

    assertRefused(journal, "v", "v of entry 2002 ", problem);
    assertRefused(journal, "k", "k of entry 2001 ", problem);
  }

  @ParameterizedTest
  @CsvSource({"Infinity, is Infinity", "-Infinity, is -Infinity", "NaN, is NaN"})
  void thatAreInfiniteNumbersAreRefused(String literal, String problem) throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS " + TABLE,
        "CREATE TABLE %s (id serial, d date, m int, v numeric, k numeric)".formatted(TABLE),
        "INSERT INTO %s (v, k) VALUES (1, 1), ('%s', '%2$s')".formatted(TABLE, literal));
    var journal =
        JournalSchema.of(TABLE)
            .day("d")
            .measures("m")
            .keys("k")
            .columns("v")
            .numeric("k", new Decimal(76, 5))
            .numeric("v", new Decimal(38, 5))
            .build();

    assertRefused(journal, "v", "v of entry 2 ", problem);
    assertRefused(journal, "k", "k of entry 2 ", problem);
  }

  @Test
  void withMoreDigitsThanTheSchemaSaysAreRefusedWithHowManyWouldDo() throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS " + TABLE,
        "CREATE TABLE %s (id serial, d date, m int, v numeric, k numeric)".formatted(TABLE),
        "INSERT INTO %s (v, k) VALUES (1, 1), (0.123456, 0.1234567)".formatted(TABLE));
    var journal =
        JournalSchema.of(TABLE)
            .day("d")
            .measures("v")
            .keys("k")
            .numeric("k", new Decimal(38, 5))
            .numeric("v", new Decimal(38, 5))
            .build();

    assertThatThrownBy(() -> load(journal, List.of(journal.column("v")), "true"))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageEndingWith(
            "v of entry 2 has more than 5 digits after the point, and the database declares its column without any: set the option untyped-numeric=38,6 or set column.v.numeric=38,6 in the schema, or declare them");
    assertThatThrownBy(() -> load(journal, List.of(journal.column("k")), "true"))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageEndingWith(
            "k of entry 2 has more than 5 digits after the point, and the database declares its column without any: set column.k.numeric=76,7 in the schema, or declare them");
  }

  private void assertRefused(JournalSchema journal, String column, String where, String problem) {
    assertThatThrownBy(() -> load(journal, List.of(journal.column(column)), "true"))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(CORRUPT))
        .hasMessageContaining(where)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({"smallint, 2", "integer, 0", "integer, 3", "bigint, 2", "bigint, 18", "money, 2"})
  void ofMeasuresThatCountMinorUnitsAreAmounts(String type, int scale) throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS " + TABLE,
        "CREATE TABLE %s (id serial, d date, m %s, k int)".formatted(TABLE, type),
        "INSERT INTO %s (m) SELECT CASE WHEN i %% 5 > 0 THEN (hashint4(i) >> 17)::%s END FROM generate_series(1, 3000) i"
            .formatted(TABLE, type));
    var journal = JournalSchema.of(TABLE).day("d").keys("k").measures("m").minorUnits("m", scale);
    var sql = type.equals("money") ? "m::numeric" : "m::numeric * 1e-%d::numeric".formatted(scale);
    var expected =
        answers(
            "SELECT (%s)::numeric(38,%d)::text FROM %s ORDER BY id".formatted(sql, scale, TABLE));

    var built = journal.build();
    var measure = built.column("m");
    try (var table = load(built, List.of(measure), "id <= 1234", "id > 1234")) {
      assertThat(texts(table, measure)).isEqualTo(expected);
    }
  }

  /** More rows than a batch has, in each of two parts, some of them longer than a block's share. */
  @Tag("volume")
  @Test
  void ofManyTextsAreWholeInEveryBatchOfEveryPart() throws Exception {
    Database.execute(
        "DROP TABLE IF EXISTS " + TABLE,
        "CREATE TABLE %s (id int, d date, m int, v text, k text)".formatted(TABLE),
        "INSERT INTO %s (id, v) SELECT i, CASE WHEN i %% 7 > 0 THEN repeat(md5(i::text), CASE WHEN i %% 50000 = 1 THEN 40000 ELSE i %% 3 END) || 'ü' END FROM generate_series(1, 530000) i"
            .formatted(TABLE));
    var journal = JournalSchema.of(TABLE).day("d").measures("m").keys("k").columns("v").build();

    try (var table = load(journal, List.of(journal.column("v")), "id <= 265000", "id > 265000")) {
      assertThat(table.batches()).hasSize(4);
      var held = MessageDigest.getInstance("MD5");
      for (var rows = table.cursor(); rows.next(); ) {
        var value = rows.getString(journal.column("v"));
        held.update((value == null ? "-" : value).getBytes(UTF_8));
      }
      assertThat(HexFormat.of().formatHex(held.digest()))
          .isEqualTo(
              Database.ask(
                  "SELECT md5(string_agg(coalesce(v, '-'), '' ORDER BY id)) FROM " + TABLE));
    }
  }

  /** Rows of some random values, some NULLs and all special ones. */
  private static void makeTable(Case type, String sqlType) throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add("DROP TABLE IF EXISTS " + TABLE);
    statements.add(
        "CREATE TABLE %s (id serial, d date, m int, v %s, k %2$s)".formatted(TABLE, sqlType));
    statements.add(
        "INSERT INTO %s (v, k) SELECT v, v FROM (SELECT CASE WHEN i %% 5 > 0 THEN %s END AS v FROM generate_series(1, 2600) i) AS random"
            .formatted(TABLE, type.random()));
    for (var literal : type.literals()) {
      statements.add("INSERT INTO %s (v, k) VALUES ('%s', '%2$s')".formatted(TABLE, literal));
    }
    Database.execute(statements.toArray(String[]::new));
  }

  /** The values as a column, and as a key if they can be one. */
  private static JournalSchema journal(Case type) {
    var builder = JournalSchema.of(TABLE).day("d").measures("m");
    if (type.canBeKey()) {
      builder.keys("k").columns("v");
    } else {
      builder.keys("id").columns("v");
    }
    if (type.type().equals("numeric")) {
      builder.numeric("v", new Decimal(38, 5)).numeric("k", new Decimal(38, 5));
    }
    return builder.build();
  }

  private static void assertHeld(
      JournalTable table, JournalSchema journal, List<@Nullable String> expected) {
    for (var column : loaded(journal)) {
      assertThat(texts(table, column))
          .as("column %s", column)
          .isEqualTo(normal(expected, table, column));
      if (column.role() == Column.Role.KEY) {
        assertThat(table.dictionaryValues(column)).doesNotHaveDuplicates();
      }
    }
  }

  private static List<@Nullable String> texts(JournalTable table, Column column) {
    List<@Nullable String> texts = new ArrayList<>();
    for (var rows = table.cursor(); rows.next(); ) {
      var value = rows.getObject(column);
      texts.add(value == null ? null : text(value));
    }
    return texts;
  }

  /** Of numbers with a floating point the server and Java have different texts for one number. */
  private static List<@Nullable String> normal(
      List<@Nullable String> texts, JournalTable table, Column column) {
    List<@Nullable String> normal = new ArrayList<>();
    var javaType = table.type(column).javaType();
    for (var text : texts) {
      normal.add(
          text == null
              ? null
              : javaType == Float.class
                  ? String.valueOf(Float.parseFloat(text))
                  : javaType == Double.class ? String.valueOf(Double.parseDouble(text)) : text);
    }
    return normal;
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof LocalDate day) {
      return MOMENT.format(day.atStartOfDay());
    }
    if (value instanceof LocalTime time) {
      return MOMENT.format(DAY.atTime(time)).substring(11, 26);
    }
    if (value instanceof LocalDateTime moment) {
      return MOMENT.format(moment);
    }
    if (value instanceof Instant moment) {
      return MOMENT.format(moment.atOffset(ZoneOffset.UTC));
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }

  private static List<@Nullable String> answers(String sql) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    try (var connection = DriverManager.getConnection(Database.url().jdbcUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static List<Column> loaded(JournalSchema journal) {
    return journal.columns().stream()
        .filter(column -> column.name().equals("k") || column.name().equals("v"))
        .toList();
  }

  /** All rows, in two parts: what comes first in the table, and the rest. */
  private JournalTable load(JournalSchema journal) throws SQLException {
    var half = Long.parseLong(Database.ask("SELECT count(*) / 2 FROM " + TABLE));
    return load(journal, loaded(journal), "id <= " + half, "id > " + half);
  }

  private JournalTable load(JournalSchema journal, List<Column> columns, String... conditions) {
    try (var session = PostgresSession.open("test", Database.url(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(Duration.ofMinutes(1)),
          () -> "loading",
          snapshot -> load(snapshot, journal, columns, conditions));
    }
  }

  private JournalTable load(
      PostgresSnapshot snapshot, JournalSchema journal, List<Column> columns, String... conditions)
      throws SQLException, IOException {
    var specs = snapshot.describe("test", journal, columns, NumericShape.DEFAULT).columns();
    try (var builder = new JournalTableBuilder(allocator, journal, specs)) {
      for (var condition : conditions) {
        var reader = new TupleReader(builder.addPart(), columns.size());
        reader.read(
            snapshot.copy(
                "COPY (SELECT %s FROM %s WHERE %s ORDER BY id) TO STDOUT (FORMAT binary)"
                    .formatted(journal.columnsSql(columns), TABLE, condition)));
      }
      return builder.finish(
          new JournalTable.Snapshot(DAY, Grain.ENTRY, Optional.empty(), snapshot.asOf()));
    }
  }
}
