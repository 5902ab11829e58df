package dev.ledgerload.postgres;

import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.AMOUNT;
import static dev.ledgerload.spi.GlEntries.ID;
import static dev.ledgerload.spi.GlEntries.TRX_DATE;
import static dev.ledgerload.spi.GlEntries.T_1;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSchemaBuilder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypesTest {
  private static final JournalSchema LAYOUT =
      JournalSchema.GL_ENTRIES.withTable(Database.SCHEMA + ".t");

  private static final JournalSchema ZONED =
      small().measures("amount").dayZone(ZoneId.of("Europe/Berlin")).build();

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
    Database.execute(
        "CREATE EXTENSION citext SCHEMA " + Database.SCHEMA,
        "CREATE EXTENSION hstore SCHEMA " + Database.SCHEMA,
        "CREATE TYPE %s.mood AS ENUM ('sad', 'ok', 'happy')".formatted(Database.SCHEMA),
        "CREATE TYPE %s.pair AS (a int, b int)".formatted(Database.SCHEMA),
        "CREATE TYPE %s.uuid AS (a int)".formatted(Database.SCHEMA)); // not PostgreSQL's
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  @ParameterizedTest
  @CsvSource({
    "'numeric(18,2)', 18, 2, false",
    "'numeric(38,38)', 38, 38, false",
    "'numeric(38)', 38, 0, false",
    "'numeric(1,1)', 1, 1, false",
    "'numeric(5,-2)', 7, 0, false",
    "'numeric(3,5)', 5, 5, false",
    "'numeric(30,-8)', 38, 0, false",
    "'numeric(1,38)', 38, 38, false",
    "numeric, 20, 4, true",
    "ledgerload_postgres_test.money2, 12, 2, false",
    "ledgerload_postgres_test.untyped, 20, 4, true"
  })
  void findsTheDigitsOfAmounts(String type, int precision, int scale, boolean assumed)
      throws SQLException {
    Database.execute(
        "DROP DOMAIN IF EXISTS %s.money2 CASCADE".formatted(Database.SCHEMA),
        "CREATE DOMAIN %s.money2 AS numeric(12,2)".formatted(Database.SCHEMA),
        "DROP DOMAIN IF EXISTS %s.untyped CASCADE".formatted(Database.SCHEMA),
        "CREATE DOMAIN %s.untyped AS numeric".formatted(Database.SCHEMA));
    makeTable("amount " + type);

    assertThat(described(LAYOUT, AMOUNT))
        .containsExactly(new ColumnSpec(AMOUNT, new Decimal(precision, scale), assumed, false));
  }

  @ParameterizedTest
  @CsvSource({
    "'numeric(50,2)', 50, 2", "'numeric(39)', 39, 0", "'numeric(30,-9)', 30, -9",
    "'numeric(2,39)', 2, 39", "'numeric(1000,-1000)', 1000, -1000",
        "'numeric(1000,1000)', 1000, 1000"
  })
  void refusesAmountsOfMoreDigitsThanCanBeHeld(String type, int precision, int scale)
      throws SQLException {
    makeTable("amount " + type);

    assertRefused(
        AMOUNT,
        "is numeric(%d,%d); at most 38 digits before and after the point can be summed: declare fewer, or cast it in a view or by query="
            .formatted(precision, scale));
  }

  static Stream<Arguments> types() {
    return Stream.of(
        arguments("boolean", Fixed.BOOLEAN),
        arguments("smallint", Fixed.INT16),
        arguments("integer", Fixed.INT32),
        arguments("bigint", Fixed.INT64),
        arguments("smallserial", Fixed.INT16),
        arguments("serial", Fixed.INT32),
        arguments("bigserial", Fixed.INT64),
        arguments("numeric(38,38)", new Decimal(38, 38)),
        arguments("numeric(39)", new Decimal(39, 0)),
        arguments("numeric(70,-6)", new Decimal(76, 0)),
        arguments("numeric(2,76)", new Decimal(76, 76)),
        arguments("money", new Decimal(19, 2)),
        arguments("text", Variable.TEXT),
        arguments("varchar", Variable.TEXT),
        arguments("varchar(10)", Variable.TEXT),
        arguments("char(10)", Variable.TEXT),
        arguments("name", Variable.TEXT),
        arguments(Database.SCHEMA + ".citext", Variable.TEXT),
        arguments(Database.SCHEMA + ".mood", new Code(Variable.TEXT)),
        arguments("uuid", Fixed.UUID),
        arguments("bytea", Variable.BYTES),
        arguments("date", Fixed.DATE),
        arguments("time", Fixed.TIME),
        arguments("time(3)", Fixed.TIME),
        arguments("timestamp", Fixed.TIMESTAMP),
        arguments("timestamp(0)", Fixed.TIMESTAMP),
        arguments("timestamptz", Fixed.TIMESTAMP_UTC));
  }

  /** Without the serials, which are integers with a default. */
  static Stream<Arguments> typesOfDomains() {
    return types().filter(type -> !type.get()[0].toString().contains("serial"));
  }

  static Stream<Arguments> typesWithoutCodes() {
    return Stream.of(
        arguments("real", Fixed.FLOAT32, "real"),
        arguments("double precision", Fixed.FLOAT64, "double precision"),
        arguments("json", Variable.JSON, "json"),
        arguments("jsonb", Variable.JSON, "jsonb"));
  }

  @ParameterizedTest
  @MethodSource({"types", "typesWithoutCodes"})
  void holdsEachType(String type, ColumnType held) throws SQLException {
    makeTable("id " + type);

    assertThat(described(LAYOUT, ID))
        .containsExactly(new ColumnSpec(ID, held, false, type.equals("money")));
  }

  @ParameterizedTest
  @MethodSource("types")
  void holdsKeysAndCodesOfEachTypeByADictionary(String type, ColumnType held) throws SQLException {
    makeTable("acc_debit %1$s, t_1 %1$s".formatted(type));

    var codes = held instanceof Code ? held : new Code(held);
    boolean integers = type.equals("money");
    assertThat(described(LAYOUT, ACC_DEBIT, T_1))
        .containsExactly(
            new ColumnSpec(ACC_DEBIT, codes, false, integers),
            new ColumnSpec(T_1, codes, false, integers));
  }

  @ParameterizedTest
  @MethodSource("typesWithoutCodes")
  void refusesKeysAndCodesThatAreEqualButNotHeldAlike(String type, ColumnType held, String name)
      throws SQLException {
    makeTable("acc_debit %1$s, t_1 %1$s".formatted(type));

    var problem =
        "is of type %s, of which what is equal can be held in several ways, so that entries can't be grouped by it: "
            .formatted(name);
    assertRefused(ACC_DEBIT, problem + "name another column, or cast it in a view or by query=");
    assertRefused(T_1, problem + "name it in columns= instead of codes=");
  }

  @ParameterizedTest
  @MethodSource("typesOfDomains")
  void takesADomainForWhatItIsOver(String type, ColumnType held) throws SQLException {
    Database.execute(
        "DROP DOMAIN IF EXISTS %s.over CASCADE".formatted(Database.SCHEMA),
        "DROP DOMAIN IF EXISTS %s.under CASCADE".formatted(Database.SCHEMA),
        "CREATE DOMAIN %s.under AS %s".formatted(Database.SCHEMA, type),
        "CREATE DOMAIN %1$s.over AS %1$s.under".formatted(Database.SCHEMA));
    makeTable("id %s.over".formatted(Database.SCHEMA));

    assertThat(described(LAYOUT, ID)).extracting(ColumnSpec::type).containsExactly(held);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oid               | oid",
        "bigint[]          | bigint[]",
        "interval          | interval",
        "timetz            | time with time zone",
        "xml               | xml",
        "int4range         | int4range",
        "point             | point",
        "inet              | inet",
        "bit(3)            | bit",
        "tsvector          | tsvector",
        "\"char\"          | \"char\"",
        "ledgerload_postgres_test.pair   | ledgerload_postgres_test.pair",
        "ledgerload_postgres_test.uuid   | ledgerload_postgres_test.uuid",
        "ledgerload_postgres_test.hstore | ledgerload_postgres_test.hstore",
        "ledgerload_postgres_test.mood[] | ledgerload_postgres_test.mood[]"
      })
  void refusesWhatHasNoFormByTheNamesOfColumnAndType(String type, String name) throws SQLException {
    makeTable("id %1$s, acc_debit %1$s, t_1 %1$s".formatted(type));

    var problem = "is of type %s, which can't be held exactly: ".formatted(name);
    assertRefused(ID, problem + "leave it out, or cast it in a view or by query=");
    assertRefused(T_1, problem + "leave it out, or cast it in a view or by query=");
    assertRefused(ACC_DEBIT, problem + "name another column, or cast it in a view or by query=");
  }

  @Test
  void looksAtNoColumnThatNobodyAsksFor() throws SQLException {
    makeTable("id int, tags text[], amount real");

    assertThat(described(LAYOUT, ID)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"date, DATE", "timestamp, TIMESTAMP"})
  void takesDaysAndTimestampsForTheDay(String type, Fixed held) throws SQLException {
    makeTable("trx_date " + type);

    assertThat(described(LAYOUT, TRX_DATE)).containsExactly(new ColumnSpec(TRX_DATE, held));
  }

  @Test
  void takesMomentsForTheDayIfItIsSaidWhere() throws SQLException {
    makeTable("id int, acc_debit int, trx_date timestamptz, amount int");

    assertRefused(
        TRX_DATE,
        "is of type timestamp with time zone, and in which day a moment lies depends on the time zone: say that of the books, as day.zone=Europe/Berlin");
    var day = ZONED.day();
    assertThat(described(ZONED, day)).containsExactly(new ColumnSpec(day, Fixed.TIMESTAMP_UTC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"date", "timestamp"})
  void refusesAZoneOfADayThatHasNone(String type) throws SQLException {
    makeTable("id int, acc_debit int, amount int, trx_date " + type);

    assertRefused(
        ZONED,
        ZONED.day(),
        "is of type %s, which has no time zone: leave day.zone out".formatted(type));
  }

  @ParameterizedTest
  @CsvSource({
    "text, text",
    "int4, integer",
    "time, time",
    "timestamp[], timestamp without time zone[]"
  })
  void refusesOtherTypesForTheDay(String type, String name) throws SQLException {
    makeTable("trx_date " + type);

    assertRefused(
        TRX_DATE,
        "is of type %s; a day must be date, timestamp or timestamp with time zone: name another column, or cast it in a view or by query="
            .formatted(name));
  }

  @ParameterizedTest
  @CsvSource({
    "smallint, 5, 0, 5, 2",
    "integer, 10, 0, 10, 2",
    "bigint, 19, 0, 19, 2",
    "money, 19, 2, 19, 2",
    "smallint, 5, 0, 7, 7",
    "bigint, 19, 0, 19, 18",
    "money, 19, 2, 19, 0"
  })
  void takesIntegersForMeasures(String type, int digits, int scale, int minorDigits, int minorUnits)
      throws SQLException {
    makeTable("acc_debit int, amount " + type);

    assertThat(described(LAYOUT, AMOUNT))
        .containsExactly(new ColumnSpec(AMOUNT, new Decimal(digits, scale), false, true));
    var journal = small().measures("amount").minorUnits("amount", minorUnits).build();
    var measure = journal.column("amount");
    assertThat(described(journal, measure))
        .containsExactly(
            new ColumnSpec(measure, new Decimal(minorDigits, minorUnits), false, true));
  }

  @ParameterizedTest
  @CsvSource({
    "float8, double precision",
    "float4, real",
    "text, text",
    "boolean, boolean",
    "interval, interval",
    "'numeric[]', 'numeric[]'"
  })
  void refusesOtherTypesForTheAmount(String type, String name) throws SQLException {
    makeTable("amount " + type);

    assertRefused(
        AMOUNT,
        "is of type %s; a measure must be numeric, an integer or money: name another column, or cast it in a view or by query="
            .formatted(name));
  }

  @Test
  void holdsUntypedNumbersByTheDigitsThatTheSchemaSays() throws SQLException {
    makeTable("acc_debit numeric, amount numeric, rate numeric");
    var journal =
        small()
            .measures("amount")
            .columns("rate")
            .numeric("acc_debit", new Decimal(20, 0))
            .numeric("amount", new Decimal(30, 5))
            .numeric("rate", new Decimal(76, 40))
            .build();

    assertThat(described(journal, List.copyOf(journal.columns().without(journal.day()))))
        .containsExactly(
            new ColumnSpec(journal.column("acc_debit"), new Code(new Decimal(20, 0)), true, false),
            new ColumnSpec(journal.column("amount"), new Decimal(30, 5), true, false),
            new ColumnSpec(journal.column("rate"), new Decimal(76, 40), true, false));
  }

  @Test
  void refusesUntypedNumbersOfWhichNothingIsSaid() throws SQLException {
    makeTable("id numeric, acc_debit numeric");

    for (var column : List.of(ID, ACC_DEBIT)) {
      assertRefused(
          column,
          "is numeric without declared digits: say how many to hold, and how many of them behind the point, as column.%s.numeric=38,5"
              .formatted(column));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'numeric(77)', 'numeric(77,0)'",
    "'numeric(70,-7)', 'numeric(70,-7)'",
    "'numeric(1,77)', 'numeric(1,77)'"
  })
  void refusesNumbersOfMoreDigitsThanCanBeHeld(String type, String name) throws SQLException {
    makeTable("id " + type);

    assertRefused(
        ID,
        "is %s; at most 76 digits before and after the point can be held: declare fewer, or cast it in a view or by query="
            .formatted(name));
  }

  @Test
  void refusesSettingsThatDoNotFitTheType() throws SQLException {
    makeTable("acc_debit numeric(5,0), rate int, amount numeric(18,2)");
    var journal =
        small()
            .measures("amount")
            .minorUnits("amount", 2)
            .columns("rate")
            .numeric("acc_debit", new Decimal(20, 0))
            .numeric("rate", new Decimal(20, 0))
            .build();

    assertThatThrownBy(() -> described(journal, List.copyOf(journal.columns())))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining(
            "\"acc_debit\" of \"ledgerload_postgres_test\".\"t\" is of type numeric(5,0), and column.acc_debit.numeric is for a numeric declared without digits: leave that out; ")
        .hasMessageContaining(
            "\"rate\" of \"ledgerload_postgres_test\".\"t\" is of type integer, and column.rate.numeric is for a numeric declared without digits: leave that out")
        .hasMessageContaining(
            "\"amount\" of \"ledgerload_postgres_test\".\"t\" is of type numeric(18,2), and measure.amount.scale is for integers: leave that out");
  }

  @Test
  void takesNamesLiterally() throws SQLException {
    var schema = Database.SCHEMA;
    Database.execute(
        "DROP TABLE IF EXISTS %s.\"Odd \"\"name\"\"; --\"".formatted(schema),
        "CREATE TABLE %s.\"Odd \"\"name\"\"; --\"(\"Nr. \"\"1\"\"\" bigint, \"select\" text, \"Tag\" date)"
            .formatted(schema));
    var journal =
        JournalSchema.GL_ENTRIES
            .withTable(schema + ".Odd \"name\"; --")
            .withSqlNames(Map.of(ID, "Nr. \"1\"", ACC_DEBIT, "select", TRX_DATE, "Tag"));

    assertThat(described(journal, ID, ACC_DEBIT))
        .containsExactly(ColumnSpec.of(ID), ColumnSpec.of(ACC_DEBIT));
  }

  @Test
  void saysWhichTableIsMissing() {
    var journal = JournalSchema.GL_ENTRIES.withTable(Database.SCHEMA + ".nowhere");
    assertThatThrownBy(() -> described(journal, ID))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("nowhere\" does not exist")
        .hasMessageEndingWith("create it, or name the journal's table (--table, or JournalSchema)");
  }

  @Test
  void saysWhichColumnIsMissing() throws SQLException {
    makeTable("acc_debit text, \"ID\" bigint");
    assertThatThrownBy(() -> described(LAYOUT, ID, ACC_DEBIT, AMOUNT))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("there is no column \"id\" and no column \"amount\" in")
        .hasMessageEndingWith(
            "add it, or name the column that holds it (--column, or JournalSchema)");
  }

  @Test
  void namesAllColumnsThatCannotBeHeldAtOnce() throws SQLException {
    makeTable("id text[], acc_debit text, amount text");
    assertThatThrownBy(() -> described(LAYOUT, ID, ACC_DEBIT, AMOUNT))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("column \"id\"")
        .hasMessageContaining("column \"amount\"");
  }

  /** WHERE names it, whatever is asked for. */
  @Test
  void looksAtTheDayThoughNobodyAsksForIt() throws SQLException {
    makeTable("id bigint, trx_date text");
    assertThatThrownBy(() -> described(LAYOUT, ID))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("column \"trx_date\"")
        .hasMessageContaining("is of type text; a day must be date");
  }

  @Test
  void describesAView() throws SQLException {
    makeTable("id int, amount numeric(10,3)");
    Database.execute(
        "CREATE OR REPLACE VIEW %1$s.v AS SELECT id, amount, trx_date FROM %1$s.t"
            .formatted(Database.SCHEMA));
    var journal = JournalSchema.GL_ENTRIES.withTable(Database.SCHEMA + ".v");

    assertThat(described(journal, ID, AMOUNT))
        .containsExactly(new ColumnSpec(ID, Fixed.INT32), new ColumnSpec(AMOUNT, 10, 3));
  }

  private static JournalSchemaBuilder small() {
    return JournalSchema.of(Database.SCHEMA + ".t").day("trx_date").keys("acc_debit");
  }

  private static void makeTable(String columns) throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS %s.t CASCADE".formatted(Database.SCHEMA),
        "CREATE TABLE %s.t (%s%s)"
            .formatted(
                Database.SCHEMA, columns, columns.contains("trx_date") ? "" : ", trx_date date"));
  }

  private static List<ColumnSpec> described(JournalSchema journal, Column... columns) {
    return described(journal, List.of(columns));
  }

  private static List<ColumnSpec> described(JournalSchema journal, List<Column> columns) {
    try (var session = PostgresSession.open("test", Database.url(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(Duration.ofMinutes(1)),
          () -> "describing",
          snapshot ->
              snapshot.describe("test", journal, columns, new NumericShape(20, 4)).columns());
    }
  }

  private static void assertRefused(Column column, String problem) {
    assertRefused(LAYOUT, column, problem);
  }

  private static void assertRefused(JournalSchema journal, Column column, String problem) {
    assertThatThrownBy(() -> described(journal, column))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessage(
            "test: column \"%s\" of \"%s\".\"t\" %s"
                .formatted(column.name(), Database.SCHEMA, problem));
  }
}
