package dev.ledgerload.contract;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A journal with a column of each type that can be held, three keys and three measures, generated;
 * its values are the oracle, which no loader's code has a part in. Immutable.
 */
final class TypedJournal implements ForeignJournal {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  /** Of 25 hours in that zone. */
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  private static final int ROWS = 4_000; // some of them on the days before and after
  private static final int NULL_PERCENT = 15;
  private static final Instant FIRST = DAY.minusDays(1).atStartOfDay(ZONE).toInstant();
  private static final long SECONDS = 73 * 3_600; // of three days, the second longer by an hour

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          " blank ",
          "comma,",
          "quote\"'",
          "two\nlines",
          "tab\t\\",
          "größer",
          "🧾",
          "x".repeat(3_000));

  /** How a column is declared, and a value of it. */
  private record Kind(String sqlType, Function<Random, Object> value) {}

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    kind("moment", "timestamptz", TypedJournal::moment);
    kind("account", "int", random -> 1_000 + random.nextInt(7));
    kind("owner", "uuid", random -> new UUID(random.nextInt(3) - 1L, random.nextInt(2) - 1L));
    kind("side", "ledgers_side", random -> random.nextBoolean() ? "DEBIT" : "crédit");
    kind("amount", "numeric(18,2)", random -> decimal(random, 59, 2));
    kind("cents", "bigint", random -> decimal(random, 53, 2));
    kind("exact", "numeric(38,10)", random -> decimal(random, 100, 10));
    kind("a_bool", "boolean", Random::nextBoolean);
    kind("an_int2", "smallint", random -> (short) random.nextInt());
    kind("an_int4", "integer", Random::nextInt);
    kind("an_int8", "bigint", Random::nextLong);
    kind("a_numeric", "numeric(38,19)", random -> decimal(random, 120, 19));
    kind("a_wide_numeric", "numeric(70,5)", random -> decimal(random, 225, 5));
    kind("an_untyped_numeric", "numeric", random -> decimal(random, 70, 4));
    kind("a_text", "text", TypedJournal::text);
    kind("a_varchar", "varchar(4000)", TypedJournal::text);
    kind("a_char", "char(3)", random -> random.nextBoolean() ? "EUR" : "é  ");
    kind("a_citext", "citext", TypedJournal::text);
    kind("an_enum", "ledgers_side", random -> random.nextBoolean() ? "DEBIT" : "crédit");
    kind("a_uuid", "uuid", random -> new UUID(random.nextLong(), random.nextLong()));
    kind("a_date", "date", random -> LocalDate.of(1, 1, 1).plusDays(random.nextInt(3_652_059)));
    kind(
        "a_time",
        "time",
        random -> LocalTime.MIDNIGHT.plus(random.nextLong(86_400_000_000L), ChronoUnit.MICROS));
    kind(
        "a_timestamp",
        "timestamp",
        random ->
            LocalDateTime.of(1, 1, 1, 0, 0)
                .plus(random.nextLong(300_000_000_000_000_000L), ChronoUnit.MICROS));
    kind(
        "a_timestamptz",
        "timestamptz",
        random -> Instant.EPOCH.plus(random.nextLong(4_000_000_000_000_000L), ChronoUnit.MICROS));
    kind("a_json", "json", random -> "{\"b\": 1,  \"a\": [%d, null]}".formatted(random.nextInt()));
    kind("a_jsonb", "jsonb", random -> "{\"a\": [%d, null]}".formatted(random.nextInt()));
    kind("some_bytes", "bytea", TypedJournal::bytes);
    kind("a_float4", "real", random -> random.nextFloat() * 1000);
    kind("a_float8", "double precision", Random::nextGaussian);
    kind("a_domain", "ledgers_cents", random -> decimal(random, 30, 2));
    kind("some_money", "money", random -> decimal(random, 53, 2));
  }

  private static final JournalSchema SCHEMA =
      JournalSchema.of("typed_journal")
          .day("moment")
          .dayZone(ZONE)
          .keys("account", "owner", "side")
          .measures("amount", "cents", "exact")
          .minorUnits("cents", 2)
          .numeric("an_untyped_numeric", new Decimal(30, 4))
          .columns(KINDS.keySet().stream().skip(7).toArray(String[]::new))
          .build();

  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

  TypedJournal() {
    var random = new Random(20_261_101);
    for (int i = 0; i < ROWS; i++) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      KINDS.forEach(
          (column, kind) -> {
            boolean isNull = random.nextInt(100) < NULL_PERCENT && !column.equals("moment");
            row.put(column, isNull ? null : kind.value().apply(random));
          });
      rows.add(row);
    }
  }

  private static void kind(String column, String sqlType, Function<Random, Object> value) {
    KINDS.put(column, new Kind(sqlType, value));
  }

  private static Object moment(Random random) {
    return FIRST.plus(random.nextLong(SECONDS * 1_000_000), ChronoUnit.MICROS);
  }

  private static BigDecimal decimal(Random random, int bits, int scale) {
    var digits = new BigInteger(1 + random.nextInt(bits), random);
    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static byte[] bytes(Random random) {
    var bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String name() {
    return "every type";
  }

  @Override
  public JournalSchema schema() {
    return SCHEMA;
  }

  @Override
  public List<LocalDate> days() {
    return List.of(DAY);
  }

  /** Makes the table and fills it. */
  void create(PostgresUrl database) {
    var columns =
        KINDS.entrySet().stream()
            .map(kind -> kind.getKey() + " " + kind.getValue().sqlType())
            .collect(joining(", "));
    var parameters =
        KINDS.entrySet().stream()
            .map(kind -> parameter(kind.getKey(), kind.getValue().sqlType()))
            .collect(joining(", "));
    try (var connection = DriverManager.getConnection(database.jdbcUrl())) {
      try (var statement = connection.createStatement()) {
        statement.execute(
            """
            CREATE EXTENSION IF NOT EXISTS citext;
            CREATE TYPE ledgers_side AS ENUM ('DEBIT', 'crédit');
            CREATE DOMAIN ledgers_cents AS numeric(12,2) CHECK (value IS NULL OR value < 1e10);
            CREATE TABLE typed_journal (%s)"""
                .formatted(columns));
      }
      connection.setAutoCommit(false);
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO typed_journal VALUES (%s)".formatted(parameters))) {
        for (var row : rows) {
          int parameter = 1;
          for (var entry : row.entrySet()) {
            insert.setString(parameter++, sqlText(entry.getKey(), entry.getValue()));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the typed journal can't be made: " + e.getMessage(), e);
    }
  }

  /** Money is read by the locale unless it comes as a number. */
  private static String parameter(String column, String sqlType) {
    return column.equals("some_money") ? "?::numeric::money" : "?::" + sqlType;
  }

  private static @Nullable String sqlText(String column, @Nullable Object value) {
    if (column.equals("cents") && value instanceof BigDecimal amount) {
      return amount.unscaledValue().toString();
    }
    return value instanceof BigDecimal number ? number.toPlainString() : ValueText.of(value);
  }

  private List<Map<String, @Nullable Object>> rowsOf(LocalDate day) {
    return rows.stream()
        .filter(
            row ->
                row.get("moment") instanceof Instant moment
                    && moment.atZone(ZONE).toLocalDate().equals(day))
        .toList();
  }

  @Override
  public List<List<@Nullable String>> entries(
      PostgresUrl database, LocalDate day, Collection<Column> columns) {
    List<List<@Nullable String>> entries = new ArrayList<>();
    for (var row : rowsOf(day)) {
      List<@Nullable String> entry = new ArrayList<>();
      columns.forEach(column -> entry.add(ValueText.of(row.get(column.name()))));
      entries.add(entry);
    }
    return entries;
  }

  @Override
  public List<List<@Nullable String>> groups(PostgresUrl database, LocalDate day) {
    Map<List<@Nullable Object>, List<Map<String, @Nullable Object>>> groups = new LinkedHashMap<>();
    for (var row : rowsOf(day)) {
      List<@Nullable Object> keys = new ArrayList<>();
      SCHEMA.keys().forEach(key -> keys.add(row.get(key.name())));
      groups.computeIfAbsent(keys, key -> new ArrayList<>()).add(row);
    }
    List<List<@Nullable String>> texts = new ArrayList<>();
    groups.forEach(
        (keys, entries) -> {
          List<@Nullable String> text = new ArrayList<>();
          keys.forEach(key -> text.add(ValueText.of(key)));
          SCHEMA.measures().forEach(measure -> text.add(ValueText.of(sum(entries, measure))));
          text.add(Integer.toString(entries.size()));
          texts.add(text);
        });
    return texts;
  }

  private static @Nullable BigDecimal sum(
      List<Map<String, @Nullable Object>> entries, Column measure) {
    BigDecimal sum = null;
    for (var entry : entries) {
      if (entry.get(measure.name()) instanceof BigDecimal amount) {
        sum = sum == null ? amount : sum.add(amount);
      }
    }
    return sum;
  }
}
