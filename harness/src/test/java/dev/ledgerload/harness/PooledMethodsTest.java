package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.PgBouncer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method behind a pooler that gives each transaction to any of its server sessions. */
@Tag("settings")
@EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
@Timeout(120)
class PooledMethodsTest {
  private static final int LOADS = 6;

  private static JournalTestbed testbed;

  @BeforeAll
  static void seed() {
    testbed = JournalTestbed.start();
    EveryMethod.seed(testbed.postgresUrl());
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  /** Two processes' sources, and an application that doesn't know what it does to others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "prepareThreshold=5",
        "prepareThreshold=0",
        "prepareThreshold=-1",
        "preferQueryMode=simple"
      })
  void isRightBesideOthers(String setting) throws Exception {
    var done = new AtomicBoolean();
    try (var pool = PgBouncer.start(List.of("default_pool_size = 4"), testbed.postgresUrl());
        var mine = new EveryMethod(with(pool.url(), setting));
        var others = new EveryMethod(with(pool.url(), setting))) {
      var application =
          CompletableFuture.runAsync(
              () -> disturb(pool.url(), done), PooledMethodsTest::onAThreadOfItsOwn);
      var otherProcess =
          CompletableFuture.runAsync(() -> load(others), PooledMethodsTest::onAThreadOfItsOwn);
      try {
        load(mine);
        otherProcess.join();
      } finally {
        done.set(true);
        application.join();
      }
    }
  }

  /**
   * At once: the common pool of a machine with two cores has one thread, of JDK 25 also for these.
   */
  private static void onAThreadOfItsOwn(Runnable task) {
    new Thread(task).start();
  }

  private static void load(EveryMethod methods) {
    for (int load = 0; load < LOADS; load++) {
      methods.requireRightAnswers();
    }
  }

  /** Sets sessions, and gives statements the names that every driver gives its own. */
  private static void disturb(PostgresUrl pool, AtomicBoolean done) {
    while (!done.get()) {
      try (var connection = connect(with(pool, "prepareThreshold=1"));
          var statement = connection.createStatement()) {
        statement.execute(
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
        statement.execute("SET search_path = pg_catalog");
        try (var prepared = connection.prepareStatement("SELECT 'another application', ?")) {
          prepared.setInt(1, 7);
          prepared.execute();
        }
      } catch (SQLException e) {
        // Behind a pooler this application fails now and then, by its own fault.
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prepareThreshold=1", "readOnly=true&readOnlyMode=always&autosave=always"})
  void leavesServersSessionsAsTheyWere(String setting) throws Exception {
    try (var pool = PgBouncer.start(List.of("default_pool_size = 2"), testbed.postgresUrl())) {
      var before = sessions(pool.url());
      try (var methods = new EveryMethod(with(pool.url(), setting))) {
        load(methods);
      }
      assertThat(sessions(pool.url())).isEqualTo(before);
    }
  }

  /** What both of the pool's sessions have that others would find. */
  private static List<String> sessions(PostgresUrl pool) throws SQLException {
    try (var one = connect(pool);
        var two = connect(pool)) {
      List<String> found = new ArrayList<>();
      for (var connection : List.of(one, two)) {
        connection.setAutoCommit(false); // so that each has a session of its own
        found.add(
            ask(
                connection,
                "SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings"
                    + " WHERE source IN ('session', 'client')"
                    + " AND name NOT IN ('application_name', 'TimeZone', 'transaction_isolation',"
                    + " 'transaction_read_only')"));
        found.add(ask(connection, "SELECT count(*) FROM pg_prepared_statements WHERE name <> ''"));
        found.add(ask(connection, "SELECT count(*) FROM pg_cursors WHERE is_holdable"));
        found.add(
            ask(
                connection,
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"));
      }
      return found;
    }
  }

  private static PostgresUrl with(PostgresUrl url, String setting) {
    return new PostgresUrl(url.jdbcUrl() + "&" + setting);
  }

  private static Connection connect(PostgresUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbcUrl());
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }
}
