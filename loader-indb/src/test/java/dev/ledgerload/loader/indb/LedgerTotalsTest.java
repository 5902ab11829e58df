package dev.ledgerload.loader.indb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSchemaBuilder;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers with other keys, measures and days than those of gl_entries: as SQL by hand has them. */
@Tag("ledgers")
class LedgerTotalsTest {
  private static final LocalDate DAY = Journal.DAY;
  private static final String TABLE = "indb_test.ledger";

  private final Journal journal = new Journal("gl");
  private final JournalInstallation installation = new IndbInstallation();

  @AfterEach
  void drop() {
    journal.close();
  }

  private static JournalSchemaBuilder ledger() {
    return JournalSchema.of(TABLE).day("date");
  }

  private static void create(String columns, String rows) {
    Journal.execute(
        "CREATE TABLE %s (%s)".formatted(TABLE, columns), "INSERT INTO " + TABLE + " " + rows);
  }

  /** By every variant that needs an installation, too. */
  private void requireTotals(JournalSchema schema, LocalDate day, List<String> expected) {
    var config = journal.config().withSchema(schema);
    installation.install(config);
    UsualView.make(config, LocalDate.of(1, 1, 1));
    for (var variant : new IndbSourceProvider().variants()) {
      assertThat(lines(totals(config, variant, day))).as(variant.name()).isEqualTo(expected);
    }
  }

  private static Totals totals(SourceConfig config, Variant variant, LocalDate day) {
    try (var source = new IndbSourceProvider().open(config.withOptions(variant.options()))) {
      return source.totals(day);
    }
  }

  private static Totals byQuery(SourceConfig config, LocalDate day) {
    return totals(config, new IndbSourceProvider().variants().get(0), day);
  }

  /** As psql would write the rows of keys, sums and number of entries. */
  private static List<String> lines(Totals totals) {
    return totals.groups().stream()
        .map(
            group ->
                Stream.of(group.keys(), group.sums(), List.of(group.entries()))
                    .flatMap(List::stream)
                    .map(LedgerTotalsTest::text)
                    .collect(joining("|")))
        .toList();
  }

  private static String text(@Nullable Object value) {
    if (value instanceof ByteBuffer bytes) {
      return "\\x" + HexFormat.of().formatHex(array(bytes));
    }
    return value instanceof BigDecimal number ? number.toPlainString() : Objects.toString(value);
  }

  private static byte[] array(ByteBuffer bytes) {
    var array = new byte[bytes.remaining()];
    bytes.duplicate().get(array);
    return array;
  }

  /** Rows of a query, whose columns are texts. */
  private static List<String> byHand(String columns, String rest) {
    var texts =
        Stream.of(columns.split(", (?![^(]*\\))"))
            .map("coalesce((%s)::text, 'null')"::formatted)
            .collect(joining(" || '|' || "));
    return Journal.texts("SELECT %s %s".formatted(texts, rest));
  }

  /** As Odoo's: one account, three amounts without declared digits, and what counts by a filter. */
  @Test
  void areThoseOfOneIntegerKeyAndThreeMeasuresThatMeetAFilter() {
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
            .numeric("balance", new Decimal(20, 4))
            .filter("parent_state = 'posted' -- as in every report")
            .build();

    var expected =
        byHand(
            "account_id, round(sum(debit), 2), round(sum(credit), 3), round(sum(balance), 4), count(*)",
            "FROM indb_test.ledger WHERE date = '2026-01-31' AND parent_state = 'posted' GROUP BY account_id ORDER BY sum(debit) DESC NULLS LAST, account_id");
    assertThat(expected).hasSize(3).last().asString().startsWith("107|null|");
    requireTotals(schema, DAY, expected);
  }

  @Test
  void areGroupedAndOrderedByKeysOfEveryTypeByTheirHeldValues() {
    Journal.execute(
        "CREATE EXTENSION citext SCHEMA indb_test",
        "CREATE TYPE indb_test.mood AS ENUM ('z', 'b', 'Ä', 'a')",
        "CREATE DOMAIN indb_test.code AS varchar(9)",
        "CREATE COLLATION indb_test.caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
    var keys =
        List.of(
            "k_uuid uuid",
            "k_numeric numeric(10)",
            "k_scaled numeric(10,3)",
            "k_untyped numeric",
            "k_date date",
            "k_time time",
            "k_timestamp timestamp",
            "k_moment timestamptz",
            "k_bool bool",
            "k_small smallint",
            "k_big bigint",
            "k_enum indb_test.mood",
            "k_citext indb_test.citext",
            "k_caseless text COLLATE indb_test.caseless",
            "k_char char(3)",
            "k_loose bpchar",
            "k_domain indb_test.code",
            "k_bytea bytea",
            "k_money money");
    create(
        "date date, m numeric(18,4), " + String.join(", ", keys),
        """
        SELECT '2026-01-31', 1 + i % 2,
          CASE WHEN i % 3 > 0 THEN (CASE i % 3 WHEN 1 THEN 'f' ELSE '7' END || '0000000-0000-0000-0000-000000000000')::uuid END,
          nullif(i % 4, 3) * 100000, nullif(i % 3, 2) / 8.0, CASE i % 4 WHEN 0 THEN 1.0 WHEN 1 THEN 1.00 WHEN 2 THEN 0.5 END,
          (ARRAY[DATE '0044-03-15 BC', '1500-02-28', '9999-12-31', NULL])[1 + i % 4],
          (ARRAY[TIME '00:00', '23:59:59.999999', NULL])[1 + i % 3],
          (ARRAY[TIMESTAMP '1582-10-10 12:00', '2026-03-29 02:30:00.000001', NULL])[1 + i % 3],
          (ARRAY[TIMESTAMPTZ '2026-10-25 00:30+00', '2026-10-25 01:30+00', NULL])[1 + i % 3],
          nullif(i % 3, 2) = 1, nullif(i % 3, 1) - 1, (nullif(i % 3, 1) - 1) * 9000000000,
          (ARRAY['z', 'b', 'Ä', 'a', NULL])[1 + i % 5]::indb_test.mood,
          (ARRAY['a', 'A', 'Ä', NULL])[1 + i % 4], (ARRAY['a', 'A', 'Ä', NULL])[1 + i % 4],
          (ARRAY['a', E'a\\t', 'ab', NULL])[1 + i % 4], (ARRAY['a', 'a ', E'a\\t', NULL])[1 + i % 4]::bpchar,
          (ARRAY['a', '', NULL])[1 + i % 3], (ARRAY['\\xff', '\\x7f00', '\\x7f', NULL]::bytea[])[1 + i % 4],
          (ARRAY[-5, 12.34, NULL]::numeric[])[1 + i % 3]::money
        FROM generate_series(0, 599) i
        """);
    for (var key : keys) {
      var name = key.substring(0, key.indexOf(' '));
      var builder = ledger().keys(name).measures("m");
      if (name.equals("k_untyped")) {
        builder.numeric(name, new Decimal(20, 2));
      }
      requireTotals(builder.build(), DAY, keysByHand(name));
      Journal.execute("DROP MATERIALIZED VIEW indb_test.mv_daily_ledger");
    }
    var names = keys.stream().map(key -> key.substring(0, key.indexOf(' '))).toArray(String[]::new);
    var all = ledger().keys(names).measures("m").numeric("k_untyped", new Decimal(20, 2)).build();
    var config = journal.config().withSchema(all);
    installation.install(config);
    UsualView.make(config, LocalDate.of(1, 1, 1));
    var totals = byQuery(config, DAY);
    assertThat(totals.groups()).hasSize(60).isSortedAccordingTo(Totals.ORDER);
    for (var variant : new IndbSourceProvider().variants()) {
      assertThat(totals(config, variant, DAY)).as(variant.name()).isEqualTo(totals);
    }
  }

  /** Its groups in order, as SQL has them that says of each type what its bytes are. */
  private static List<String> keysByHand(String name) {
    var bytes =
        switch (name) {
          case "k_enum", "k_citext", "k_caseless", "k_domain" ->
              "convert_to(%s::text, 'UTF8')".formatted(name);
          case "k_char", "k_loose" ->
              "convert_to(format('%%s', %1$s), 'UTF8') || CASE WHEN %1$s IS NULL THEN NULL::bytea ELSE '' END"
                  .formatted(name);
          default -> name;
        };
    var written =
        switch (name) {
          case "k_char", "k_loose", "k_enum", "k_citext", "k_caseless", "k_domain" ->
              "convert_from(k, 'UTF8')";
          case "k_untyped" -> "k::numeric(20,2)";
          case "k_money" -> "k::numeric";
          case "k_date" -> "CASE WHEN k < '0001-01-01' THEN '-0043-03-15' ELSE k::text END";
          case "k_time" -> "CASE WHEN k = '00:00' THEN '00:00' ELSE k::text END";
          case "k_timestamp" ->
              "to_char(k, 'YYYY-MM-DD\"T\"HH24:MI') || CASE WHEN k > '2000-01-01' THEN to_char(k, ':SS.US') ELSE '' END";
          case "k_moment" -> "to_char(k AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";
          default -> "k";
        };
    return byHand(
        written + ", m, n",
        "FROM (SELECT %s AS k, sum(m) AS m, count(*) AS n FROM indb_test.ledger GROUP BY 1) g ORDER BY m DESC, g.k"
            .formatted(bytes));
  }

  @Test
  void keepTheNamesOfKeysThatInstalledThingsHaveForThemselves() {
    create(
        "date date, as_of int, version int, row_key int, window_from int, unfiltered int, journal_id int,"
            + " _journal_id int, processing_time_ms int, d int, k1 int, g int, n numeric(9,2), m1 numeric(9,2), \"we\"\"ird ${gap} $body$ ?\" text",
        "SELECT '2026-01-31', 1, 2, 3, 4, 5, 6, 7, 8, 9, i % 2, 11, i, -i, 'x' FROM generate_series(1, 10) i");
    var names =
        "as_of version row_key window_from unfiltered journal_id _journal_id processing_time_ms d k1 g";
    var schema =
        ledger()
            .keys(names.split(" "))
            .keys("we\"ird ${gap} $body$ ?")
            .measures("n", "m1")
            .filter("'{\"a\": 1}'::jsonb ? 'a'")
            .build();

    requireTotals(
        schema,
        DAY,
        List.of(
            "1|2|3|4|5|6|7|8|9|0|11|x|30.00|-30.00|5", "1|2|3|4|5|6|7|8|9|1|11|x|25.00|-25.00|5"));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29, 23",
    "Europe/Berlin, 2026-10-25, 25",
    "America/Havana, 2026-11-01, 25",
    "America/Havana, 2026-10-31, 24",
    "America/Sao_Paulo, 2018-11-04, 23",
    "+05:30, 2026-03-29, 24"
  })
  void areOfTheDayOfAZoneThatAMomentLiesIn(ZoneId zone, LocalDate day, int hours) {
    create(
        "date timestamptz, k text, m numeric(18,2)",
        """
        SELECT TIMESTAMPTZ '%1$s 00:00+00' - INTERVAL '36 h' + i * INTERVAL '15 min', 'k' || i %% 2, 1
        FROM generate_series(0, 400) i
        """
            .formatted(day));
    var schema = ledger().dayZone(zone).keys("k").measures("m").build();

    var expected = "%d.00|%1$d".formatted(hours * 2);
    requireTotals(schema, day, List.of("k0|" + expected, "k1|" + expected));
  }

  @Test
  void areOfTheDayThatATimestampLiesIn() {
    create(
        "date timestamp, k text, m numeric(18,2)",
        "VALUES ('2026-01-30 23:59:59.999999', 'before', 1), ('2026-01-31', 'k', 2), ('2026-01-31 23:59:59.999999', 'k', 3), ('2026-02-01', 'after', 4)");

    requireTotals(ledger().keys("k").measures("m").build(), DAY, List.of("k|5.00|2"));
  }

  @Test
  void bringMinorUnitsAndMoneyToTheirScale() {
    create(
        "date date, k text, cents bigint, mills int, ones smallint, cash money",
        "SELECT '2026-01-31', 'k', 9000000000000000000, 2000000001, 32767, '92233720368547758.07' FROM generate_series(1, 3) i");
    var schema =
        ledger()
            .keys("k")
            .measures("cents", "mills", "ones", "cash")
            .minorUnits("cents", 2)
            .minorUnits("mills", 3)
            .build();

    requireTotals(
        schema, DAY, List.of("k|270000000000000000.00|6000000.003|98301|276701161105643274.21|3"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areAllGroupsOrThoseOfAPositiveSum(boolean positive) {
    create(
        "date date, k text, m numeric(18,2), other numeric(18,2)",
        "VALUES ('2026-01-31', 'plus', 5, -1), ('2026-01-31', 'zero', 0, 1), ('2026-01-31', 'minus', -5, 1), ('2026-01-31', 'null', NULL, 1), ('2026-01-31', NULL, 5, NULL)");
    var schema = ledger().keys("k").measures("m", "other").onlyPositiveTotals(positive).build();

    var above = List.of("plus|5.00|-1.00|1", "null|5.00|null|1");
    var all =
        Stream.concat(
                above.stream(),
                Stream.of("zero|0.00|1.00|1", "minus|-5.00|1.00|1", "null|null|1.00|1"))
            .toList();
    requireTotals(schema, DAY, positive ? above : all);
  }

  @Test
  void needNothingInstalledWhateverTheJournalIs() {
    Journal.execute(
        "CREATE VIEW indb_test.v AS SELECT * FROM indb_test.gl",
        "CREATE TABLE indb_test.p (LIKE indb_test.gl) PARTITION BY RANGE (trx_date)",
        "CREATE TABLE indb_test.p1 PARTITION OF indb_test.p FOR VALUES FROM ('2026-01-31') TO ('2026-02-01')",
        "CREATE TABLE indb_test.p2 PARTITION OF indb_test.p DEFAULT",
        "INSERT INTO indb_test.p SELECT * FROM indb_test.gl");
    var tables = journal.schema();
    var totals = byQuery(journal.config(), DAY);
    for (var table : List.of("v", "p")) {
      var config = journal.config().withSchema(tables.withTable("indb_test." + table));
      assertThat(byQuery(config, DAY)).as(table).isEqualTo(totals);
    }
    var query =
        JournalSchema.ofQuery(
                "SELECT trx_date AS d, acc_debit AS a, acc_credit AS b, amount AS m FROM indb_test.gl -- all of it")
            .day("d")
            .keys("a", "b")
            .measures("m")
            .onlyPositiveTotals(true)
            .build();
    assertThat(byQuery(journal.config().withSchema(query), DAY)).isEqualTo(totals);
    assertThat(Journal.objects()).noneMatch(name -> name.contains("journal_totals"));
  }

  @Test
  void areThoseOfAForeignTable() {
    Journal.execute(
        "CREATE EXTENSION file_fdw SCHEMA indb_test",
        "CREATE SERVER indb_test_files FOREIGN DATA WRAPPER file_fdw",
        """
        CREATE FOREIGN TABLE indb_test.far (trx_date date, k uuid, m int) SERVER indb_test_files
        OPTIONS (format 'csv', program 'printf "2026-01-31,,7\\n2026-01-31,00000000-0000-0000-0000-000000000001,9\\n2026-01-30,,1\\n2026-01-31,,-1\\n"')
        """);
    try {
      var schema =
          JournalSchema.of("indb_test.far")
              .day("trx_date")
              .keys("k")
              .measures("m")
              .minorUnits("m", 2)
              .build();
      var config = journal.config().withSchema(schema);
      installation.install(config); // without an index

      var expected = List.of("00000000-0000-0000-0000-000000000001|0.09|1", "null|0.06|2");
      for (var variant : new IndbSourceProvider().variants().subList(0, 2)) {
        assertThat(lines(totals(config, variant, DAY))).as(variant.name()).isEqualTo(expected);
      }
    } finally {
      Journal.execute("DROP EXTENSION file_fdw CASCADE");
    }
  }

  /** The server knows no summer time of that zone, Java does. */
  @Test
  void areRefusedForADayOfOtherClocksByTheFunctionOnly() {
    create("date timestamptz, k text, m int", "VALUES (TIMESTAMPTZ '2026-07-01 12:00+00', 'k', 1)");
    var schema = ledger().dayZone(ZoneId.of("CET")).keys("k").measures("m").build();
    var config = journal.config().withSchema(schema);
    installation.install(config);
    var summer = LocalDate.of(2026, 7, 1);
    var variants = new IndbSourceProvider().variants();

    assertThat(lines(totals(config, variants.get(0), summer))).containsExactly("k|1|1");
    assertThatThrownBy(() -> totals(config, variants.get(1), summer))
        .hasMessageContaining("the server's clocks in CET show 2026-07-01 at other times");
  }

  @Test
  void haveNothingInstalledBesideAQuery() {
    var query =
        JournalSchema.ofQuery("SELECT * FROM indb_test.gl")
            .day("trx_date")
            .keys("acc_debit")
            .measures("amount")
            .build();
    var config = journal.config().withSchema(query);

    assertThatThrownBy(() -> installation.install(config))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("the journal is a query")
        .hasMessageContaining("make a view of it");
    for (var variant : new IndbSourceProvider().variants().subList(1, 4)) {
      assertThatThrownBy(() -> totals(config, variant, DAY))
          .as(variant.name())
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining("the journal is a query");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date      | infinity  | key k is infinity",
        "timestamp | -infinity | key k is -infinity",
        "time      | 24:00     | key k is 24:00:00",
        "numeric   | NaN       | key k is no number, but NaN",
        "numeric   | 1.001     | key k has more than 2 digits"
      })
  void refuseAKeyThatHasNoExactForm(String type, String value, String why) {
    create(
        "date date, k %s, m int".formatted(type),
        "VALUES ('2026-01-31', '%s', 1)".formatted(value));
    var builder = ledger().keys("k").measures("m");
    if (type.equals("numeric")) {
      builder.numeric("k", new Decimal(10, 2));
    }
    assertThatThrownBy(() -> byQuery(journal.config().withSchema(builder.build()), DAY))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining(why);
  }

  @Test
  void compareKeysOfBytesByTheirValues() {
    create("date date, k bytea, m int", "VALUES ('2026-01-31', 'ab', 1)");
    var totals =
        byQuery(journal.config().withSchema(ledger().keys("k").measures("m").build()), DAY);

    assertThat(totals.groups())
        .containsExactly(
            new Group(List.of(ByteBuffer.wrap("ab".getBytes(UTF_8))), List.of(BigDecimal.ONE), 1));
  }
}
