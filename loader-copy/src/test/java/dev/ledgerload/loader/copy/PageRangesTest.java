package dev.ledgerload.loader.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalTestbed;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRangesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);
  private static final String COLUMNS = "(id bigint, trx_date date, filler text)";
  private static final String ROWS =
      " SELECT n, DATE '2026-03-30' + (n / 4000)::int, repeat('x', 200)"
          + " FROM generate_series(0, 11999) n";

  private static JournalTestbed testbed;

  @BeforeAll
  static void makeTables() throws SQLException {
    testbed = JournalTestbed.start();
    execute(
        "DROP SCHEMA IF EXISTS page_ranges_test CASCADE",
        "CREATE SCHEMA page_ranges_test",
        "CREATE TABLE page_ranges_test.together" + COLUMNS,
        "INSERT INTO page_ranges_test.together" + ROWS,
        "CREATE TABLE page_ranges_test.scattered" + COLUMNS,
        "INSERT INTO page_ranges_test.scattered" + ROWS + " ORDER BY hashint8(n)",
        "CREATE TABLE page_ranges_test.rewritten" + COLUMNS,
        "INSERT INTO page_ranges_test.rewritten" + ROWS,
        "UPDATE page_ranges_test.rewritten SET filler = 'y' WHERE id % 3 = 0",
        "CREATE TABLE page_ranges_test.parted" + COLUMNS + " PARTITION BY RANGE (trx_date)",
        "CREATE TABLE page_ranges_test.p1 PARTITION OF page_ranges_test.parted"
            + " FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
        "CREATE TABLE page_ranges_test.p2 PARTITION OF page_ranges_test.parted DEFAULT",
        "INSERT INTO page_ranges_test.parted" + ROWS,
        "CREATE TABLE page_ranges_test.inherited" + COLUMNS,
        "INSERT INTO page_ranges_test.inherited" + ROWS + " WHERE n < 5000",
        "CREATE TABLE page_ranges_test.child (more text) INHERITS (page_ranges_test.inherited)",
        "INSERT INTO page_ranges_test.child" + ROWS + " WHERE n BETWEEN 5000 AND 6499",
        "CREATE TABLE page_ranges_test.grandchild () INHERITS (page_ranges_test.child)",
        "INSERT INTO page_ranges_test.grandchild" + ROWS + " WHERE n >= 6500",
        "CREATE TABLE page_ranges_test.years" + COLUMNS,
        "CREATE TABLE page_ranges_test.year () INHERITS (page_ranges_test.years)",
        "INSERT INTO page_ranges_test.year SELECT n, DATE '2026-01-01' + n / 100, repeat('x', 200)"
            + " FROM generate_series(0, 29999) n",
        "CREATE TABLE page_ranges_test.\"one Row\"" + COLUMNS,
        "INSERT INTO page_ranges_test.\"one Row\" VALUES (4000, '2026-03-31', 'x')",
        "CREATE TABLE page_ranges_test.empty" + COLUMNS);
  }

  @AfterAll
  static void dropTables() throws SQLException {
    execute("DROP SCHEMA page_ranges_test CASCADE");
    testbed.close();
  }

  @ParameterizedTest
  @CsvSource({
    "together, 1",
    "together, 2",
    "together, 3",
    "together, 7",
    "together, 64",
    "scattered, 2",
    "scattered, 5",
    "rewritten, 2",
    "rewritten, 8",
    "parted, 2",
    "parted, 5",
    "inherited, 2",
    "inherited, 5",
    "one Row, 2",
    "one Row, 64"
  })
  void giveEveryRowToExactlyOneStream(String table, int streams) {
    var ids = new ArrayList<Long>();
    idsByRange(table, streams).forEach(ids::addAll);
    Collections.sort(ids);

    assertThat(ids).isEqualTo(idsByRange(table, 1).get(0)).isNotEmpty().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"2, 600", "4, 300"})
  void giveEachStreamAShareOfADayThatLiesTogether(int streams, int least) {
    assertThat(idsByRange("together", streams))
        .allSatisfy(ids -> assertThat(ids).hasSizeGreaterThan(least));
  }

  @Test
  void giveNothingOfAnEmptyTable() {
    assertThat(idsByRange("empty", 3)).containsExactly(List.of(), List.of(), List.of());
  }

  @Test
  void areNoConditionForOneStream() {
    List<String> conditions = inSnapshot(snapshot -> conditions(snapshot, "together", 1));

    assertThat(conditions).containsExactly("");
  }

  /** A sample of all pages would read the whole table. */
  @Test
  void lookAtAFewPagesOfWhatInherits() {
    double percent = inSnapshot(snapshot -> PageRanges.samplePercent(snapshot, schema("years")));

    assertThat(percent).isLessThan(50);
  }

  private static List<List<Long>> idsByRange(String table, int streams) {
    return inSnapshot(
        snapshot -> {
          List<List<Long>> ranges = new ArrayList<>();
          for (var condition : conditions(snapshot, table, streams)) {
            ranges.add(ids(snapshot, table, condition));
          }
          return ranges;
        });
  }

  private static List<String> conditions(PostgresSnapshot snapshot, String table, int streams)
      throws SQLException {
    var columns = List.of(GlEntries.ID);
    var shape = snapshot.describe("copy", schema(table), columns, NumericShape.DEFAULT);
    return PageRanges.conditions(snapshot, shape, DAY, streams);
  }

  private static List<Long> ids(PostgresSnapshot snapshot, String table, String condition)
      throws SQLException {
    var sql =
        "SELECT id FROM %s WHERE trx_date = DATE '%s'%s ORDER BY id"
            .formatted(schema(table).tableSql(), DAY, condition);
    List<Long> ids = new ArrayList<>();
    try (var statement = snapshot.connection().createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  private static JournalSchema schema(String table) {
    return JournalSchema.GL_ENTRIES.withTable("page_ranges_test." + table);
  }

  private static <T> T inSnapshot(PostgresSession.Work<T> work) {
    try (var session = PostgresSession.open("copy", testbed.postgresUrl(), Map.of())) {
      return session.inSnapshot(
          null, Deadline.after(Duration.ofMinutes(1)), () -> "dividing", work);
    }
  }

  private static void execute(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
