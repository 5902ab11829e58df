package dev.ledgerload.postgres;

import dev.ledgerload.spi.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLState;

/** Connects by the driver itself. */
final class PostgresDriver {
  /*
   * Not by DriverManager: asked for a URL that no driver can read, it shows that, password and all.
   * So does the driver, in its log, with any that it connects to: it is given properties instead.
   *
   * A URL is the user's and says where the server is, who logs in, how the line is secured and
   * watched, and which of the slower ways a pooler between makes necessary. What our own statements
   * do isn't its to say: it may be shared with other applications, whose needs are others.
   */
  private static final Driver DRIVER = new Driver();
  private static final String URL_OF_PROPERTIES = "jdbc:postgresql://";

  /**
   * What stays as it is by default, though the URL says otherwise.
   *
   * <ul>
   *   <li>{@code autosave}: a SAVEPOINT before each statement; in it a transaction's isolation and
   *       snapshot can't be set
   *   <li>{@code preferQueryMode}: a statement that is to be described only would be executed
   *   <li>{@code readOnlyMode}: {@code always} sets the session, which a pooler gives to others
   *   <li>{@code allowEncodingChanges}: text is read as UTF-8, past the driver too
   *   <li>{@code stringtype}: the type of a text parameter would be the server's guess
   *   <li>{@code binaryTransferEnable}: the driver can't read all types in binary that it would ask
   *       for
   *   <li>{@code defaultRowFetchSize}: our statements say how their rows are fetched
   *   <li>{@code queryTimeout}, {@code loginTimeout}: what a load may take is its query's timeout,
   *       which the server knows, too; and a thread that connects can be interrupted
   *   <li>{@code assumeMinServerVersion}: with that of the oldest servers there are, the name of
   *       the application comes with the login rather than by a SET behind it
   * </ul>
   */
  private static final Map<PGProperty, String> FIXED =
      Map.of(
          PGProperty.AUTOSAVE, "never",
          PGProperty.PREFER_QUERY_MODE, "extended",
          PGProperty.READ_ONLY_MODE, "transaction",
          PGProperty.ALLOW_ENCODING_CHANGES, "false",
          PGProperty.STRING_TYPE, "varchar",
          PGProperty.BINARY_TRANSFER_ENABLE, "",
          PGProperty.DEFAULT_ROW_FETCH_SIZE, "0",
          PGProperty.QUERY_TIMEOUT, "0",
          PGProperty.LOGIN_TIMEOUT, "0",
          PGProperty.ASSUME_MIN_SERVER_VERSION, "9.0");

  /** What is the caller's if the caller has it. */
  private static final List<PGProperty> CALLERS =
      List.of(PGProperty.SOCKET_FACTORY, PGProperty.SOCKET_FACTORY_ARG);

  private PostgresDriver() {}

  /**
   * Connects.
   *
   * @param defaults settings that the URL's own override, but for a socket factory
   * @throws SQLException if it can't be; the message doesn't show the URL
   */
  static Connection connect(PostgresUrl url, Properties defaults) throws SQLException {
    var settings = settings(url, defaults);
    PGProperty.PREPARE_THRESHOLD.set(settings, prepareThreshold(settings));
    FIXED.forEach((property, value) -> property.set(settings, value));
    settings.remove(PGProperty.REPLICATION.getName()); // else a server that takes no queries
    for (var property : CALLERS) {
      if (property.isPresent(defaults)) {
        property.set(settings, property.getOrDefault(defaults));
      }
    }
    return DRIVER.connect(URL_OF_PROPERTIES, settings);
  }

  /**
   * From which execution on a statement has a name, without which its rows can't be in binary. By
   * -1 the driver would describe each statement before it executes it, also one that must come
   * first in its transaction.
   */
  private static int prepareThreshold(Properties settings) throws SQLException {
    if ("simple".equalsIgnoreCase(PGProperty.PREFER_QUERY_MODE.getOrDefault(settings))) {
      return 0; // never, as behind a pooler, where that is written
    }
    int threshold = PGProperty.PREPARE_THRESHOLD.getInt(settings);
    return threshold < 0 ? 1 : threshold;
  }

  /**
   * What the URL sets.
   *
   * @throws SQLException if the driver can't read it
   */
  static Properties settings(PostgresUrl url) throws SQLException {
    return settings(url, new Properties());
  }

  private static Properties settings(PostgresUrl url, Properties defaults) throws SQLException {
    var settings = Driver.parseURL(url.jdbcUrl(), defaults);
    if (settings == null) {
      throw new SQLException(
          "a URL that the PostgreSQL driver can't read: it must be as"
              + " jdbc:postgresql://host:5432/database?user=...&password=...",
          PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState());
    }
    return settings;
  }
}
