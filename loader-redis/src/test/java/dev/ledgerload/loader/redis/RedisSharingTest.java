package dev.ledgerload.loader.redis;

import static dev.ledgerload.loader.redis.Days.failureOf;
import static dev.ledgerload.loader.redis.TestDatabase.execute;
import static dev.ledgerload.loader.redis.TestDatabase.urlOf;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalEntry;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the same rows from the database shares days; nobody gets those of another. */
@Tag("rights")
class RedisSharingTest {
  private static final JournalQuery QUERY =
      JournalQuery.entries(Days.DAY).select(GlEntries.ID, GlEntries.AMOUNT);
  private static final JournalSchema PLAIN = JournalSchema.GL_ENTRIES.withTable("shared");
  private static final JournalSchema SECURED = JournalSchema.GL_ENTRIES.withTable("secured");
  private static final JournalSchema BY_TENANT = JournalSchema.GL_ENTRIES.withTable("by_tenant");
  private static final JournalSchema VIEW = JournalSchema.GL_ENTRIES.withTable("seen");
  private static final JournalSchema SCHEMA_EACH = JournalSchema.GL_ENTRIES.withTable("journal");

  private static String alice = "";
  private static String bob = "";
  private static String carol = "";

  private final RootAllocator allocator = new RootAllocator();
  private final List<RedisJournalCache> caches = new ArrayList<>();
  private final Map<String, String> own = Map.of("prefix", "sharing-" + UUID.randomUUID());

  @BeforeAll
  static void makeJournals() {
    alice = TestDatabase.role("alice");
    bob = TestDatabase.role("bob");
    carol = TestDatabase.role("carol");
    for (var table : List.of("shared", "secured", "by_tenant", "public.switched")) {
      makeTable(table, 100, 900);
      execute("GRANT SELECT ON %s TO %s, %s".formatted(table, alice, bob));
    }
    execute(
        "GRANT SELECT (id, trx_date) ON shared TO " + carol,
        "ALTER TABLE secured ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON secured FOR SELECT USING (t_1 = current_user)",
        "ALTER TABLE by_tenant ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON by_tenant FOR SELECT USING (t_2 = current_setting('app.tenant'))",
        "CREATE VIEW seen AS SELECT * FROM shared WHERE t_1 = current_user",
        "GRANT SELECT ON seen TO %s, %s".formatted(alice, bob));
    int rows = 0;
    for (var role : List.of(alice, bob)) {
      rows += 111;
      execute("CREATE SCHEMA %s AUTHORIZATION %<s".formatted(role));
      makeTable(role + ".journal", rows, 0);
      execute("GRANT SELECT ON ALL TABLES IN SCHEMA %1$s TO %1$s".formatted(role));
    }
  }

  /** With entries of 1.00: so many of alice, and of tenant 1; so many of bob, and of tenant 2. */
  private static void makeTable(String name, int alices, int bobs) {
    execute(
        "CREATE TABLE %s (LIKE gl_entries)".formatted(name),
        """
        INSERT INTO %s SELECT i, DATE '%s', 'D', 'C', 1, CASE WHEN i <= %d THEN '%s' ELSE '%s' END,
          CASE WHEN i <= %d THEN '1' ELSE '2' END
        FROM generate_series(1, %d) i"""
            .formatted(name, Days.DAY, alices, alice, bob, alices, alices + bobs));
  }

  @AfterEach
  void leavesNothingBehind() {
    caches.forEach(RedisJournalCache::close);
    allocator.close();
  }

  private RedisJournalCache open(ConnectionSource database, JournalSchema schema) {
    return open(database, schema, own);
  }

  private RedisJournalCache open(
      ConnectionSource database, JournalSchema schema, Map<String, String> options) {
    var config = new SourceConfig(database, TestRedis.shared().url(), schema, allocator, options);
    var cache = (RedisJournalCache) new RedisSourceProvider().open(config);
    caches.add(cache);
    return cache;
  }

  /** What a loader of the same configuration would load. */
  private JournalTable loaded(
      ConnectionSource database, JournalSchema schema, Optional<DayVersion> version) {
    try (var session = PostgresSession.open("test", database, Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(Duration.ofMinutes(1)),
          () -> "loading for a test",
          snapshot -> read(snapshot, schema, version));
    }
  }

  private JournalTable read(
      PostgresSnapshot snapshot, JournalSchema schema, Optional<DayVersion> version)
      throws SQLException, IOException {
    var specs = List.of(ColumnSpec.of(GlEntries.ID), new ColumnSpec(GlEntries.AMOUNT, 18, 2));
    var sql = "SELECT id, amount FROM " + schema.tableSql();
    try (var builder = new JournalTableBuilder(allocator, JournalSchema.GL_ENTRIES, specs);
        var statement = snapshot.connection().createStatement();
        var rows = statement.executeQuery(sql)) {
      var part = builder.addPart();
      while (rows.next()) {
        part.append(new Object[] {rows.getLong(1), rows.getBigDecimal(2)});
      }
      return builder.finish(
          new JournalTable.Snapshot(Days.DAY, Grain.ENTRY, version, snapshot.asOf()));
    }
  }

  private static BigDecimal total(RedisJournalCache cache) {
    try (var table = cache.load(QUERY)) {
      var total = BigDecimal.ZERO;
      for (var entry : JournalEntry.of(table)) {
        total = total.add(entry.amount());
      }
      return total;
    }
  }

  private static void requireMiss(RedisJournalCache cache) {
    var failure = failureOf(() -> cache.load(QUERY).close());
    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasNoCause();
  }

  private void fill(
      RedisJournalCache cache, ConnectionSource database, JournalSchema schema, boolean versioned) {
    Optional<DayVersion> version = versioned ? Optional.of(new DayVersion(1, 7)) : Optional.empty();
    try (var table = loaded(database, schema, version)) {
      assertThat(cache.put(table)).isTrue();
    }
  }

  /** Each gets what the database gives to each, or nothing. */
  private void requireApart(
      JournalSchema schema, boolean versioned, Map<? extends ConnectionSource, String> totals) {
    for (var database : totals.keySet()) {
      var cache = open(database, schema);
      requireMiss(cache);
      fill(cache, database, schema, versioned);
    }
    totals.forEach(
        (database, total) -> assertThat(total(open(database, schema))).isEqualByComparingTo(total));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesEachUserTheRowsThatAPolicyShowsToThem(boolean versioned) {
    requireApart(
        SECURED,
        versioned,
        Map.of(urlOf(alice), "100", urlOf(bob), "900", TestDatabase.url(), "1000"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesEachTenantTheRowsThatAPolicyShowsToASetting(boolean versioned) {
    requireApart(
        BY_TENANT,
        versioned,
        Map.of(
            urlOf(alice, "options=-c%20app.tenant=1"), "100",
            urlOf(alice, "options=-c%20app.tenant=2"), "900"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesEachUserTheTableOfTheirOwnSchema(boolean versioned) {
    requireApart(SCHEMA_EACH, versioned, Map.of(urlOf(alice), "111", urlOf(bob), "222"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"options=-c%%20search_path=%s", "currentSchema=%s"})
  void givesTheTableOfTheSearchPath(String parameter) {
    var url = TestDatabase.url().jdbcUrl();
    requireApart(
        SCHEMA_EACH,
        false,
        Map.of(
            new PostgresUrl(url + "&" + parameter.formatted(alice)), "111",
            new PostgresUrl(url + "&" + parameter.formatted(bob)), "222"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesEachUserWhatAViewShowsToThem(boolean versioned) {
    requireApart(VIEW, versioned, Map.of(urlOf(alice), "100", urlOf(bob), "900"));
  }

  @Test
  void sharesDaysAmongThoseWhoGetTheSameRows() {
    fill(open(TestDatabase.url(), PLAIN), TestDatabase.url(), PLAIN, false);
    for (var url : List.of(TestDatabase.url(), urlOf(alice), urlOf(bob, "tcpKeepAlive=true"))) {
      assertThat(total(open(url, PLAIN))).isEqualByComparingTo("1000");
    }
  }

  @Test
  void sharesADayOfATenantsOwnTableWithWhoReachesItByAnotherPath() {
    var bySearchPath = new PostgresUrl(TestDatabase.url().jdbcUrl() + "&currentSchema=" + alice);
    fill(open(bySearchPath, SCHEMA_EACH), bySearchPath, SCHEMA_EACH, false);
    assertThat(total(open(urlOf(alice), SCHEMA_EACH))).isEqualByComparingTo("111");
  }

  @Test
  void givesNothingToWhoMayNotReadAColumn() {
    fill(open(TestDatabase.url(), PLAIN), TestDatabase.url(), PLAIN, false);
    requireMiss(open(urlOf(carol), PLAIN));
  }

  @Test
  void sharesDaysAcrossAddressesThatAreSaidToBeTheSameDatabases() {
    var said = Map.of("prefix", own.get("prefix"), "journal", "ledger");
    var url = TestDatabase.url();
    fill(open(url, PLAIN, said), url, PLAIN, false);
    try (var proxy = TestDatabase.proxy()) {
      var elsewhere = TestDatabase.urlVia(proxy);
      assertThat(total(open(elsewhere, PLAIN, said))).isEqualByComparingTo("1000");
      requireMiss(open(elsewhere, PLAIN));
      requireMiss(open(elsewhere, SECURED, said));
    }
  }

  /** Sources that live on while an administrator separates the tenants of a table. */
  @Test
  void keepsNoDayWhereEverybodyLooksOnceAPolicyApplies() {
    var schema = JournalSchema.GL_ENTRIES.withTable("switched");
    var alices = open(urlOf(alice), schema);
    var bobs = open(urlOf(bob), schema);
    fill(alices, urlOf(alice), schema, false);
    assertThat(total(bobs)).isEqualByComparingTo("1000");
    execute(
        "ALTER TABLE switched ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON switched FOR SELECT USING (t_1 = current_user)");
    try (var table = loaded(urlOf(alice), schema, Optional.empty())) {
      var failure = failureOf(() -> alices.put(table));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("load the day again");
    }
    fill(alices, urlOf(alice), schema, false);
    fill(open(TestDatabase.url(), schema), TestDatabase.url(), schema, false);
    assertThat(total(alices)).isEqualByComparingTo("100");
    assertThat(total(bobs)).as("as it was before").isEqualByComparingTo("1000");
    requireMiss(open(urlOf(bob), schema));
  }

  /** Nobody sees what a pool told its sessions; its name stands for that, and for the address. */
  @Test
  void goesByTheNameOfADataSource() {
    try (var first = new HikariDataSource();
        var second = new HikariDataSource()) {
      first.setJdbcUrl(urlOf(alice, "options=-c%20app.tenant=1").jdbcUrl());
      second.setJdbcUrl(urlOf(alice, "options=-c%20app.tenant=2").jdbcUrl());
      var one = ConnectionSource.fromDataSource("tenant-1", first);
      requireApart(
          BY_TENANT,
          true,
          Map.of(one, "100", ConnectionSource.fromDataSource("tenant-2", second), "900"));

      fill(open(one, PLAIN), one, PLAIN, false);
      assertThat(total(open(ConnectionSource.fromDataSource("tenant-1", second), PLAIN)))
          .isEqualByComparingTo("1000");
      requireMiss(open(ConnectionSource.fromDataSource("tenant-2", second), PLAIN));
      requireMiss(open(urlOf(alice), PLAIN));
      assertThat(first.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void sharesDaysBetweenADataSourceAndAnAddressThatAreSaidToBeTheSameDatabase() {
    var said = Map.of("prefix", own.get("prefix"), "journal", "ledger");
    try (var pool = new HikariDataSource()) {
      pool.setJdbcUrl(TestDatabase.url().jdbcUrl());
      var source = ConnectionSource.fromDataSource("mine", pool);
      fill(open(source, PLAIN, said), source, PLAIN, false);
      assertThat(total(open(TestDatabase.url(), PLAIN, said))).isEqualByComparingTo("1000");
    }
  }

  @Test
  void failsWhileTheDatabaseIsAwayAndWorksOnceItHasSaidWhoAsks() {
    try (var proxy = TestDatabase.proxy()) {
      proxy.refuse();
      var url = TestDatabase.urlVia(proxy);
      var cache = open(url, PLAIN);
      for (int i = 0; i < 2; i++) {
        var failure = failureOf(() -> cache.load(QUERY).close());
        assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
        assertThat(failure).hasCauseInstanceOf(SQLException.class);
      }
      proxy.takeAgain();
      requireMiss(cache);
      fill(cache, url, PLAIN, false);
      proxy.refuse();
      assertThat(total(cache)).as("it was asked before").isEqualByComparingTo("1000");
    }
  }

  @Test
  void saysThatThereIsNoSuchTable() {
    var failure =
        failureOf(
            () -> open(TestDatabase.url(), PLAIN.withTable("nothing.there")).load(QUERY).close());
    assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
    assertThat(failure).hasMessageContaining("\"nothing\".\"there\"");
  }
}
