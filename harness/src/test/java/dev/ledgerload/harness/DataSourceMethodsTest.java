package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.PgBouncer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method over the connections of an application's pool, be it as small as can be. */
@Timeout(120)
class DataSourceMethodsTest {
  private static final int LOADS = 3;

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

  private static HikariDataSource pool(int connections, PostgresUrl url) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url.jdbcUrl());
    pool.setMaximumPoolSize(connections);
    return pool;
  }

  private static ConnectionSource source(HikariDataSource pool) {
    return ConnectionSource.fromDataSource("ledger", pool);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void isRightAndGivesBackWhatItBorrowed(int connections) throws SQLException {
    try (var pool = pool(connections, testbed.postgresUrl())) {
      var before = sessions(pool);
      try (var methods = new EveryMethod(source(pool))) {
        for (int load = 0; load < LOADS; load++) {
          methods.requireRightAnswers();
        }
      }
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      assertThat(sessions(pool)).isEqualTo(before);
    }
  }

  @Tag("settings")
  @Test
  @EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
  void isRightBehindAFurtherPooler() throws Exception {
    try (var sessions = PgBouncer.start(List.of("default_pool_size = 2"), testbed.postgresUrl());
        var pool = pool(3, sessions.url())) {
      try (var methods = new EveryMethod(source(pool));
          var others = new EveryMethod(sessions.url())) {
        for (int load = 0; load < 2 * LOADS; load++) { // from the fifth on, statements have names
          methods.requireRightAnswers();
          others.requireRightAnswers();
        }
      }
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void installsAndRefreshesAndRemoves() throws SQLException {
    try (var pool = pool(1, testbed.postgresUrl())) {
      var source = source(pool);
      var before = sessions(pool);
      EveryMethod.uninstall(source);
      EveryMethod.install(source);
      EveryMethod.refresh(source);
      assertThat(sessions(pool)).isEqualTo(before);
      try (var methods = new EveryMethod(source)) {
        methods.requireRightAnswers();
      }
    }
  }

  /** What the server and the driver know of each of a pool's connections. */
  private static List<String> sessions(HikariDataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    List<String> found = new ArrayList<>();
    try {
      for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
        all.add(pool.getConnection());
      }
      for (var connection : all) {
        found.add(session(connection));
      }
    } finally {
      for (var connection : all) {
        connection.close();
      }
    }
    return found.stream().sorted().toList();
  }

  private static String session(Connection connection) throws SQLException {
    var sql =
        """
        SELECT concat_ws(' ', pg_backend_pid(), current_user, current_setting('search_path'),
          (SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings
            WHERE source IN ('session', 'client')
              AND name NOT IN ('transaction_isolation', 'transaction_read_only')),
          (SELECT count(*) FROM pg_cursors WHERE is_holdable),
          (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))
        """;
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return "%s %s %s %s"
          .formatted(
              rows.getString(1),
              connection.getAutoCommit(),
              connection.getTransactionIsolation(),
              statement.getFetchSize()); // what else the driver was told, BorrowedSessionTest asks
    }
  }

  @Test
  void refusesAnotherDatabaseByItsName() {
    try (var pool = new HikariDataSource()) {
      pool.setJdbcUrl("jdbc:duckdb:");
      var source = ConnectionSource.fromDataSource("warehouse", pool);
      assertThatThrownBy(() -> new EveryMethod(source).close())
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining("DataSource \"warehouse\" leads to DuckDB by ")
          .hasMessageContaining("it must be PostgreSQL, by its own driver")
          .returns(Kind.UNSUPPORTED, e -> ((JournalLoadException) e).kind());
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }
}
