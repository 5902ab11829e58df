package dev.ledgerload.loader.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that the planner takes for 100,000 times as large as they are. */
class DividerTest {
  private static CopyTables tables;

  @BeforeAll
  static void makeTables() {
    tables = new CopyTables("divider_test");
    make("together", CopyTables.ROWS, "CREATE INDEX ON $.together (day)");
    make(
        "scattered",
        CopyTables.ROWS + " ORDER BY hashint8(n)",
        "CREATE INDEX ON $.scattered (day)");
    make("unindexed", CopyTables.ROWS, "SELECT");
    tables.execute(
        "CREATE VIEW $.shown AS TABLE $.together",
        "CREATE TABLE $.late (LIKE $.together)",
        "INSERT INTO $.late TABLE $.together",
        "INSERT INTO $.late SELECT n, '2026-03-31', 'a', 1 FROM generate_series(1, 5) n",
        "CREATE INDEX ON $.late (day)",
        "CREATE TABLE $.parted (LIKE $.together) PARTITION BY RANGE (day)",
        "CREATE TABLE $.march PARTITION OF $.parted FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
        "CREATE TABLE $.april PARTITION OF $.parted FOR VALUES FROM ('2026-04-01') TO ('2026-05-01')",
        "INSERT INTO $.parted TABLE $.together",
        "CREATE INDEX ON $.parted (day)",
        "CREATE TABLE $.\"Its heir on\" (LIKE $.together)",
        "CREATE TABLE $.heir () INHERITS ($.\"Its heir on\")",
        "INSERT INTO $.heir TABLE $.together",
        "CREATE INDEX ON $.heir (day)",
        "INSERT INTO $.\"Its heir on\" SELECT * FROM $.together WHERE day < '2026-03-28'",
        "CREATE INDEX ON $.\"Its heir on\" (day)",
        "ANALYZE $.together, $.scattered, $.unindexed, $.late, $.parted, $.\"Its heir on\", $.heir");
    make("small", CopyTables.ROWS, "CREATE INDEX ON $.small (day)");
    tables.makeLargeForThePlanner();
    tables.execute("ANALYZE $.small");
  }

  private static void make(String table, String rows, String more) {
    tables.execute(
        "CREATE TABLE $." + table + CopyTables.COLUMNS, "INSERT INTO $." + table + rows, more);
  }

  @AfterAll
  static void dropTables() {
    tables.close();
  }

  /**
   * @param settings that the server has for this transaction
   */
  private static Division divide(JournalSchema schema, StreamCount count, String... settings) {
    return tables.inSnapshot(
        snapshot -> {
          try (var statement = snapshot.connection().createStatement()) {
            for (var setting : settings) {
              statement.execute("SET LOCAL " + setting);
            }
          }
          var query = JournalQuery.of(schema, CopyTables.DAY);
          var shape = snapshot.describe("copy", schema, query.columnList(), NumericShape.DEFAULT);
          var divider = new Divider(snapshot, shape, query);
          return count.isAuto() ? divider.amongAsPays(count.most()) : divider.among(count.most());
        });
  }

  private static List<Integer> sizes(JournalSchema schema, Division division) {
    return division.ranges().stream()
        .map(range -> tables.selected(schema, "day = '2026-03-31'" + range).size())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "together, 2, most of it lies on pages",
    "late, 2, most of it lies on pages",
    "parted, 2, most of it lies on pages",
    "Its heir on, 2, most of it lies on pages",
    "unindexed, 2, all of 2",
    "scattered, 1, it is dispersed",
    "shown, 1, has no pages to share",
    "small, 1, the day is small"
  })
  void takesAsManyStreamsAsPay(String table, int streams, String reason) {
    var division = divide(tables.schema(table), StreamCount.AUTO);

    assertThat(division.reason()).contains(reason);
    assertThat(division.streams()).isEqualTo(streams);
  }

  @Test
  void loadsAQueryByOneStream() {
    var query =
        JournalSchema.ofQuery("SELECT * FROM divider_test.together")
            .day("day")
            .keys("account")
            .measures("amount")
            .build();

    assertThat(divide(query, StreamCount.AUTO))
        .isEqualTo(new Division(List.of(""), 1, "it is a query"));
  }

  @ParameterizedTest
  @CsvSource({"together, 1000", "late, 1005", "scattered, 1000", "unindexed, 1000", "small, 1000"})
  void givesEachRowToExactlyOneRange(String table, int rows) {
    var schema = tables.schema(table);

    var division = divide(schema, StreamCount.of(3));

    assertThat(division.streams()).isEqualTo(3);
    assertThat(sizes(schema, division).stream().mapToInt(Integer::intValue).sum()).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource({"together, 2", "together, 4", "late, 2", "scattered, 2", "unindexed, 2"})
  void leavesNoRangeWithMoreThanAStreamsShare(String table, int streams) {
    var schema = tables.schema(table);

    var sizes = sizes(schema, divide(schema, StreamCount.of(streams)));

    assertThat(sizes).hasSizeGreaterThan(streams).allMatch(size -> size <= 1_100 / streams);
  }

  @Test
  void readsByAnIndexOnlyWhatLiesElsewhereAndAPiece() {
    var division = divide(tables.schema("together"), StreamCount.AUTO);

    assertThat(division.ranges().get(0)).matches(" AND \\(ctid < '.*' OR ctid >= '.*'\\)");
    assertThat(division.ranges().subList(1, division.ranges().size()))
        .allMatch(range -> range.matches(" AND ctid >= '.*' AND ctid < '.*'"));
  }

  @Test
  void doesWithoutOthersWhereTheServerGivesAQueryNoneEither() {
    assertThat(
            divide(
                tables.schema("together"), StreamCount.AUTO, "max_parallel_workers_per_gather = 0"))
        .isEqualTo(Division.one("max_parallel_workers_per_gather is 0"));
  }

  @Test
  void leavesToTheServerWhatItReadsByWorkersOfItsOwn() {
    assertThat(
            divide(
                tables.schema("unindexed"),
                StreamCount.AUTO,
                "min_parallel_table_scan_size = 0",
                "parallel_tuple_cost = 0"))
        .isEqualTo(Division.one("the server reads it by workers of its own"));
  }

  @Test
  void isToldInTheLog() {
    var said = new ConcurrentLinkedQueue<String>();
    var logger = Logger.getLogger(CopyLoad.class.getName());
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            said.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setLevel(Level.FINE);
    try {
      for (var table : List.of("together", "scattered")) {
        try (JournalSource source = tables.open(tables.schema(table), "auto")) {
          assertThat(CopyTables.loaded(tables.schema(table), source)).hasSize(1000);
        }
      }
    } finally {
      logger.setLevel(null);
      logger.removeHandler(handler);
    }
    assertThat(said)
        .filteredOn(text -> text.contains("is loaded by")) // others say what came too late
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .matches(
                        "FINE 2026-03-31 of \"divider_test\".\"together\" is loaded by 2 streams: most of it lies on pages \\d+ to \\d+"),
            second -> assertThat(second).endsWith("by 1 streams: it is dispersed"));
  }
}
