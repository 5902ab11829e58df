package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.Database.ask;
import static dev.ledgerload.postgres.VersionedJournal.DAY;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.PgBouncer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a pooler that gives each transaction to any of its server sessions. */
@Tag("settings")
@EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
@Timeout(60)
class PooledSessionTest {
  private static final String OTHERS = "ledgerload_pool_test_others";
  private static final String COUNT = "SELECT count(*) FROM pooled";

  /** One server session, so that all clients share whatever is left in it. */
  private static PgBouncer pool;

  @BeforeAll
  static void makeTables() throws SQLException {
    Database.makeSchema();
    Database.execute(
        "DROP SCHEMA IF EXISTS %s CASCADE".formatted(OTHERS),
        "CREATE SCHEMA " + OTHERS,
        "CREATE TABLE %s.pooled AS SELECT generate_series(1, 22)".formatted(OTHERS),
        "CREATE TABLE %s.pooled AS SELECT generate_series(1, 11)".formatted(Database.SCHEMA));
    pool =
        PgBouncer.start(
            List.of(
                "default_pool_size = 1",
                "ignore_startup_parameters = extra_float_digits,options,search_path"),
            Database.url());
  }

  @AfterAll
  static void dropTables() throws SQLException {
    pool.close();
    Database.dropSchema();
    Database.execute("DROP SCHEMA %s CASCADE".formatted(OTHERS));
  }

  @Test
  void readsInOneSnapshotAndWritesNothingWhateverTheServersSessionWasTold() throws SQLException {
    try (var session = open(pool.url());
        var other = connect(pool.url())) {
      execute(
          other,
          "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");

      assertThat(answer(session, "SHOW transaction_isolation")).isEqualTo("repeatable read");
      assertThat(answer(session, "SHOW transaction_read_only")).isEqualTo("on");
    }
  }

  @Test
  void leavesNothingBehindInTheServersSession() throws SQLException {
    var settings =
        "SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings"
            + " WHERE source IN ('session', 'client') AND name NOT IN"
            + " ('application_name', 'TimeZone', 'transaction_isolation', 'transaction_read_only')";
    try (var other = connect(pool.url())) {
      execute(other, "DISCARD ALL");
      var before = ask(other, settings);
      try (var session = open(pool.url())) {
        for (int i = 0; i < 7; i++) {
          answer(session, "SELECT 1");
        }
        failure(session, "SELECT 1 / 0");
      }

      assertThat(ask(other, settings)).isEqualTo(before);
      assertThat(ask(other, "SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql"))
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "currentSchema=" + Database.SCHEMA,
        "options=-c%20search_path=" + Database.SCHEMA,
        "options=-c%20geqo=off%20--search-path=" + Database.SCHEMA + ",public"
      })
  void looksWhereTheUrlSaysWhateverOthersLeft(String parameter) throws SQLException {
    try (var session = open(with(pool.url(), parameter));
        var other = connect(pool.url())) {
      execute(other, "SET search_path = " + OTHERS);
      assertThat(answer(session, COUNT)).isEqualTo("11");

      execute(other, "CREATE TEMP TABLE pooled AS SELECT generate_series(1, 33)");
      assertThat(answer(session, COUNT)).as("beside a temporary table").isEqualTo("11");
      execute(other, "DISCARD ALL");
    }
  }

  @Test
  void asksAsTheUrlsUserInTheDefaultSchema() throws SQLException {
    Database.execute(
        "DROP ROLE IF EXISTS ledgerload_pool_test",
        "CREATE ROLE ledgerload_pool_test",
        "CREATE TABLE public.pooled AS SELECT generate_series(1, 44)");
    try (var session = open(pool.url());
        var other = connect(pool.url())) {
      var user = answer(session, "SELECT current_user");
      execute(other, "SET ROLE ledgerload_pool_test", "SET search_path = " + OTHERS);

      assertThat(answer(session, "SELECT current_user")).isEqualTo(user);
      assertThat(answer(session, COUNT)).isEqualTo("44");
      execute(other, "DISCARD ALL");
    } finally {
      Database.execute("DROP TABLE public.pooled", "DROP ROLE ledgerload_pool_test");
    }
  }

  /** Each client counts its statements from S_1. */
  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=1", "prepareThreshold=-1", "prepareThreshold=0"})
  void neverExecutesAStatementThatAnotherClientPrepared(String parameter) throws SQLException {
    var url = with(pool.url(), parameter);
    try (var one = open(url);
        var two = open(url)) {
      for (int i = 0; i < 8; i++) {
        assertThat(prepared(one, "SELECT 'one', 1")).isEqualTo("one");
        assertThat(prepared(two, "SELECT 'two', 2")).isEqualTo("two");
      }
    }
  }

  private static String prepared(PostgresSession session, String sql) {
    return session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> {
          try (var statement = snapshot.connection().prepareStatement(sql);
              var rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
          }
        });
  }

  @Test
  void hasTheRowsOfAVersionAndNoOthers() throws Exception {
    var done = new AtomicBoolean();
    Map<DayVersion, String> contents = new HashMap<>();
    try (var journal = VersionedJournal.plain();
        var wide = PgBouncer.start(List.of("default_pool_size = 3"), Database.url());
        var session = open(wide.url())) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        writers.add(
            CompletableFuture.runAsync(
                () -> write(wide.url(), journal, done), PooledSessionTest::onAThreadOfItsOwn));
      }
      var count = "SELECT count(*) FROM %s WHERE trx_date = '%s'".formatted(journal.table(), DAY);
      while (contents.size() < 100) {
        var picture = picture(session, journal, count);
        var content = picture.getKey();
        assertThat(contents.getOrDefault(picture.getValue(), content)).isEqualTo(content);
        contents.put(picture.getValue(), content);
      }
      done.set(true);
      writers.forEach(CompletableFuture::join);
    } finally {
      done.set(true);
    }
  }

  /**
   * At once: the common pool of a machine with two cores has one thread, of JDK 25 also for these.
   */
  private static void onAThreadOfItsOwn(Runnable task) {
    new Thread(task).start();
  }

  private static Map.Entry<String, DayVersion> picture(
      PostgresSession session, VersionedJournal journal, String count) {
    return session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "looking",
        snapshot -> {
          var rows = ask(snapshot.connection(), count);
          Optional<DayVersion> version = snapshot.version(journal.schema(), DAY);
          return Map.entry(rows, version.orElseThrow());
        });
  }

  private static void write(PostgresUrl url, VersionedJournal journal, AtomicBoolean done) {
    try (var connection = connect(with(url, "prepareThreshold=0"))) {
      while (!done.get()) {
        execute(connection, "INSERT INTO %s VALUES (1, '%s', 1)".formatted(journal.table(), DAY));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void saysWhatToSetWhereThePoolerRefusesWhatTheUrlSets() {
    try (var strict = PgBouncer.start(Database.url())) {
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () -> open(with(strict.url(), "currentSchema=" + Database.SCHEMA)));

      assertThat(failure)
          .hasMessageContaining("search_path")
          .hasMessageContaining("ignore_startup_parameters")
          .returns(UNSUPPORTED, JournalLoadException::kind);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"options=-c%20log_connections=on", "options=-d%205"})
  void refusesOptionsThatATransactionCannotSay(String parameter) {
    try (var session = open(with(pool.url(), parameter))) {
      assertThat(failure(session, "SELECT 1"))
          .hasMessageContaining("options")
          .returns(UNSUPPORTED, JournalLoadException::kind);
    } catch (JournalLoadException e) {
      assertThat(e)
          .hasMessageContaining("can be \"-c name=value\" only, not \"-d\"")
          .returns(UNSUPPORTED, JournalLoadException::kind);
    }
  }

  private static PostgresUrl with(PostgresUrl url, String parameter) {
    return new PostgresUrl(url.jdbcUrl() + "&" + parameter);
  }

  private static PostgresSession open(PostgresUrl url) {
    return PostgresSession.open("test", url, Map.of());
  }

  private static String answer(PostgresSession session, String sql) {
    return session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> ask(snapshot.connection(), sql));
  }

  private static JournalLoadException failure(PostgresSession session, String sql) {
    return catchThrowableOfType(JournalLoadException.class, () -> answer(session, sql));
  }

  private static Connection connect(PostgresUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbcUrl());
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
