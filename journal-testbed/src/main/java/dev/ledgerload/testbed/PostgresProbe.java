package dev.ledgerload.testbed;

import dev.ledgerload.spi.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.postgresql.Driver;

/** Asks a PostgreSQL whether it is there, and what it is. */
final class PostgresProbe {
  private static final long PAUSE_MS = 20;

  // Whatever may hold a secret stays out: connection strings and commands.
  private static final String SETTINGS =
      """
      SELECT name, current_setting(name)
      FROM pg_settings
      WHERE setting IS DISTINCT FROM boot_val
        AND source NOT IN ('default', 'override', 'client', 'session')
        AND name !~ '(conninfo|_command|_library|password)$'
      ORDER BY name COLLATE "C"
      """;

  /** Not by DriverManager: asked for a URL it can't read, that shows it, password and all. */
  private static final Driver DRIVER = new Driver();

  private PostgresProbe() {}

  static Connection connect(PostgresUrl url) throws SQLException {
    var properties = new Properties();
    properties.setProperty("connectTimeout", "10"); // seconds
    properties.setProperty("ApplicationName", "ledgerload-testbed");
    if (!DRIVER.acceptsURL(url.jdbcUrl())) {
      throw new SQLException("it isn't a URL that the PostgreSQL driver can read");
    }
    return DRIVER.connect(url.jdbcUrl(), properties);
  }

  /** Returns once a connection was made. */
  static void requireAnswer(PostgresUrl url) {
    try (var connection = connect(url)) {
      connection.isValid(10);
    } catch (SQLException e) {
      throw new TestbedException("the PostgreSQL at %s %s".formatted(url.redacted(), reason(e)), e);
    }
  }

  private static String reason(SQLException e) {
    var state = Objects.requireNonNullElse(e.getSQLState(), "");
    if (state.startsWith("28")) {
      return "refused the login: check user and password in LEDGERLOAD_POSTGRES_URL";
    }
    if (state.equals("3D000")) {
      return "has no such database: create it, or name another in LEDGERLOAD_POSTGRES_URL";
    }
    return "can't be reached (%s): check host and port in LEDGERLOAD_POSTGRES_URL, or unset it"
        .formatted(e.getMessage());
  }

  /** Makes an empty database; returns the way to it, with the login of the server's URL. */
  static PostgresUrl createDatabase(PostgresUrl server, String name) {
    try (var connection = connect(server);
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new TestbedException(
          "can't create a database on %s: %s".formatted(server.redacted(), e.getMessage()), e);
    }
    return DatabaseUrl.of(server).withDatabase(name).url();
  }

  /** Has a server write to disk what it holds; needs a superuser. */
  static void checkpoint(PostgresUrl server) {
    try (var connection = connect(server);
        var statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new TestbedException(
          "%s can't write what it holds to disk: %s".formatted(server.redacted(), e.getMessage()),
          e);
    }
  }

  /** Waits until a connection can be made to a server that is starting. */
  static void awaitAnswer(PostgresUrl url, Duration limit, BooleanSupplier alive) {
    long deadlineNs = System.nanoTime() + limit.toNanos();
    while (true) {
      try (var connection = connect(url)) {
        connection.isValid(10);
        return;
      } catch (SQLException e) {
        if (!alive.getAsBoolean() || System.nanoTime() > deadlineNs) {
          throw new TestbedException(
              "the PostgreSQL at %s did not start: %s".formatted(url.redacted(), e.getMessage()),
              e);
        }
      }
      pause();
    }
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS); // servers tell nobody that they have started or ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestbedException("interrupted while waiting for a server", e);
    }
  }

  /** The server's version, then every setting that isn't the default, by name. */
  static Map<String, String> settings(PostgresUrl url) {
    Map<String, String> settings = new LinkedHashMap<>();
    try (var connection = connect(url);
        var statement = connection.createStatement()) {
      settings.put("server_version", connection.getMetaData().getDatabaseProductVersion());
      try (var rows = statement.executeQuery(SETTINGS)) {
        while (rows.next()) {
          settings.put(rows.getString(1), rows.getString(2));
        }
      }
    } catch (SQLException e) {
      throw new TestbedException("can't read the settings of " + url.redacted(), e);
    }
    return Collections.unmodifiableMap(settings);
  }
}
