package dev.ledgerload.postgres;

import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.AMOUNT;
import static dev.ledgerload.spi.GlEntries.ID;
import static dev.ledgerload.spi.GlEntries.TRX_DATE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypesTest {
  private static final JournalSchema LAYOUT =
      JournalSchema.GL_ENTRIES.withTable(Database.SCHEMA + ".t");

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
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
        "is numeric(%d,%d); at most 38 digits before and after the point can be held"
            .formatted(precision, scale));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bigint", "integer", "smallint", "bigserial", "serial", "smallserial"})
  void takesAnyIntegerForTheId(String type) throws SQLException {
    makeTable("id " + type);

    assertThat(described(LAYOUT, ID)).containsExactly(ColumnSpec.of(ID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "varchar", "varchar(10)", "char(10)", "name"})
  void takesAnyTextForACode(String type) throws SQLException {
    makeTable("acc_debit " + type);

    assertThat(described(LAYOUT, ACC_DEBIT)).containsExactly(ColumnSpec.of(ACC_DEBIT));
  }

  @ParameterizedTest
  @CsvSource({
    "numeric, numeric",
    "text, text",
    "float8, float8",
    "oid, oid",
    "uuid, uuid",
    "bigint[], _int8"
  })
  void refusesOtherTypesForTheId(String type, String name) throws SQLException {
    makeTable("id " + type);

    assertRefused(ID, mustBe(name, "bigint, integer or smallint"));
  }

  @ParameterizedTest
  @CsvSource({"timestamp, timestamp", "timestamptz, timestamptz", "text, text", "int4, int4"})
  void refusesOtherTypesForTheDay(String type, String name) throws SQLException {
    makeTable("trx_date " + type);

    assertRefused(TRX_DATE, mustBe(name, "date"));
  }

  @ParameterizedTest
  @CsvSource({"int8, int8", "bytea, bytea", "jsonb, jsonb", "'\"char\"', char", "uuid, uuid"})
  void refusesOtherTypesForACode(String type, String name) throws SQLException {
    makeTable("acc_debit " + type);

    assertRefused(ACC_DEBIT, mustBe(name, "text, varchar or character(n)"));
  }

  @ParameterizedTest
  @CsvSource({"float8, float8", "float4, float4", "money, money", "int8, int8", "text, text"})
  void refusesOtherTypesForTheAmount(String type, String name) throws SQLException {
    makeTable("amount " + type);

    assertRefused(AMOUNT, mustBe(name, "numeric"));
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
    makeTable("id text, acc_debit text, amount money");
    assertThatThrownBy(() -> described(LAYOUT, ID, ACC_DEBIT, AMOUNT))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("column \"id\"")
        .hasMessageContaining("column \"amount\"");
  }

  /** WHERE compares it with the day, and so would pass over all entries that aren't at midnight. */
  @Test
  void looksAtTheDayThoughNobodyAsksForIt() throws SQLException {
    makeTable("id bigint, trx_date timestamp");
    assertThatThrownBy(() -> described(LAYOUT, ID))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("column \"trx_date\"")
        .hasMessageContaining(mustBe("timestamp", "date"));
  }

  @Test
  void describesAView() throws SQLException {
    makeTable("id int, amount numeric(10,3)");
    Database.execute(
        "CREATE OR REPLACE VIEW %1$s.v AS SELECT id, amount, trx_date FROM %1$s.t"
            .formatted(Database.SCHEMA));
    var journal = JournalSchema.GL_ENTRIES.withTable(Database.SCHEMA + ".v");

    assertThat(described(journal, ID, AMOUNT))
        .containsExactly(ColumnSpec.of(ID), new ColumnSpec(AMOUNT, 10, 3));
  }

  private static String mustBe(String type, String wanted) {
    return "is of type %s; it must be %s: alter it, or name another column (--column, or JournalSchema)"
        .formatted(type, wanted);
  }

  private static void makeTable(String columns) throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS %s.t CASCADE".formatted(Database.SCHEMA),
        "CREATE TABLE %s.t (%s%s)"
            .formatted(
                Database.SCHEMA, columns, columns.contains("trx_date") ? "" : ", trx_date date"));
  }

  private static List<ColumnSpec> described(JournalSchema journal, Column... columns) {
    try (var session = PostgresSession.open("test", Database.url(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(Duration.ofMinutes(1)),
          () -> "describing",
          snapshot ->
              snapshot.describe("test", journal, List.of(columns), new NumericShape(20, 4)));
    }
  }

  private static void assertRefused(Column column, String problem) {
    assertThatThrownBy(() -> described(LAYOUT, column))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessage(
            "test: column \"%s\" of \"%s\".\"t\" %s"
                .formatted(column.name(), Database.SCHEMA, problem));
  }
}
