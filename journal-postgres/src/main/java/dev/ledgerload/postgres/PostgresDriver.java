package dev.ledgerload.postgres;

import dev.ledgerload.spi.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.util.PSQLState;

/** Connects by the driver itself. */
final class PostgresDriver {
  /*
   * Not by DriverManager: asked for a URL that no driver can read, it shows that, password and all.
   * So does the driver, which is therefore asked to read it first.
   */
  private static final Driver DRIVER = new Driver();

  private PostgresDriver() {}

  /**
   * Connects.
   *
   * @param defaults settings that the URL's own override
   * @throws SQLException if it can't be; the message doesn't show the URL
   */
  static Connection connect(PostgresUrl url, Properties defaults) throws SQLException {
    settings(url);
    return DRIVER.connect(url.jdbcUrl(), defaults);
  }

  /**
   * What the URL sets.
   *
   * @throws SQLException if the driver can't read it
   */
  static Properties settings(PostgresUrl url) throws SQLException {
    var settings = Driver.parseURL(url.jdbcUrl(), new Properties());
    if (settings == null) {
      throw new SQLException(
          "a URL that the PostgreSQL driver can't read",
          PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState());
    }
    return settings;
  }
}
