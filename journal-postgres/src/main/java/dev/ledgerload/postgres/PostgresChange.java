package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Changes the database in one transaction on a connection of its own. */
public final class PostgresChange {
  /*
   * A trigger is installed, and a view exchanged, under a lock that waits for those who use the
   * table and lets nobody else begin: behind a long transaction everybody would queue. So it gives
   * up after a while.
   */
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '20s'";

  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final Deadline NONE = Deadline.after(Duration.ofDays(365));

  private PostgresChange() {}

  /** What to do in the transaction. */
  public interface Work {
    void on(Connection connection) throws SQLException;
  }

  /**
   * Does it, all or nothing.
   *
   * @param name the installation's, to fail by
   * @param doing what to say when it fails
   * @throws JournalLoadException if it failed; nothing of it is left
   */
  public static void make(String name, PostgresUrl url, String doing, Work work) {
    var properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, "ledgerload-" + name);
    PGProperty.CONNECT_TIMEOUT.set(properties, 30);
    try (var connection = PostgresDriver.connect(url, properties)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(LOCK_TIMEOUT);
      }
      work.on(connection);
      connection.commit();
    } catch (SQLException e) { // the connection is closed, so nothing is left
      throw failure(name, doing, e);
    }
  }

  private static JournalLoadException failure(String name, String doing, SQLException e) {
    if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
      return new JournalLoadException(
          UNSUPPORTED,
          name,
          "%s: %s: do it as the journal's owner, who must be allowed to create in its schema"
              .formatted(doing, e.getMessage()),
          e);
    }
    return PostgresFailure.of(name, doing, NONE, e);
  }
}
