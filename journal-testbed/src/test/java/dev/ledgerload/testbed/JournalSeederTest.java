package dev.ledgerload.testbed;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.Totals;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalSeederTest {
  private static final JournalParameters PARAMETERS = JournalParameters.of(20_000, 3);
  private static final String POSITIVE_SUMS =
      """
      SELECT acc_debit, acc_credit, sum(amount), count(*) FROM %s WHERE trx_date = '%s'
      GROUP BY 1, 2 HAVING sum(amount) > 0
      ORDER BY 3 DESC, acc_debit COLLATE "C", acc_credit COLLATE "C"
      """;

  private static JournalTestbed testbed;
  private static SeededJournal journal;

  @BeforeAll
  static void startTestbed() {
    testbed =
        JournalTestbed.start(TestbedOptions.fromEnvironment().withForced(TestbedProvider.EMBEDDED));
    journal = new SeededJournal(PARAMETERS);
  }

  @AfterAll
  static void closeTestbed() {
    testbed.close();
  }

  @Tag("volume")
  @ParameterizedTest
  @CsvSource({
    "false, NONE, 0, 0",
    "false, DAY, 0, 3",
    "true, MONTH, 0, 1",
    "false, MONTH, 40, 2", // December and January
    "true, NONE, 40, 0",
    "true, MONTH, 70, 4",
    "false, DAY, 4, 7"
  })
  void seedsWhatTheOracleKnows(
      boolean scattered, Partitions partitions, int historyDays, int partitionCount)
      throws SQLException {
    var table = "seeded_%s_%s_%d".formatted(scattered, partitions, historyDays).toLowerCase(ROOT);
    var parameters = JournalParameters.of(5_000, 3).withHistoryDays(historyDays);
    var seeded = new SeededJournal(parameters);
    var report =
        seeded.seed(
            testbed.postgresUrl(),
            JournalSchema.GL_ENTRIES.withTable(table),
            SeedOptions.DEFAULT.withLayout(new Layout(scattered, partitions)));
    assertThat(report.rows()).isEqualTo(15_000 + 1_000 * historyDays);
    for (var day : parameters.dayList()) {
      assertThat(groups(POSITIVE_SUMS.formatted(table, day)))
          .isEqualTo(seeded.oracle().totals(day).groups());
    }
    var days = parameters.firstDay().datesUntil(parameters.lastDay().plusDays(1)).toList();
    assertThat(
            texts(
                "SELECT string_agg(concat(trx_date, ' ', n), ',' ORDER BY trx_date) FROM"
                    + " (SELECT trx_date, count(*) n FROM %s GROUP BY 1) d".formatted(table)))
        .containsExactly(
            days.stream().map(day -> day + " " + seeded.oracle().rows(day)).collect(joining(",")));
    var rows = Long.toString(parameters.rows());
    assertThat(texts("SELECT min(id), max(id), count(DISTINCT id) FROM " + table))
        .containsExactly("1", rows, rows);
    assertThat(
            texts(
                "SELECT count(*) FROM pg_inherits WHERE inhparent = '%s'::regclass"
                    .formatted(table)))
        .containsExactly(Integer.toString(partitionCount));
  }

  @Test
  void spreadsADayOverAllPagesOnlyWhereItIsTold() throws SQLException {
    var among = new SeededJournal(JournalParameters.of(3_000, 1).withHistoryDays(30));
    seed(among, "in_order", Layout.IN_ORDER);
    seed(among, "by_month", Layout.partitioned(Partitions.MONTH));
    seed(among, "scattered", new Layout(true, Partitions.NONE));
    long ofTable = pages("in_order", "TRUE");
    long ofDay = pages("in_order", "trx_date = '2026-01-01'");
    assertThat(ofDay).isBetween(ofTable / 8, ofTable / 6); // a seventh of the entries
    assertThat(pages("by_month", "trx_date = '2026-01-01'")).isBetween(ofDay - 2, ofDay + 2);
    assertThat(pages("scattered", "trx_date = '2026-01-01'")).isGreaterThan(ofTable * 95 / 100);
  }

  @Test
  void scattersTheSameBySeed() throws SQLException {
    var parameters = JournalParameters.of(2_000, 2);
    var scattered = new Layout(true, Partitions.NONE);
    seed(new SeededJournal(parameters), "scattered_once", scattered);
    seed(new SeededJournal(parameters), "scattered_again", scattered);
    seed(new SeededJournal(parameters.withSeed(7)), "scattered_otherwise", scattered);
    assertThat(idsAsTheyLie("scattered_again")).isEqualTo(idsAsTheyLie("scattered_once"));
    assertThat(idsAsTheyLie("scattered_otherwise")).isNotEqualTo(idsAsTheyLie("scattered_once"));
  }

  private static List<String> idsAsTheyLie(String table) throws SQLException {
    return texts("SELECT string_agg(id::text, ',' ORDER BY ctid) FROM " + table);
  }

  private static long pages(String table, String condition) throws SQLException {
    return Long.parseLong(
        texts(
                "SELECT count(DISTINCT (tableoid, (ctid::text::point)[0])) FROM %s WHERE %s"
                    .formatted(table, condition))
            .get(0));
  }

  @Test
  void writesTheValuesThatTheGeneratorMakes() throws SQLException {
    seed("values_seen", SeedOptions.DEFAULT);
    var entry = new EntryGenerator(JournalTables.of(PARAMETERS));
    var tables = JournalTables.of(PARAMETERS);
    for (int row : new int[] {0, 1, 4711, 19_999}) {
      entry.moveTo(2, row);
      List<String> expected = new ArrayList<>();
      expected.add(Long.toString(entry.id));
      expected.add("2026-01-03");
      expected.add(tables.accounts().text(entry.debit));
      expected.add(tables.accounts().text(entry.credit));
      expected.add(java.math.BigDecimal.valueOf(entry.cents, 2).toPlainString());
      for (int i = 0; i < EntryGenerator.CODES; i++) {
        expected.add(entry.code[i] < 0 ? "NULL" : tables.codes().get(i).text(entry.code[i]));
      }
      assertThat(texts("SELECT * FROM values_seen WHERE id = " + entry.id)).isEqualTo(expected);
    }
  }

  @Test
  void takesNamesThatNeedQuoting() throws SQLException {
    execute("CREATE SCHEMA \"Odd \"\"schema\"");
    var schema =
        JournalSchema.GL_ENTRIES
            .withTable("Odd \"schema.we\"ird")
            .withSqlName(GlEntries.AMOUNT, "Amount in €");
    journal.seed(
        testbed.postgresUrl(),
        schema,
        SeedOptions.DEFAULT.withLayout(Layout.partitioned(Partitions.DAY)));
    assertThat(texts("SELECT count(\"Amount in €\") FROM \"Odd \"\"schema\".\"we\"\"ird\""))
        .containsExactly("60000");
  }

  @Test
  void leavesATableThatExistsAloneUnlessTold() throws SQLException {
    execute("CREATE TABLE precious (note text)");
    assertThatThrownBy(() -> seed("precious", SeedOptions.DEFAULT))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("\"precious\" exists")
        .hasMessageContaining("replaced");
    assertThat(texts("SELECT count(*) FROM precious")).containsExactly("0");
    seed("precious", SeedOptions.DEFAULT.withReplace(true));
    assertThat(texts("SELECT count(*) FROM precious")).containsExactly("60000");
  }

  @Test
  void leavesNothingBehindWhenItFails() throws SQLException {
    var failing =
        SeedOptions.DEFAULT.withProgress(
            rows -> {
              throw new IllegalStateException("enough");
            });
    assertThatThrownBy(() -> seed("half_done", failing)).hasMessageContaining("enough");
    assertThat(texts("SELECT to_regclass('half_done')")).containsExactly("NULL");
  }

  @Test
  void tellsItsProgress() {
    List<Long> told = new ArrayList<>();
    seed("told", SeedOptions.DEFAULT.withProgress(told::add));
    assertThat(told).isSorted().hasSizeGreaterThan(10).endsWith(60_000L);
  }

  private static void seed(SeededJournal seeded, String table, Layout layout) {
    seeded.seed(
        testbed.postgresUrl(),
        JournalSchema.GL_ENTRIES.withTable(table),
        SeedOptions.DEFAULT.withLayout(layout));
  }

  private static void seed(String table, SeedOptions options) {
    journal.seed(testbed.postgresUrl(), JournalSchema.GL_ENTRIES.withTable(table), options);
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = PostgresProbe.connect(testbed.postgresUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first row's columns. */
  private static List<String> texts(String sql) throws SQLException {
    try (var connection = PostgresProbe.connect(testbed.postgresUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      List<String> texts = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        var text = rows.getString(i);
        texts.add(text == null ? "NULL" : text);
      }
      return texts;
    }
  }

  private static List<Totals.Group> groups(String sql) throws SQLException {
    try (var connection = PostgresProbe.connect(testbed.postgresUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<Totals.Group> totals = new ArrayList<>();
      while (rows.next()) {
        totals.add(
            new Totals.Group(
                List.of(rows.getString(1), rows.getString(2)),
                List.of(rows.getBigDecimal(3)),
                rows.getLong(4)));
      }
      return totals;
    }
  }
}
