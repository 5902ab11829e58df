package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.Database.ask;
import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.postgres.PostgresSession.Work;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalLoadException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.AutoSave;

/** Sessions that borrow the one connection of an application's pool. */
@Timeout(60)
class BorrowedSessionTest {
  private static final String PID = "SELECT pg_backend_pid()";
  private static final String ENDLESS =
      "COPY (SELECT generate_series(1, 2000000000)) TO STDOUT (FORMAT BINARY)";
  private static final String ROWS =
      "COPY (SELECT n, repeat('x', n % 5000), NULL FROM generate_series(1, 3000) n)"
          + " TO STDOUT (FORMAT BINARY)";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofMillis(300);

  /** Told apart from other tests' connections by the name of their application. */
  private static final String APPLICATION = "ledgerload-borrowed-test";

  private static HikariDataSource pool(String... parameters) {
    return pool(config -> {}, parameters);
  }

  private static HikariDataSource pool(Consumer<HikariConfig> settings, String... parameters) {
    var config = new HikariConfig();
    config.setJdbcUrl(
        Database.url().jdbcUrl()
            + "&ApplicationName="
            + APPLICATION
            + String.join("", Arrays.stream(parameters).map(one -> "&" + one).toList()));
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(10_000);
    settings.accept(config);
    return new HikariDataSource(config);
  }

  private static PostgresSession open(HikariDataSource pool) {
    return open(pool, Map.of());
  }

  private static PostgresSession open(
      HikariDataSource pool, Map<PGProperty, String> driverSettings) {
    return PostgresSession.open(
        "test", ConnectionSource.fromDataSource("ledger", pool), driverSettings);
  }

  private static <T> T answer(PostgresSession session, Work<T> work) {
    return session.inSnapshot(null, Deadline.after(LONG), () -> "asking", work);
  }

  private static String answer(PostgresSession session, String sql) {
    return answer(session, snapshot -> ask(snapshot.connection(), sql));
  }

  private static JournalLoadException failure(
      PostgresSession session, Duration time, Work<?> work) {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class,
            () -> session.inSnapshot(null, Deadline.after(time), () -> "asking", work));
    assertThat(failure).as("the failure").isNotNull();
    return failure;
  }

  /** That the pool's only connection is there for the next one, and answers. */
  private static void assertGivenBack(HikariDataSource pool) throws SQLException {
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).as("in use").isZero();
    try (var connection = pool.getConnection()) {
      assertThat(connection.getAutoCommit()).isEqualTo(pool.isAutoCommit());
      assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
      if (!pool.isAutoCommit()) {
        connection.rollback();
      }
    }
  }

  private static List<String> messages(PostgresSession session) {
    return answer(session, snapshot -> read(snapshot.copy(ROWS)));
  }

  private static List<String> read(CopyStream stream) throws IOException, SQLException {
    List<String> messages = new ArrayList<>();
    while (!stream.isAtEnd()) {
      while (stream.next()) {
        messages.add(
            Arrays.toString(Arrays.copyOfRange(stream.bytes(), stream.start(), stream.end())));
      }
      if (!stream.isAtEnd()) {
        stream.fill();
      }
    }
    stream.finish();
    return messages;
  }

  private static long drain(CopyStream stream) throws IOException, SQLException {
    while (!stream.isAtEnd()) {
      while (stream.next()) {
        assertThat(stream.end()).isGreaterThan(stream.start());
      }
      if (!stream.isAtEnd()) {
        stream.fill();
      }
    }
    return stream.finish();
  }

  @Test
  void readsTheRowsThatItReadsOverAConnectionOfItsOwn() {
    try (var pool = pool();
        var session = open(pool);
        var own = PostgresSession.open("test", Database.url(), Map.of())) {
      assertThat(messages(session)).isEqualTo(messages(own));
    }
  }

  @Test
  void holdsAConnectionOnlyWhileItWorks() throws SQLException {
    try (var pool = pool();
        var one = open(pool);
        var other = open(pool)) {
      for (int i = 0; i < 3; i++) {
        assertThat(answer(one, PID)).isEqualTo(answer(other, PID));
        assertGivenBack(pool);
      }
      int inUse = answer(one, s -> pool.getHikariPoolMXBean().getActiveConnections());
      assertThat(inUse).isEqualTo(1);
    }
  }

  /** What a session, its transactions and the driver's side of it are told. */
  private static List<Object> state(Connection connection) throws SQLException {
    var driver = connection.unwrap(PGConnection.class);
    var settings =
        "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings"
            + " WHERE source IN ('session', 'client')"
            + " AND name NOT IN ('transaction_isolation', 'transaction_read_only')";
    List<Object> state =
        new ArrayList<>(
            List.of(
                connection.getAutoCommit(),
                connection.isReadOnly(),
                connection.getTransactionIsolation(),
                driver.getPrepareThreshold(),
                driver.getAutosave(),
                driver.getDefaultFetchSize(),
                ask(connection, settings),
                ask(connection, "SHOW transaction_read_only"),
                ask(connection, "SELECT current_user || current_schemas(true)::text"),
                ask(connection, PID)));
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "autosave=never",
        "autosave=always&prepareThreshold=3&defaultRowFetchSize=7",
        "readOnly=true&readOnlyMode=always&stringtype=unspecified",
        "options=-c%20search_path=pg_catalog%20-c%20statement_timeout=7s&prepareThreshold=0"
      })
  void givesBackAConnectionWithTheSettingsThatItHad(String parameters) throws SQLException {
    for (boolean autoCommit : List.of(true, false)) {
      try (var pool = pool(config -> config.setAutoCommit(autoCommit), parameters);
          var session = open(pool, Map.of(PGProperty.PREPARE_THRESHOLD, "-1"))) {
        List<Object> before;
        try (var connection = pool.getConnection()) {
          before = state(connection);
        }
        answer(session, PID);
        failure(session, LONG, snapshot -> ask(snapshot.connection(), "SELECT 1 / 0"));
        answer(session, snapshot -> drain(snapshot.copy(ROWS)));

        try (var connection = pool.getConnection()) {
          assertThat(state(connection)).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void readsInOneSnapshotWhateverTheConnectionWasTold() {
    try (var pool =
            pool(
                config -> config.setTransactionIsolation("TRANSACTION_READ_COMMITTED"),
                "autosave=always");
        var session = open(pool)) {
      assertThat(answer(session, "SHOW transaction_isolation")).isEqualTo("repeatable read");
      assertThat(answer(session, "SHOW transaction_read_only")).isEqualTo("on");
      AutoSave autosave =
          answer(session, s -> s.connection().unwrap(PGConnection.class).getAutosave());
      assertThat(autosave).isEqualTo(AutoSave.NEVER);
    }
  }

  @Test
  void goesOnAfterAStatementThatFailed() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      var pid = answer(session, PID);
      assertThat(failure(session, LONG, s -> ask(s.connection(), "SELECT 1 FROM nowhere")))
          .returns(UNSUPPORTED, JournalLoadException::kind);
      assertGivenBack(pool);
      assertThat(answer(session, PID)).isEqualTo(pid);
    }
  }

  @Test
  void leavesNoCopyInThePoolThatWasGivenUp() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      var pid = answer(session, PID);
      Work<String> failing =
          snapshot -> {
            snapshot.copy(ENDLESS).fill();
            throw new CorruptValueException("a bad row");
          };
      assertThat(failure(session, LONG, failing)).returns(CORRUPT, JournalLoadException::kind);
      assertGivenBack(pool);
      assertThat(answer(session, PID)).isNotEqualTo(pid);
      assertEnds(pid);
    }
  }

  private static void assertEnds(String pid) throws SQLException {
    assertEnds(pid, "true");
  }

  private static void assertEnds(String pid, String condition) throws SQLException {
    var limit = Deadline.after(Duration.ofSeconds(20));
    var sql = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid + " AND " + condition;
    while (!Database.ask(sql).equals("0")) {
      assertThat(limit.isPast()).as("a server's process that nobody waits for goes on").isFalse();
    }
  }

  @Test
  void givesUpAStatementAtItsDeadline() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      assertThat(failure(session, SOON, s -> ask(s.connection(), "SELECT pg_sleep(50)")))
          .hasMessage("test: asking: the query's timeout passed")
          .returns(TIMEOUT, JournalLoadException::kind);
      assertGivenBack(pool);
    }
  }

  @Test
  void givesUpAServerThatTakesNoNoticeOfTheDeadline() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      var pid = answer(session, PID);
      var sleep = "SET LOCAL statement_timeout = 0; SELECT pg_sleep(50)";
      assertThat(failure(session, SOON, s -> s.connection().createStatement().execute(sleep)))
          .hasMessage("test: asking: the query's timeout passed")
          .returns(TIMEOUT, JournalLoadException::kind);
      assertGivenBack(pool);
      assertThat(answer(session, PID)).isNotEqualTo(pid);
      assertEnds(pid);
    }
  }

  @Test
  void givesUpACopyThatNeverPausesAtItsDeadline() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      var pid = answer(session, PID);
      assertThat(failure(session, SOON, s -> drain(s.copy(ENDLESS))))
          .returns(TIMEOUT, JournalLoadException::kind);
      assertGivenBack(pool);
      assertEnds(pid, "state <> 'idle'"); // the server may give up first, and is then fit for more
    }
  }

  @Test
  void givesUpAStatementWhenInterrupted() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      var pid = answer(session, PID);
      Work<String> waiting =
          snapshot -> {
            Thread.currentThread().interrupt();
            return ask(snapshot.connection(), "SELECT pg_sleep(50)");
          };
      var failure = failure(session, LONG, waiting);
      assertThat(Thread.interrupted()).as("the thread's flag").isTrue();
      assertThat(failure)
          .hasMessage("test: asking: the thread was interrupted")
          .returns(TIMEOUT, JournalLoadException::kind);
      assertGivenBack(pool);
      assertEnds(pid);
    }
  }

  @Test
  void givesUpWhatWaitsWhenItIsCutByAnotherThread() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      Work<String> waiting =
          snapshot -> {
            new Thread(session::cut).start();
            return ask(snapshot.connection(), "SELECT pg_sleep(50)");
          };
      assertThat(failure(session, LONG, waiting)).returns(UNAVAILABLE, JournalLoadException::kind);
      assertGivenBack(pool);
    }
  }

  @Test
  void hasAnotherConnectionGivenWhereTheServerEndedThatOfThePool() throws SQLException {
    try (var pool = pool();
        var session = open(pool)) {
      var pid = answer(session, PID);
      Database.ask("SELECT pg_terminate_backend(%s, 10000)".formatted(pid));

      assertThat(answer(session, PID)).isNotEqualTo(pid);
      assertGivenBack(pool);
    }
  }

  /** As behind DDL: the plan of a statement that was prepared by name has other columns now. */
  @Test
  void beginsAnewWhereATableWasAlteredUnderAPreparedStatement() throws SQLException {
    Database.execute(
        "DROP TABLE IF EXISTS public.borrowed_test",
        "CREATE TABLE public.borrowed_test AS SELECT 2 AS id");
    Work<String> work =
        snapshot -> {
          try (var statement =
                  snapshot
                      .connection()
                      .prepareStatement("SELECT max(id) AS id FROM public.borrowed_test");
              var rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
          }
        };
    try (var pool = pool("prepareThreshold=1");
        var session = open(pool)) {
      for (int i = 0; i < 3; i++) {
        assertThat(answer(session, work)).isEqualTo("2");
      }
      Database.execute("ALTER TABLE public.borrowed_test ALTER id TYPE numeric(9,1)");
      assertThat(answer(session, work)).isEqualTo("2.0");
      assertGivenBack(pool);
    } finally {
      Database.execute("DROP TABLE public.borrowed_test");
    }
  }

  @Test
  void waitsForAConnectionNoLongerThanItMay() throws SQLException {
    try (var pool = pool();
        var session = open(pool);
        var taken = pool.getConnection()) {
      assertThat(failure(session, SOON, s -> ""))
          .hasMessage("test: connecting to DataSource \"ledger\": the query's timeout passed")
          .returns(TIMEOUT, JournalLoadException::kind);
      assertThat(Thread.interrupted()).as("the thread's flag").isFalse();
      assertThat(ask(taken, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void saysThatThePoolIsExhausted() throws SQLException {
    try (var pool = pool(config -> config.setConnectionTimeout(250));
        var session = open(pool);
        var taken = pool.getConnection()) {
      assertThat(failure(session, LONG, s -> ""))
          .hasMessageStartingWith("test: connecting to DataSource \"ledger\": ")
          .hasMessageContaining("Connection is not available")
          .returns(UNAVAILABLE, JournalLoadException::kind)
          .cause()
          .isInstanceOf(NoConnectionException.class);
      assertThat(ask(taken, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void waitsForNoConnectionOnceInterrupted() throws SQLException {
    try (var pool = pool();
        var session = open(pool);
        var taken = pool.getConnection()) {
      Thread.currentThread().interrupt();
      var failure = failure(session, LONG, s -> "");
      assertThat(Thread.interrupted()).as("the thread's flag").isTrue();
      assertThat(failure)
          .hasMessageEndingWith("the thread was interrupted")
          .returns(TIMEOUT, JournalLoadException::kind);
      assertThat(ask(taken, "SELECT 1")).isEqualTo("1");
    }
  }

  /** As that of a framework which binds a connection to the transaction of its thread. */
  @Test
  void refusesAConnectionThatIsInATransaction() throws SQLException {
    Database.execute("DROP TABLE IF EXISTS public.borrowed_test");
    try (var pool = pool(config -> config.setAutoCommit(false));
        var bound = pool.getConnection();
        var statement = bound.createStatement()) {
      statement.execute("CREATE TABLE public.borrowed_test()");
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () ->
                  PostgresSession.open(
                      "test",
                      ConnectionSource.fromDataSource("bound", new BoundDataSource(bound)),
                      Map.of()));
      assertThat(failure)
          .hasMessageContaining("DataSource \"bound\" gave a connection that is in a transaction")
          .returns(UNSUPPORTED, JournalLoadException::kind);
      var isMissing = "SELECT to_regclass('public.borrowed_test') IS NULL";
      assertThat(ask(bound, isMissing)).as("rolled back").isEqualTo("f");
      assertThat(Database.ask(isMissing)).as("not committed").isEqualTo("t");
      bound.rollback();
    }
  }

  @Test
  void refusesAConnectionOverWhichNothingComesInBinary() {
    try (var pool = pool("preferQueryMode=simple")) {
      var failure = catchThrowableOfType(JournalLoadException.class, () -> open(pool));
      assertThat(failure)
          .hasMessageContaining("DataSource \"ledger\" has preferQueryMode=simple")
          .returns(UNSUPPORTED, JournalLoadException::kind);
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void makesAChangeOnABorrowedConnectionAndGivesItBack() throws SQLException {
    Database.execute("DROP TABLE IF EXISTS public.borrowed_test");
    try (var pool = pool(config -> config.setAutoCommit(false))) {
      var source = ConnectionSource.fromDataSource("ledger", pool);
      PostgresChange.make(
          "test",
          source,
          "making a table",
          connection -> {
            try (var statement = connection.createStatement()) {
              statement.execute("CREATE TABLE public.borrowed_test()");
            }
          });
      assertGivenBack(pool);
      assertThat(Database.ask("SELECT to_regclass('public.borrowed_test') IS NULL")).isEqualTo("f");
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () ->
                  PostgresChange.make(
                      "test",
                      source,
                      "dropping a table",
                      connection -> {
                        ask(connection, "SELECT count(*) FROM public.borrowed_test");
                        ask(connection, "SELECT 1 / 0");
                      }));
      assertThat(failure).hasMessageContaining("dropping a table: ERROR: division by zero");
      assertGivenBack(pool);
    } finally {
      Database.execute("DROP TABLE IF EXISTS public.borrowed_test");
    }
  }
}
