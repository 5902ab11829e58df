package dev.ledgerload.contract;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.StrategyProvider.Variant;
import dev.ledgerload.testbed.JournalEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A journal need not be a plain table, nor its day a date. Where there are no pages that several
 * streams could share, a source may refuse to load by more than one, but not to load.
 */
abstract class RelationCases {
  private static final LocalDate DAY = ContractKit.DAY;
  private static final List<Long> ALL = LongStream.rangeClosed(1, 2000).boxed().toList();
  private static final String ROWS =
      "SELECT i, DATE '%s' + i / 2001, 'd' || i %% 7, 'c' || i %% 5, i FROM generate_series(1, 4000) i"
          .formatted(DAY);

  private final ContractKit kit;
  private final String name = "relation_" + ContractKit.uniqueNumber();

  RelationCases(ContractKit kit) {
    this.kit = kit;
  }

  private static JournalSchema journal(String table) {
    return JournalSchema.GL_ENTRIES.withTable(table);
  }

  /** The usual columns, with two days' entries, of which {@link #ALL} are the first's. */
  private void makeTable(String table) {
    kit.create(journal(table), Map.of(), "");
    kit.insert(journal(table), ROWS);
  }

  private void execute(String sql) {
    kit.database().execute(sql.replace("$", name));
  }

  @TestFactory
  Stream<DynamicTest> loadsAView() {
    makeTable(name);
    execute("CREATE VIEW $_v AS SELECT 'x' AS more, * FROM $ ORDER BY amount");
    return loads(journal(name + "_v"), ALL, false);
  }

  @TestFactory
  Stream<DynamicTest> loadsAMaterializedView() {
    makeTable(name);
    execute("CREATE MATERIALIZED VIEW $_v AS SELECT * FROM $");
    return loads(journal(name + "_v"), ALL, true);
  }

  /** Of this very server, reached as another would be. */
  @TestFactory
  Stream<DynamicTest> loadsAForeignTable() {
    makeTable(name);
    makeLoopback();
    execute(
        "CREATE FOREIGN TABLE $_f (id bigint, trx_date date, acc_debit varchar, acc_credit varchar, amount numeric(18,2), t_1 varchar, t_2 varchar, t_3 varchar, t_4 varchar, t_5 varchar) SERVER loopback OPTIONS (table_name '$')");
    return loads(journal(name + "_f"), ALL, false);
  }

  @TestFactory
  Stream<DynamicTest> loadsATableOfWhichAPartitionIsForeign() {
    makeTable(name);
    makeLoopback();
    execute("CREATE TABLE $_p (LIKE $) PARTITION BY LIST (acc_debit)");
    execute("CREATE TABLE $_0 PARTITION OF $_p DEFAULT");
    execute(
        "CREATE FOREIGN TABLE $_f PARTITION OF $_p FOR VALUES IN ('d1') SERVER loopback OPTIONS (table_name '$_d1')");
    execute("CREATE VIEW $_d1 AS SELECT * FROM $ WHERE acc_debit = 'd1'");
    execute("INSERT INTO $_0 SELECT * FROM $ WHERE acc_debit <> 'd1'");
    return loads(journal(name + "_p"), ALL, false);
  }

  private void makeLoopback() {
    execute("CREATE EXTENSION IF NOT EXISTS postgres_fdw");
    execute(
        """
        DO 'BEGIN
          EXECUTE format(''CREATE SERVER IF NOT EXISTS loopback FOREIGN DATA WRAPPER postgres_fdw
            OPTIONS (host %L, port %L, dbname %L)'',
            ''127.0.0.1'', current_setting(''port''), current_database());
          EXECUTE format(''CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER loopback
            OPTIONS (user %L, password %L)'', current_user, ''PASSWORD'');
        END'"""
            .replace("PASSWORD", kit.database().password()));
  }

  /** A partition may have its columns in an order of its own, as one that was attached has. */
  @TestFactory
  Stream<DynamicTest> loadsAPartitionedTable() {
    kit.create(journal(name), Map.of(), " PARTITION BY RANGE (trx_date)");
    execute(
        "CREATE TABLE $_a (t_5 varchar, t_4 varchar, gone int, amount numeric(18,2), trx_date date, acc_credit varchar, t_3 varchar, id bigint, t_2 varchar, acc_debit varchar, t_1 varchar)");
    execute("ALTER TABLE $_a DROP COLUMN gone");
    execute(
        "ALTER TABLE $ ATTACH PARTITION $_a FOR VALUES FROM ('%s') TO ('%s')"
            .formatted(DAY, DAY.plusDays(1)));
    execute("CREATE TABLE $_b PARTITION OF $ DEFAULT PARTITION BY LIST (acc_debit)");
    execute("CREATE TABLE $_c PARTITION OF $_b DEFAULT");
    kit.insert(journal(name), ROWS);
    return loads(journal(name), ALL, true);
  }

  @TestFactory
  Stream<DynamicTest> loadsATableThatOthersInheritFrom() {
    kit.create(journal(name), Map.of(), "");
    execute("CREATE TABLE $_a (more text) INHERITS ($)");
    execute("CREATE TABLE $_b () INHERITS ($_a)");
    kit.insert(journal(name), ROWS + " WHERE i % 3 = 0");
    kit.insert(journal(name + "_a"), ROWS + " WHERE i % 3 = 1");
    kit.insert(journal(name + "_b"), ROWS + " WHERE i % 3 = 2");
    return loads(journal(name), ALL, true);
  }

  @TestFactory
  Stream<DynamicTest> loadsAQuery() {
    makeTable(name);
    return loads(
        with(
            "table=gl_entries",
            "query=WITH e AS (SELECT *, '?' AS q FROM "
                + name
                + ") SELECT id, trx_date, acc_debit,"
                + " acc_credit, amount AS \"The Amount\", t_1, t_2, t_3, t_4, t_5 FROM e"
                + " WHERE q = '?' ORDER BY amount DESC -- all of them",
            "column.amount.sql=The Amount"),
        ALL,
        false);
  }

  @TestFactory
  Stream<DynamicTest> loadsWhatAFilterLeaves() {
    makeTable(name);
    return loads(
        with(
            "table=gl_entries",
            "table=" + name,
            "filter=id <= 10 OR id BETWEEN 1998 AND 2002 OR '{\"a\"\\: 1}'\\:\\:jsonb ? 'b' -- no more ("),
        LongStream.concat(LongStream.rangeClosed(1, 10), LongStream.rangeClosed(1998, 2000))
            .boxed()
            .toList(),
        true);
  }

  /** The usual journal with other settings. */
  private static JournalSchema with(String replaced, String... others) {
    var text = JournalSchema.GL_ENTRIES.toProperties().replace(replaced + "\n", "");
    return JournalSchema.parse(text + String.join("\n", others), "the test's");
  }

  /** What a session is set to makes no difference, nor how long the zone's day is. */
  @TestFactory
  Stream<DynamicTest> findsMomentsByTheirZonesDay() {
    kit.create(journal(name), Map.of(GlEntries.TRX_DATE, "timestamptz"), "");
    execute("CREATE INDEX ON $ (trx_date)");
    kit.insert(
        journal(name),
        "SELECT i, TIMESTAMPTZ '2026-10-24 22:00+00' + (i - 1) * INTERVAL '15 minutes', 'd', 'c', i FROM generate_series(-100, 300) i");
    var schema = with("table=gl_entries", "table=" + name, "day.zone=Europe/Berlin");
    var url =
        new PostgresUrl(
            kit.database().url().jdbcUrl()
                + "&options=-c%20TimeZone=Asia/Tokyo%20-c%20DateStyle=SQL,DMY%20-c%20IntervalStyle=iso_8601");
    return kit.forEachVariant(
        variant -> {
          var all = ids(url, schema, variant, LocalDate.of(2026, 10, 25));
          assertThat(all).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
        });
  }

  private Stream<DynamicTest> loads(JournalSchema schema, List<Long> ids, boolean hasPages) {
    return kit.forEachVariant(
        variant -> {
          try {
            assertThat(ids(kit.database().url(), schema, variant, DAY)).isEqualTo(ids);
          } catch (JournalLoadException e) {
            assertThat(hasPages).as("has pages").isFalse();
            assertThat(e.kind()).isEqualTo(UNSUPPORTED);
            assertThat(e).hasMessageContaining("load it by one stream");
          }
          kit.requireIdleSources();
        });
  }

  private List<Long> ids(PostgresUrl url, JournalSchema schema, Variant variant, LocalDate day) {
    try (var source = kit.open(url, schema, variant);
        var table = source.load(JournalQuery.of(schema, day).select(schema.column("id")))) {
      List<Long> ids = new ArrayList<>();
      for (var entry : JournalEntry.of(table)) {
        ids.add(entry.id());
      }
      ids.sort(null);
      return ids;
    }
  }
}
