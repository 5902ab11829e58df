package dev.ledgerload.loader.copy;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.PgBouncer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several streams, and others who use the table or the server's connections. */
@Tag("churn")
@Timeout(120)
class SharedTableTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  private static final int ENTRIES = 60_000;
  private static final int LOADS = 15;
  private static final JournalSchema PLAIN =
      JournalSchema.GL_ENTRIES.withTable("shared_test.plain");
  private static final JournalSchema PARTED =
      JournalSchema.GL_ENTRIES.withTable("shared_test.parted");

  private static JournalTestbed testbed;

  @BeforeAll
  static void makeTables() throws SQLException {
    testbed = JournalTestbed.start();
    var columns = "(id bigint, trx_date date, amount numeric(18,2), filler text)";
    var rows =
        " SELECT n, DATE '2026-01-31', 1, repeat('x', 100) FROM generate_series(1, %d) n"
            .formatted(ENTRIES);
    execute(
        "DROP SCHEMA IF EXISTS shared_test CASCADE",
        "CREATE SCHEMA shared_test",
        "CREATE TABLE shared_test.plain" + columns,
        "CREATE TABLE shared_test.parted" + columns + " PARTITION BY HASH (id)",
        "CREATE TABLE shared_test.p0 PARTITION OF shared_test.parted FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
        "CREATE TABLE shared_test.p1 PARTITION OF shared_test.parted FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
        "CREATE VIEW shared_test.shown AS TABLE shared_test.plain",
        "INSERT INTO shared_test.plain" + rows,
        "INSERT INTO shared_test.parted" + rows);
  }

  @AfterAll
  static void dropTables() throws SQLException {
    execute("DROP SCHEMA shared_test CASCADE");
    testbed.close();
  }

  /** A queue behind DDL that waits for a load which waits for the queue would last for ever. */
  @ParameterizedTest
  @CsvSource({"2, plain", "4, plain", "4, parted"})
  void nobodyWaitsForLongerThanALoadBesideDdl(int streams, String table) throws SQLException {
    var schema = JournalSchema.GL_ENTRIES.withTable("shared_test." + table);
    var altered = table.equals("plain") ? "shared_test.plain" : "shared_test.p1";
    var done = new AtomicBoolean();
    List<CompletableFuture<Void>> others = new ArrayList<>();
    try (var allocator = new RootAllocator();
        var source = open(testbed.postgresUrl(), schema, streams, allocator)) {
      others.add(
          repeat(done, "ALTER TABLE %1$s ALTER filler SET STORAGE EXTERNAL".formatted(altered)));
      others.add(
          repeat(
              done,
              "SET lock_timeout = '20s'; INSERT INTO %s VALUES (0, '2026-02-01', 1)"
                  .formatted(schema.table())));
      for (int i = 0; i < LOADS; i++) {
        requireWhole(source);
      }
    } finally {
      done.set(true);
      others.forEach(CompletableFuture::join); // an INSERT that waited too long has failed
    }
  }

  private static CompletableFuture<Void> repeat(AtomicBoolean done, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            while (!done.get()) {
              execute(sql);
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        SharedTableTest::onAThreadOfItsOwn);
  }

  /**
   * At once: the common pool of a machine with two cores has one thread, of JDK 25 also for these.
   */
  private static void onAThreadOfItsOwn(Runnable task) {
    new Thread(task).start();
  }

  @EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void loadsThroughAPoolWithFewerConnectionsThanStreams(int connections) {
    try (var pool =
            PgBouncer.start(List.of("default_pool_size = " + connections), testbed.postgresUrl());
        var allocator = new RootAllocator();
        var source = open(pool.url(), PLAIN, 4, allocator)) {
      for (int i = 0; i < 3; i++) {
        requireWhole(source);
      }
    }
  }

  /** Each holds a connection and wants another. */
  @EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
  @Test
  void loadsTogetherThroughAPoolThatHasNotEnoughForAll() {
    try (var pool = PgBouncer.start(List.of("default_pool_size = 2"), testbed.postgresUrl());
        var allocator = new RootAllocator()) {
      List<CompletableFuture<Void>> loads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        loads.add(
            CompletableFuture.runAsync(
                () -> {
                  try (var source = open(pool.url(), PARTED, 2, allocator)) {
                    requireWhole(source);
                    requireWhole(source);
                  }
                },
                SharedTableTest::onAThreadOfItsOwn));
      }
      loads.forEach(CompletableFuture::join);
    }
  }

  private static ConnectionSource lend(HikariDataSource pool, int connections) {
    pool.setJdbcUrl(testbed.postgresUrl().jdbcUrl());
    pool.setMaximumPoolSize(connections);
    return ConnectionSource.fromDataSource("shared", pool);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void loadsThroughADataSourceWithFewerConnectionsThanStreams(int connections) {
    try (var pool = new HikariDataSource();
        var allocator = new RootAllocator();
        var source = open(lend(pool, connections), PLAIN, 4, allocator)) {
      for (int i = 0; i < 3; i++) {
        requireWhole(source);
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
    }
  }

  /** Each holds a connection and wants another. */
  @Test
  void loadsTogetherThroughADataSourceThatHasNotEnoughForAll() {
    try (var pool = new HikariDataSource();
        var allocator = new RootAllocator()) {
      var shared = lend(pool, 2);
      List<CompletableFuture<Void>> loads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        loads.add(
            CompletableFuture.runAsync(
                () -> {
                  try (var source = open(shared, PARTED, 2, allocator)) {
                    requireWhole(source);
                    requireWhole(source);
                  }
                },
                SharedTableTest::onAThreadOfItsOwn));
      }
      loads.forEach(CompletableFuture::join);
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  /** A pool whose patience ends long before the first stream is done. */
  private static final class ImpatientPool extends HikariDataSource {
    private final AtomicInteger refusals = new AtomicInteger();

    @Override
    public Connection getConnection() throws SQLException {
      var pool = getHikariPoolMXBean();
      if (pool != null && pool.getActiveConnections() > 0) {
        refusals.incrementAndGet();
        throw new SQLTransientConnectionException("all connections are in use");
      }
      return super.getConnection();
    }
  }

  @Test
  void readsByTheFirstStreamWhatNoOtherGetsAConnectionFor() {
    try (var pool = new ImpatientPool();
        var allocator = new RootAllocator();
        var source = open(lend(pool, 1), PLAIN, 3, allocator)) {
      requireWhole(source);
      assertThat(pool.refusals).hasValue(2);
    }
  }

  @Test
  void refusesToShareAViewAmongStreams() {
    try (var allocator = new RootAllocator();
        var source =
            open(
                testbed.postgresUrl(),
                JournalSchema.GL_ENTRIES.withTable("shared_test.shown"),
                2,
                allocator)) {
      var failure = catchThrowableOfType(JournalLoadException.class, () -> requireWhole(source));

      assertThat(failure)
          .hasMessageContaining("load it by one stream")
          .returns(UNSUPPORTED, JournalLoadException::kind);
    }
  }

  private static void requireWhole(JournalSource source) {
    var query =
        JournalQuery.entries(DAY)
            .select(GlEntries.ID, GlEntries.AMOUNT)
            .within(Duration.ofSeconds(60));
    try (var table = source.load(query)) {
      assertThat(table.rows()).isEqualTo(ENTRIES);
    }
  }

  private static JournalSource open(
      ConnectionSource database, JournalSchema schema, int streams, RootAllocator allocator) {
    return new CopySourceProvider()
        .open(
            SourceConfig.of(database, allocator)
                .withSchema(schema)
                .withOptions(Map.of("streams", Integer.toString(streams))));
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
