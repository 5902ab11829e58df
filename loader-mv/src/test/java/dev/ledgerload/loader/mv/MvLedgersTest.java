package dev.ledgerload.loader.mv;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSchemaBuilder;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Views of ledgers with other keys, measures and days than those of gl_entries. */
@Timeout(120)
@Tag("ledgers")
class MvLedgersTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  private static final Map<String, String> ALL_DAYS = Map.of("window-days", "all");
  private static final String VIEW = "mv_ledgers.mv_daily_ledger";

  private final MvInstallation installation = new MvInstallation();
  private ViewedJournal journal;

  @BeforeEach
  void makeSchema() throws SQLException {
    journal = new ViewedJournal();
    journal.execute("DROP SCHEMA IF EXISTS mv_ledgers CASCADE", "CREATE SCHEMA mv_ledgers");
  }

  @AfterEach
  void dropSchema() throws SQLException {
    journal.execute("DROP SCHEMA mv_ledgers CASCADE");
    journal.close();
  }

  private static JournalSchemaBuilder ledger() {
    return JournalSchema.of("mv_ledgers.ledger").day("date");
  }

  private void create(String columns, String rows) throws SQLException {
    journal.execute(
        "CREATE TABLE mv_ledgers.ledger (%s)".formatted(columns).replace("%", "%%"),
        "INSERT INTO mv_ledgers.ledger ".concat(rows).replace("%", "%%"));
  }

  private SourceConfig installed(JournalSchema schema) {
    var config = journal.config().withSchema(schema);
    installation.install(config.withOptions(ALL_DAYS));
    return config;
  }

  /** The groups of a day as psql would write them, in the order of that text. */
  private static List<String> load(SourceConfig config, LocalDate day) {
    try (var source = new MvSourceProvider().open(config);
        var table = source.load(JournalQuery.of(config.schema().of(Grain.GROUP), day))) {
      return lines(table);
    }
  }

  private static List<String> lines(JournalTable table) {
    List<String> lines = new ArrayList<>();
    var cursor = table.cursor();
    while (cursor.next()) {
      lines.add(
          table.columns().stream()
              .map(column -> text(cursor.getObject(column)))
              .collect(joining("|")));
    }
    Collections.sort(lines);
    return lines;
  }

  private static String text(@Nullable Object value) {
    if (value instanceof ByteBuffer bytes) {
      var array = new byte[bytes.remaining()];
      bytes.duplicate().get(array);
      return "\\x" + HexFormat.of().formatHex(array);
    }
    return value instanceof BigDecimal number ? number.toPlainString() : Objects.toString(value);
  }

  /** What a query has in its only row: an array of texts. */
  private List<String> byHand(String groups) throws SQLException {
    var array =
        journal.ask(
            "SELECT string_agg(line, E'\\n' ORDER BY line COLLATE \"C\") FROM (%s) l(line)"
                .formatted(groups)
                .replace("%", "%%"));
    return List.of(array.split("\n"));
  }

  /** As Odoo's: one account, three amounts without declared digits, and what counts by a filter. */
  @Test
  void haveOneIntegerKeyAndThreeMeasuresThatMeetAFilter() throws SQLException {
    create(
        "date date, account_id int, parent_state varchar, debit numeric, credit numeric, balance numeric",
        """
        SELECT DATE '2026-01-30' + i % 3, nullif(100 + i % 9, 104), CASE i % 5 WHEN 0 THEN 'draft' ELSE 'posted' END,
          CASE WHEN i % 9 <> 7 THEN i % 2 * i / 100.0 END, (1 - i % 2) * i / 100.0, (i % 2 * 2 - 1) * i / 100.0
        FROM generate_series(1, 3000) i
        """);
    var schema =
        ledger()
            .keys("account_id")
            .measures("debit", "credit", "balance")
            .numeric("debit", new Decimal(38, 2))
            .numeric("credit", new Decimal(38, 3))
            .filter("parent_state = 'posted' -- as in every report")
            .build();
    var config = installed(schema);

    assertThat(load(config, DAY))
        .hasSize(3)
        .isEqualTo(
            byHand(
                "SELECT concat_ws('|', coalesce(account_id::text, 'null'), coalesce(round(sum(debit), 2)::text, 'null'), round(sum(credit), 3), round(sum(balance), 10), count(*)) FROM mv_ledgers.ledger WHERE date = '2026-01-31' AND parent_state = 'posted' GROUP BY account_id"));
    assertThat(load(config, DAY.plusDays(30))).isEmpty();

    journal.execute("INSERT INTO mv_ledgers.ledger VALUES ('2026-03-02', 1, 'posted', 1.005)");
    installation.refresh(config);
    try (var source = new MvSourceProvider().open(config)) {
      assertThat(
              ViewedJournal.failure(
                  source, JournalQuery.of(schema.of(Grain.GROUP), LocalDate.of(2026, 3, 2))))
          .as("rather than rounded")
          .hasMessageContaining("total_debit");
    }
  }

  @Test
  void haveKeysOfEveryTypeByTheirHeldValues() throws SQLException {
    journal.execute(
        "CREATE EXTENSION IF NOT EXISTS citext",
        "CREATE TYPE mv_ledgers.mood AS ENUM ('z', 'b', 'a')");
    create(
        "date date, k_uuid uuid, k_int numeric(10), k_untyped numeric, k_date date, k_time time, k_moment timestamptz,"
            + " k_bool bool, k_enum mv_ledgers.mood, k_citext citext, k_char char(3), k_bytea bytea, k_money money, m numeric(18,4)",
        """
        SELECT '2026-01-31',
          CASE WHEN i % 3 > 0 THEN ('f0000000-0000-0000-0000-00000000000' || i % 3)::uuid END,
          nullif(i % 4, 3), CASE i % 4 WHEN 0 THEN 1.0 WHEN 1 THEN 1.00 WHEN 2 THEN 0.5 END,
          CASE WHEN i % 2 = 0 THEN DATE '2026-01-01' END, CASE WHEN i % 3 = 0 THEN TIME '12:30:00.000001' END,
          CASE WHEN i % 2 = 0 THEN TIMESTAMPTZ '2026-01-01 00:00+05' END, nullif(i % 3, 2) = 1,
          (ARRAY['z', 'a', NULL])[1 + i % 3]::mv_ledgers.mood, (ARRAY['a', 'A', NULL])[1 + i % 3],
          (ARRAY['x', '', NULL])[1 + i % 3], (ARRAY['\\xff', '\\x', NULL]::bytea[])[1 + i % 3],
          (ARRAY[-5, 12.34, NULL]::numeric[])[1 + i % 3]::money, i
        FROM generate_series(0, 299) i
        """);
    var schema =
        ledger()
            .keys("k_uuid", "k_int", "k_untyped", "k_date", "k_time", "k_moment", "k_bool")
            .keys("k_enum", "k_citext", "k_char", "k_bytea", "k_money")
            .measures("m")
            .numeric("k_untyped", new Decimal(20, 2))
            .build();
    var config = installed(schema);

    assertThat(load(config, DAY))
        .hasSize(12)
        .isEqualTo(
            byHand(
                """
                SELECT concat_ws('|', coalesce(k_uuid::text, 'null'), coalesce(k_int::text, 'null'),
                  coalesce(round(k_untyped, 2)::text, 'null'), coalesce(k_date::text, 'null'), coalesce(k_time::text, 'null'),
                  CASE WHEN k_moment IS NULL THEN 'null' ELSE '2025-12-31T19:00:00Z' END, coalesce(k_bool::text, 'null'),
                  coalesce(k_enum::text, 'null'), coalesce(k_citext::text, 'null'), CASE WHEN k_char IS NULL THEN 'null' ELSE format('%s', k_char) END,
                  coalesce(k_bytea::text, 'null'), coalesce(k_money::numeric::text, 'null'), sum(m), count(*))
                FROM mv_ledgers.ledger
                GROUP BY k_uuid, k_int, k_untyped, k_date, k_time, k_moment, k_bool, k_enum, k_citext::text, k_citext, k_char, k_bytea, k_money
                """));
    try (var source = new MvSourceProvider().open(config);
        var table = source.load(JournalQuery.of(schema.of(Grain.GROUP), DAY))) {
      assertThat(schema.keys())
          .extracting(table::type)
          .containsExactly(
              new Code(Fixed.UUID),
              new Code(new Decimal(10, 0)),
              new Code(new Decimal(20, 2)),
              new Code(Fixed.DATE),
              new Code(Fixed.TIME),
              new Code(Fixed.TIMESTAMP_UTC),
              new Code(Fixed.BOOLEAN),
              new Code(Variable.TEXT),
              new Code(Variable.TEXT),
              new Code(Variable.TEXT),
              new Code(Variable.BYTES),
              new Code(new Decimal(19, 2)));
      assertThat(table.type(schema.of(Grain.GROUP).column("total_m")))
          .isEqualTo(new Decimal(38, 4));
    }
  }

  /** Else a refresh by who writes them in another way would write all rows anew. */
  @Test
  void keepTheirRowsWhateverTheSessionThatRefreshesThem() throws SQLException {
    create(
        "date date, k_date date, k_moment timestamptz, k_bytea bytea, k_numeric numeric, m money",
        "SELECT '2026-01-31', '2026-02-03', '2026-02-03 00:00+00', '\\xff', CASE i WHEN 1 THEN 1.0 ELSE 1.00 END, 5 FROM generate_series(1, 2) i");
    var config =
        installed(
            ledger()
                .keys("k_date", "k_moment", "k_bytea", "k_numeric")
                .measures("m")
                .numeric("k_numeric", new Decimal(9, 2))
                .build());
    var rows =
        "SELECT string_agg(xmin::text || row_key::text, ' ') FROM %s WHERE as_of IS NULL"
            .formatted(VIEW);
    var before = journal.ask(rows);
    journal.execute(
        "DELETE FROM mv_ledgers.ledger WHERE k_numeric::text = '1.0'",
        "INSERT INTO mv_ledgers.ledger SELECT * FROM mv_ledgers.ledger",
        """
        CREATE FUNCTION mv_ledgers.refresh_elsewhere() RETURNS boolean LANGUAGE sql
        SET "DateStyle" = 'German, DMY' SET "TimeZone" = 'Asia/Tokyo' SET bytea_output = 'escape'
        AS 'SELECT mv_ledgers.mv_refresh_ledger()'
        """);
    assertThat(journal.ask("SELECT mv_ledgers.refresh_elsewhere()")).isEqualTo("t");
    assertThat(journal.ask(rows)).isEqualTo(before);
    assertThat(load(config, DAY))
        .containsExactly("2026-02-03|2026-02-03T00:00:00Z|\\xff|1.00|10.00|2");
  }

  @Test
  void keepTheNamesOfKeysThatTheViewHasForItself() throws SQLException {
    create(
        "date date, as_of int, version int, row_key int, window_from int, unfiltered int, _as_of int, d int, k1 int, g int,"
            + " n numeric(9,2), m1 numeric(9,2), \"we\"\"ird ${gap} $body$ ?\" text",
        "SELECT '2026-01-31', 1, 2, 3, 4, 5, 6, 7, i % 2, 9, i, -i, 'x' FROM generate_series(1, 10) i");
    var schema =
        ledger()
            .keys("as_of", "version", "row_key", "window_from", "unfiltered", "_as_of")
            .keys("d", "k1", "g", "we\"ird ${gap} $body$ ?")
            .measures("n", "m1")
            .filter("'{\"a\": 1}'::jsonb ? 'a'")
            .build();
    var config = installed(schema);
    installation.refresh(config);

    assertThat(load(config, DAY))
        .containsExactly(
            "1|2|3|4|5|6|7|0|9|x|30.00|-30.00|5", "1|2|3|4|5|6|7|1|9|x|25.00|-25.00|5");
    try (var source =
        new MvSourceProvider().open(config.withOptions(Map.of("refresh-seconds", "1")))) {
      journal.execute("DELETE FROM mv_ledgers.ledger WHERE k1 = 1");
      ViewedJournal.await(
          "the refreshed view",
          () -> {
            try (var table = source.load(JournalQuery.of(schema.of(Grain.GROUP), DAY))) {
              return table.rows() == 1;
            }
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29, 23",
    "Europe/Berlin, 2026-10-25, 25",
    "America/Havana, 2026-11-01, 25",
    "America/Havana, 2026-10-31, 24",
    "+05:30, 2026-03-29, 24"
  })
  void holdTheDayOfAZoneThatAMomentLiesIn(ZoneId zone, LocalDate day, int hours)
      throws SQLException {
    create(
        "date timestamptz, k text, m numeric(18,2)",
        """
        SELECT TIMESTAMPTZ '%1$s 00:00+00' - INTERVAL '36 h' + i * INTERVAL '15 min', 'k', 1
        FROM generate_series(0, 400) i
        """
            .formatted(day));
    var config = installed(ledger().dayZone(zone).keys("k").measures("m").build());

    assertThat(load(config, day)).containsExactly("k|%d.00|%1$d".formatted(hours * 4));
  }

  /** The server knows no summer time of that zone, Java does. */
  @Test
  void areRefusedForADayOfOtherClocks() throws SQLException {
    create("date timestamptz, k text, m int", "VALUES (TIMESTAMPTZ '2026-07-01 12:00+00', 'k', 1)");
    var schema = ledger().dayZone(ZoneId.of("CET")).keys("k").measures("m").build();
    var config = installed(schema);

    assertThatThrownBy(() -> load(config, LocalDate.of(2026, 7, 1)))
        .hasMessageContaining("the server's clocks in CET show 2026-07-01 at other times");
    assertThat(load(config, LocalDate.of(2026, 1, 1))).isEmpty();
  }

  /** Its first day is whole, and an index on the moments is of use. */
  @ParameterizedTest
  @CsvSource({
    "timestamptz, Pacific/Kiritimati",
    "timestamptz, Etc/GMT+12",
    "timestamptz, Europe/Berlin",
    "timestamp, ",
    "date, "
  })
  void beginWithTheFirstDayOfTheirWindow(String type, @Nullable ZoneId zone) throws SQLException {
    create(
        "date %s, k text, m numeric(18,2)".formatted(type),
        "SELECT date_trunc('hour', now() AT TIME ZONE 'UTC') - i * INTERVAL '1 h', 'k', 1 FROM generate_series(0, 9999) i");
    journal.execute("CREATE INDEX ON mv_ledgers.ledger (date)", "ANALYZE mv_ledgers.ledger");
    var builder = ledger().keys("k").measures("m");
    if (zone != null) {
      builder.dayZone(zone);
    }
    var schema = builder.build();
    var config = journal.config().withSchema(schema);
    installation.install(config.withOptions(Map.of("window-days", "3")));

    var first = LocalDate.parse(journal.ask("SELECT (now() AT TIME ZONE 'UTC')::date - 3"));
    assertThat(load(config, first)).containsExactly("k|24.00|24");
    assertThatThrownBy(() -> load(config, first.minusDays(1)))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("begins at " + first);
    try (var connection = ViewedJournal.connect()) {
      var filling = journal.ask("SELECT pg_get_viewdef('%s'::regclass)".formatted(VIEW));
      assertThat(journal.ask(connection, "EXPLAIN (FORMAT JSON) " + filling.replace("%", "%%")))
          .contains("ledger_date_idx");
    }
  }

  @Test
  void bringMinorUnitsAndMoneyToTheirScale() throws SQLException {
    create(
        "date date, k text, cents bigint, mills int, ones smallint, cash money",
        "SELECT '2026-01-31', 'k', 9000000000000000000, 2000000001, 32767, '92233720368547758.07' FROM generate_series(1, 3) i");
    var config =
        installed(
            ledger()
                .keys("k")
                .measures("cents", "mills", "ones", "cash")
                .minorUnits("cents", 2)
                .minorUnits("mills", 3)
                .build());

    assertThat(load(config, DAY))
        .containsExactly("k|270000000000000000.00|6000000.003|98301|276701161105643274.21|3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a view       | CREATE VIEW mv_ledgers.ledger AS SELECT * FROM mv_ledgers.beneath",
        "a view       | CREATE MATERIALIZED VIEW mv_ledgers.ledger AS SELECT * FROM mv_ledgers.beneath",
        "partitioned  | CREATE TABLE mv_ledgers.ledger (LIKE mv_ledgers.beneath) PARTITION BY LIST (k);"
            + " CREATE TABLE mv_ledgers.part PARTITION OF mv_ledgers.ledger DEFAULT;"
            + " INSERT INTO mv_ledgers.ledger SELECT * FROM mv_ledgers.beneath",
        "inherited    | CREATE TABLE mv_ledgers.ledger (LIKE mv_ledgers.beneath); ALTER TABLE mv_ledgers.beneath INHERIT mv_ledgers.ledger",
        "foreign      | CREATE EXTENSION file_fdw SCHEMA mv_ledgers; CREATE SERVER mv_ledgers_files FOREIGN DATA WRAPPER file_fdw;"
            + " CREATE FOREIGN TABLE mv_ledgers.ledger (date date, k int, m int) SERVER mv_ledgers_files"
            + " OPTIONS (format 'csv', program 'printf \"2026-01-31,1,7\\n2026-01-31,1,9\\n2026-01-31,,1\\n\"')",
      })
  void areOfWhateverRelationTheJournalIs(String what, String statements) throws SQLException {
    journal.execute(
        "CREATE TABLE mv_ledgers.beneath (date date, k int, m int)",
        "INSERT INTO mv_ledgers.beneath VALUES ('2026-01-31', 1, 7), ('2026-01-31', 1, 9), ('2026-01-31', NULL, 1)",
        statements);
    var config = installed(ledger().keys("k").measures("m").minorUnits("m", 2).build());
    installation.refresh(config);

    assertThat(load(config, DAY)).as(what).containsExactly("1|0.16|2", "null|0.01|1");
    journal.execute("DROP EXTENSION IF EXISTS file_fdw CASCADE");
  }

  @Test
  void haveNoNameBesideAQuery() {
    var query =
        JournalSchema.ofQuery("SELECT CURRENT_DATE AS d, 1 AS k, 1 AS m")
            .day("d")
            .keys("k")
            .measures("m")
            .build();
    var config = journal.config().withSchema(query);

    assertThatThrownBy(() -> installation.install(config))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("the journal is a query");
    assertThatThrownBy(() -> load(config, DAY))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("the journal is a query");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areNotReadForAnotherSchemaOfTheSameColumns(boolean filtered) throws SQLException {
    create("date date, k int, m int, state text", "VALUES ('2026-01-31', 1, 7, 'posted')");
    var schema = ledger().keys("k").measures("m");
    installed(schema.build());
    if (filtered) {
      schema.filter("state = 'posted'");
    } else {
      schema.minorUnits("m", 2);
    }
    var other = journal.config().withSchema(schema.build());
    assertThatThrownBy(() -> load(other, DAY))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("isn't made of the table and the columns that the schema names now");

    installation.install(other.withOptions(ALL_DAYS));
    assertThat(load(other.withSchema(schema.columns("state").build()), DAY))
        .as("with more columns of entries")
        .containsExactly(filtered ? "1|7|1" : "1|0.07|1");
  }

  /** The filter is but text: what it names is known by what the view depends on. */
  @Test
  void areNotReadAfterAColumnOfTheFilterWasExchanged() throws SQLException {
    create(
        "date date, k int, m int, state text, other text",
        "VALUES ('2026-01-31', 1, 7, 'posted', 'draft')");
    var config = installed(ledger().keys("k").measures("m").filter("state = 'posted'").build());
    journal.execute(
        "ALTER TABLE mv_ledgers.ledger RENAME state TO x; ALTER TABLE mv_ledgers.ledger RENAME other TO state",
        "ALTER TABLE mv_ledgers.ledger RENAME x TO other");

    assertThatThrownBy(() -> load(config, DAY))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("ledgerload install mv");
    installation.install(config.withOptions(ALL_DAYS));
    assertThat(load(config, DAY)).isEmpty();
  }
}
