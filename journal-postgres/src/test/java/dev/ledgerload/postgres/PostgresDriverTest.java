package dev.ledgerload.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.PostgresUrl;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;

/** What a URL may say and what it may not. */
class PostgresDriverTest {
  @ParameterizedTest
  @ValueSource(strings = {"autosave=always", "autosave=conservative", "autosave=nonsense"})
  void makesNoSavepoints(String setting) throws SQLException {
    try (var connection = connect(setting)) {
      assertThat(connection.unwrap(PGConnection.class).getAutosave()).isEqualTo(AutoSave.NEVER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extendedForPrepared", "extendedCacheEverything"})
  void describesStatementsWithoutExecutingThem(String mode) throws SQLException {
    try (var connection = connect("preferQueryMode=" + mode)) {
      assertThat(connection.unwrap(PGConnection.class).getPreferQueryMode())
          .isEqualTo(PreferQueryMode.EXTENDED);
    }
  }

  /** Who writes {@code simple} has a pooler that doesn't know named statements. */
  @Test
  void namesNoStatementWhereTheUrlAsksForSimpleQueries() throws SQLException {
    var defaults = new Properties();
    PGProperty.PREPARE_THRESHOLD.set(defaults, -1);
    var url = Database.url("preferQueryMode=simple");
    try (var connection = PostgresDriver.connect(url, defaults);
        var statement =
            connection.prepareStatement("SELECT count(*) FROM pg_prepared_statements")) {
      for (int i = 0; i < 7; i++) {
        try (var rows = statement.executeQuery()) {
          rows.next();
          assertThat(rows.getInt(1)).isZero();
        }
      }
    }
  }

  /** Describing a SELECT takes a snapshot, and then another can't be set any more. */
  @Test
  void describesNoStatementBeforeItIsExecuted() throws SQLException {
    try (var connection = connect("prepareThreshold=-1");
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT now()");
      assertThat(ask(connection, "SHOW transaction_isolation")).isEqualTo("repeatable read");
    }
  }

  @Test
  void keepsAReadOnlyConnectionToItsTransactions() throws SQLException {
    try (var connection = connect("readOnly=true&readOnlyMode=always")) {
      assertThat(ask(connection, "SHOW default_transaction_read_only")).isEqualTo("off");
      connection.setAutoCommit(false);
      assertThat(ask(connection, "SHOW transaction_read_only")).isEqualTo("on");
    }
  }

  @Test
  void readsTextAsUtf8Only() throws SQLException {
    try (var connection = connect("allowEncodingChanges=true");
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SET client_encoding = 'LATIN1'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("client_encoding");
    }
  }

  @Test
  void isNoReplicationsConnection() throws SQLException {
    try (var connection = connect("replication=database&assumeMinServerVersion=16");
        var statement = connection.prepareStatement("SELECT 1")) {
      assertThat(statement.execute()).isTrue(); // a walsender takes no such statement
    }
  }

  /** It is in the login, so that no SET stays behind in a pooler's connection. */
  @Test
  void namesTheApplicationInTheLogin() throws SQLException {
    var defaults = new Properties();
    PGProperty.APPLICATION_NAME.set(defaults, "ledgerload-driver-test");
    try (var connection = PostgresDriver.connect(Database.url(), defaults)) {
      assertThat(
              ask(connection, "SELECT reset_val FROM pg_settings WHERE name = 'application_name'"))
          .isEqualTo("ledgerload-driver-test");
    }
  }

  @Test
  void leavesTheCallersSocketFactoryItsArgument() throws SQLException {
    var ticket = WireSocketFactory.nextTicket(Deadline.after(java.time.Duration.ofMinutes(1)));
    var defaults = new Properties();
    PGProperty.SOCKET_FACTORY.set(defaults, WireSocketFactory.class.getName());
    PGProperty.SOCKET_FACTORY_ARG.set(defaults, ticket);
    var url = Database.url("socketFactoryArg=another");
    try (var connection = PostgresDriver.connect(url, defaults)) {
      assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
    } finally {
      assertThat(WireSocketFactory.claim(ticket)).isNotNull().returns(true, Socket::isConnected);
    }
  }

  @Test
  void letsTheUrlSayTheRest() throws SQLException {
    var defaults = new Properties();
    PGProperty.APPLICATION_NAME.set(defaults, "a-default");
    PGProperty.PREPARE_THRESHOLD.set(defaults, -1);
    var url = Database.url("ApplicationName=of-the-url&prepareThreshold=3&currentSchema=nowhere");
    try (var connection = PostgresDriver.connect(url, defaults)) {
      assertThat(ask(connection, "SHOW application_name")).isEqualTo("of-the-url");
      assertThat(ask(connection, "SHOW search_path")).isEqualTo("nowhere");
      assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold()).isEqualTo(3);
    }
  }

  @Test
  void namesASettingThatTheDriverCannotRead() {
    assertThatThrownBy(() -> connect("prepareThreshold=often"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("prepareThreshold")
        .hasMessageContaining("often");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1:1/db?user=me&password=s3cret",
        "jdbc:postgresql:/db?user=me&password=s3cret",
        "jdbc:postgresql://127.0.0.1:1/db?user=me&password=s3cret&PGPORT=none"
      })
  void showsNoPasswordInAFailureOrInTheDriversLog(String url) {
    var log = new Log();
    var driver = Logger.getLogger("org.postgresql");
    var level = driver.getLevel();
    driver.setLevel(Level.ALL);
    driver.addHandler(log);
    try {
      assertThatThrownBy(() -> PostgresDriver.connect(new PostgresUrl(url), new Properties()))
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
    } finally {
      driver.removeHandler(log);
      driver.setLevel(level);
    }
    assertThat(log.lines).noneMatch(line -> line.contains("s3cret"));
  }

  private static Connection connect(String setting) throws SQLException {
    return PostgresDriver.connect(Database.url(setting), new Properties());
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    return Database.ask(connection, sql);
  }

  /** Keeps what is logged. */
  private static final class Log extends Handler {
    private final List<String> lines = new ArrayList<>();

    Log() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(new java.util.logging.SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
