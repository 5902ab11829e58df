package dev.ledgerload.loader.copy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a day lies in its table, and whatever an index knows of it. */
class EveryEntryOnceTest {
  private static final String THE_DAY = "day = DATE '" + CopyTables.DAY + "'";

  private static CopyTables tables;

  @BeforeAll
  static void start() {
    tables = new CopyTables("every_entry_once");
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private static void make(String table, String... sql) {
    tables.execute("CREATE TABLE $." + table + CopyTables.COLUMNS);
    tables.execute(sql);
  }

  /** As it is, and as if it were so large that several streams pay. */
  private static void requireEachOnce(JournalSchema schema, String condition) {
    var expected = tables.selected(schema, condition);
    try (var auto = tables.open(schema, "auto");
        var two = tables.open(schema, "2");
        var five = tables.open(schema, "5")) {
      for (var source : List.of(auto, two, five)) {
        assertThat(CopyTables.loaded(schema, source)).isEqualTo(expected);
      }
      tables.makeLargeForThePlanner();
      for (var source : List.of(auto, two, five)) {
        assertThat(CopyTables.loaded(schema, source)).as("a large table's").isEqualTo(expected);
      }
    }
  }

  @Test
  void ofADayThatLiesTogether() {
    make(
        "together",
        "INSERT INTO $.together" + CopyTables.ROWS,
        "CREATE INDEX ON $.together (day)",
        "VACUUM ANALYZE $.together");

    requireEachOnce(tables.schema("together"), THE_DAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "64"})
  void byMoreStreamsThanPages(String streams) {
    var table = "few_" + streams;
    make(
        table,
        "INSERT INTO $.%s%s WHERE n BETWEEN 5990 AND 6200".formatted(table, CopyTables.ROWS),
        "CREATE INDEX ON $.%s (day)".formatted(table));
    var schema = tables.schema(table);

    assertThat(tables.loaded(schema, streams)).isEqualTo(tables.selected(schema, THE_DAY));
  }

  @Test
  void ofAnEmptyTableAnEmptyDayAndADayOfOneRow() {
    make("no_rows", "CREATE INDEX ON $.no_rows (day)");
    make(
        "no_day",
        "INSERT INTO $.no_day" + CopyTables.ROWS + " WHERE n / 1000 <> 6",
        "CREATE INDEX ON $.no_day (day)",
        "ANALYZE $.no_day");
    make(
        "one_row",
        "INSERT INTO $.one_row" + CopyTables.ROWS + " WHERE n / 1000 <> 6 OR n = 6500",
        "CREATE INDEX ON $.one_row (day)");

    for (var table : List.of("no_rows", "no_day", "one_row")) {
      requireEachOnce(tables.schema(table), THE_DAY);
    }
  }

  /** What is made behind the table of the case's name, {@code @}. */
  private static Map<String, List<String>> layouts() {
    var inOrder = "INSERT INTO @" + CopyTables.ROWS;
    var scattered = inOrder + " ORDER BY hashint8(n)";
    var index = "CREATE INDEX ON @ (day)";
    var analyze = "ANALYZE @";
    var lateEntries =
        "INSERT INTO @ SELECT n, DATE '2026-03-31', 'late', 1, 'x' FROM generate_series(20000, 20019) n";
    Map<String, List<String>> layouts = new LinkedHashMap<>();
    layouts.put("scattered", List.of(scattered, index, analyze));
    layouts.put("no_index", List.of(inOrder, analyze));
    layouts.put("back_dated", List.of(inOrder, lateEntries, index, analyze));
    layouts.put("entered_before", List.of(lateEntries, inOrder, index, "VACUUM ANALYZE @"));
    layouts.put(
        "in_two_heaps",
        List.of(
            inOrder + " WHERE n < 6500",
            inOrder + " WHERE n >= 7000",
            inOrder + " WHERE n BETWEEN 6500 AND 6999",
            index,
            analyze));
    layouts.put(
        "moved_and_dead",
        List.of(
            inOrder,
            index,
            analyze,
            "UPDATE @ SET filler = repeat('y', 150) WHERE id % 3 = 0",
            "DELETE FROM @ WHERE id % 5 = 0",
            "UPDATE @ SET amount = 2 WHERE id % 7 = 0"));
    layouts.put(
        "moved_within_pages",
        List.of(
            "ALTER TABLE @ SET (fillfactor = 50)",
            inOrder,
            index,
            "UPDATE @ SET amount = 2 WHERE id % 2 = 0",
            "VACUUM ANALYZE @"));
    layouts.put(
        "not_deduplicated",
        List.of("CREATE INDEX ON @ (day) WITH (deduplicate_items = off)", inOrder, analyze));
    layouts.put(
        "deduplicated_late", List.of("CREATE INDEX ON @ (day)", scattered, "VACUUM ANALYZE @"));
    layouts.put("descending_index", List.of(inOrder, "CREATE INDEX ON @ (day DESC)", analyze));
    layouts.put("wide_index", List.of(inOrder, "CREATE INDEX ON @ (day, account, id)", analyze));
    layouts.put(
        "index_of_others_first", List.of(inOrder, "CREATE INDEX ON @ (account, day)", analyze));
    layouts.put(
        "partial_index",
        List.of(inOrder, "CREATE INDEX ON @ (day) WHERE day < '2026-04-03'", analyze));
    layouts.put(
        "index_of_other_days",
        List.of(inOrder, "CREATE INDEX ON @ (day) WHERE day < '2026-03-31'", analyze));
    layouts.put(
        "brin",
        List.of(inOrder, "CREATE INDEX ON @ USING brin (day) WITH (pages_per_range = 4)", analyze));
    layouts.put("hash", List.of(inOrder, "CREATE INDEX ON @ USING hash (day)", analyze));
    layouts.put("never_analyzed", List.of(inOrder, index));
    layouts.put(
        "analyzed_when_empty", List.of("CREATE INDEX ON @ (day)", "VACUUM ANALYZE @", inOrder));
    return layouts;
  }

  @Tag("ledgers")
  @TestFactory
  Stream<DynamicTest> whateverTheLayout() {
    return DynamicTest.stream(
        layouts().entrySet().stream(),
        Map.Entry::getKey,
        layout -> {
          var table = layout.getKey();
          make(
              table,
              layout.getValue().stream()
                  .map(sql -> sql.replace("@", "$." + table))
                  .toArray(String[]::new));
          requireEachOnce(tables.schema(table), THE_DAY);
        });
  }

  @Tag("ledgers")
  @TestFactory
  Stream<DynamicTest> whateverTheTableIsMadeOf() {
    Map<String, String> partitions = new LinkedHashMap<>();
    partitions.put(
        "by_month",
        """
        CREATE TABLE $.by_month%1$s PARTITION BY RANGE (day);
        CREATE TABLE $.m3 PARTITION OF $.by_month FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
        CREATE TABLE $.m4 PARTITION OF $.by_month FOR VALUES FROM ('2026-04-01') TO ('2026-05-01');
        CREATE INDEX ON $.by_month (day);
        INSERT INTO $.by_month%2$s""");
    partitions.put(
        "by_day",
        """
        CREATE TABLE $.by_day%1$s PARTITION BY RANGE (day);
        CREATE TABLE $.d31 PARTITION OF $.by_day FOR VALUES FROM ('2026-03-31') TO ('2026-04-01');
        CREATE TABLE $.rest PARTITION OF $.by_day DEFAULT;
        INSERT INTO $.by_day%2$s""");
    partitions.put(
        "by_id",
        """
        CREATE TABLE $.by_id%1$s PARTITION BY HASH (id);
        CREATE TABLE $.h0 PARTITION OF $.by_id FOR VALUES WITH (MODULUS 3, REMAINDER 0);
        CREATE TABLE $.h1 PARTITION OF $.by_id FOR VALUES WITH (MODULUS 3, REMAINDER 1);
        CREATE TABLE $.h2 PARTITION OF $.by_id FOR VALUES WITH (MODULUS 3, REMAINDER 2);
        CREATE INDEX ON $.by_id (day);
        INSERT INTO $.by_id%2$s""");
    partitions.put(
        "inherited",
        """
        CREATE TABLE $.inherited%1$s;
        CREATE TABLE $.child (more text) INHERITS ($.inherited);
        CREATE TABLE $.grandchild () INHERITS ($.child);
        CREATE INDEX ON $.inherited (day);
        CREATE INDEX ON $.child (day);
        CREATE INDEX ON $.grandchild (day);
        INSERT INTO $.inherited%2$s WHERE n < 3000;
        INSERT INTO $.child%2$s WHERE n BETWEEN 3000 AND 6300 OR n > 9000;
        INSERT INTO $.grandchild%2$s WHERE n BETWEEN 6301 AND 9000""");
    partitions.put(
        "mostly_in_one_child",
        """
        CREATE TABLE $.mostly_in_one_child%1$s;
        CREATE TABLE $.old () INHERITS ($.mostly_in_one_child);
        CREATE TABLE $.new () INHERITS ($.mostly_in_one_child);
        CREATE INDEX ON $.old (day);
        CREATE INDEX ON $.new (day);
        INSERT INTO $.old%2$s WHERE n < 5000 OR n = 6500;
        INSERT INTO $.new%2$s WHERE n >= 5000 AND n <> 6500""");
    partitions.put(
        "materialized",
        """
        CREATE MATERIALIZED VIEW $.materialized AS
        SELECT * FROM (%2$s) AS r (id, day, account, amount, filler);
        CREATE INDEX ON $.materialized (day)""");
    return DynamicTest.stream(
        partitions.entrySet().stream(),
        Map.Entry::getKey,
        partition -> {
          tables.execute(partition.getValue().formatted(CopyTables.COLUMNS, CopyTables.ROWS));
          tables.execute("ANALYZE $." + partition.getKey());
          requireEachOnce(tables.schema(partition.getKey()), THE_DAY);
        });
  }

  @Tag("ledgers")
  @Test
  void ofAFilter() {
    make(
        "filtered",
        "INSERT INTO $.filtered" + CopyTables.ROWS,
        "CREATE INDEX ON $.filtered (day) WHERE id % 3 = 0",
        "ANALYZE $.filtered");
    for (var filter :
        List.of("id % 3 = 0", "id % 3 = 1 OR account = 'a1'", "id IN (SELECT 6100)")) {
      requireEachOnce(
          tables.builder("filtered").filter(filter).build(), THE_DAY + " AND (" + filter + ")");
    }
  }

  @Tag("ledgers")
  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "timestamptz"})
  void ofADayOfMoments(String type) {
    tables.execute(
        "CREATE TABLE $.m_%1$s (id bigint, day %1$s, account text, amount numeric(18,2), filler text)"
            .formatted(type),
        "INSERT INTO $.m_%s SELECT n, TIMESTAMP '2026-03-24 23:00' + n * INTERVAL '86 seconds', 'a', 1, repeat('x', 100) FROM generate_series(0, 11999) n"
            .formatted(type),
        "CREATE INDEX ON $.m_%s (day)".formatted(type),
        "ANALYZE $.m_" + type);
    boolean hasZone = type.equals("timestamptz");
    var builder = tables.builder("m_" + type);

    requireEachOnce(
        (hasZone ? builder.dayZone(ZoneId.of("Asia/Kolkata")) : builder).build(),
        hasZone
            ? "(day AT TIME ZONE 'Asia/Kolkata')::date = '2026-03-31'"
            : "day::date = '2026-03-31'");
  }

  /** By any layout of days, rows that moved and rows that are gone. */
  @Tag("ledgers")
  @TestFactory
  Stream<DynamicTest> whateverHappensToATable() {
    return IntStream.range(0, 25)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> checkRandom(seed)));
  }

  private static void checkRandom(int seed) {
    var random = new SplittableRandom(seed);
    var table = "random_" + seed;
    make(table);
    int steps = random.nextInt(2, 9);
    for (int i = 0; i < steps; i++) {
      tables.execute(step(random, i).replace("@", "$." + table));
    }
    var schema = tables.schema(table);
    var expected = tables.selected(schema, THE_DAY);
    for (var streams : List.of("auto", "2", Integer.toString(random.nextInt(3, 20)))) {
      assertThat(tables.loaded(schema, streams)).as(streams + " streams").isEqualTo(expected);
    }
    tables.makeLargeForThePlanner();
    assertThat(tables.loaded(schema, "auto")).isEqualTo(expected);
  }

  private static String step(SplittableRandom random, int number) {
    return switch (random.nextInt(number == 0 ? 1 : 9)) {
      case 0, 1, 2 ->
          "INSERT INTO @ SELECT %1$d + n, DATE '2026-03-31' + (n / %2$d - %3$d), 'a', 1, repeat('x', %4$d) FROM generate_series(0, %5$d) n ORDER BY %6$s"
              .formatted(
                  number * 100_000,
                  random.nextInt(1, 3000),
                  random.nextInt(0, 4),
                  random.nextInt(0, 300),
                  random.nextInt(0, 6000),
                  random.nextBoolean() ? "n" : "hashint8(n)");
      case 3 ->
          "UPDATE @ SET filler = repeat('y', %d) WHERE id %% %d = 0"
              .formatted(random.nextInt(0, 300), random.nextInt(1, 9));
      case 4 -> "DELETE FROM @ WHERE id %% %d = 0".formatted(random.nextInt(2, 9));
      case 5 -> "CREATE INDEX ON @ (day%s)".formatted(random.nextBoolean() ? "" : ", id");
      case 6 -> "VACUUM ANALYZE @";
      case 7 -> "ANALYZE @";
      default ->
          "UPDATE @ SET day = day + %d WHERE id %% %d = 1"
              .formatted(random.nextInt(-2, 3), random.nextInt(2, 9));
    };
  }

  /**
   * Each transaction moves rows to other pages, takes from one entry what it adds to another, and
   * exchanges the days of two; so a snapshot always has 1,000 entries with the same sum.
   */
  @Tag("churn")
  @Timeout(120)
  @ParameterizedTest
  @ValueSource(strings = {"auto", "2", "5"})
  void ofOneSnapshotWhileOthersMoveRows(String streams) {
    var table = "moving_" + streams;
    make(
        table,
        "INSERT INTO $.%s%s".formatted(table, CopyTables.ROWS),
        "CREATE INDEX ON $.%s (day)".formatted(table),
        "CREATE INDEX ON $.%s (id)".formatted(table),
        "VACUUM ANALYZE $." + table);
    tables.makeLargeForThePlanner();
    var schema = tables.schema(table);
    var done = new AtomicBoolean();
    var writer =
        CompletableFuture.runAsync(
            () -> moveUntil(done, "$." + table), EveryEntryOnceTest::onAThreadOfItsOwn);
    try (var source = tables.open(schema, streams)) {
      for (int i = 0; i < 60; i++) {
        requireOneState(source, schema);
      }
    } finally {
      done.set(true);
      writer.join();
    }
  }

  private static void onAThreadOfItsOwn(Runnable task) {
    new Thread(task).start();
  }

  private static void moveUntil(AtomicBoolean done, String table) {
    var random = new SplittableRandom(7);
    for (int i = 0; !done.get(); i++) {
      int from = 6000 + random.nextInt(500);
      tables.execute(
          """
          BEGIN;
          UPDATE %1$s SET filler = repeat('y', %2$d) WHERE id %% 50 = %3$d;
          UPDATE %1$s SET amount = amount - 1 WHERE id = %4$d AND day = '2026-03-31';
          UPDATE %1$s SET amount = amount + 1 WHERE id = %4$d + 1 AND day = '2026-03-31';
          UPDATE %1$s SET day = DATE '2026-03-31' + (DATE '2026-04-01' - day) WHERE id IN (6999, 7000);
          COMMIT"""
              .formatted(table, random.nextInt(50, 200), random.nextInt(50), from));
      if (i % 20 == 0) {
        tables.execute("VACUUM " + table);
      }
    }
  }

  private static void requireOneState(JournalSource source, JournalSchema schema) {
    var id = schema.column("id");
    var amount = schema.column("amount");
    Set<Long> ids = new HashSet<>();
    var sum = BigDecimal.ZERO;
    try (var table = source.load(JournalQuery.of(schema, CopyTables.DAY).select(id, amount))) {
      var rows = table.cursor();
      while (rows.next()) {
        assertThat(ids.add(rows.getLong(id))).isTrue();
        sum = sum.add(requireNonNull(rows.getDecimal(amount)));
      }
    }
    assertThat(ids).hasSize(1000);
    assertThat(sum).isEqualByComparingTo("1000");
  }
}
