package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.NamedDataSource;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;

/** Changes the database in one transaction on a connection that nobody else uses. */
public final class PostgresChange {
  /*
   * What the transaction needs is said in it, so that no setting of a role, a database or another
   * client of the same pool has a say, and none is left to the next. READ COMMITTED: what is done
   * behind a lock must see what was committed before it was got. READ WRITE: who has a command typed
   * that changes the database means it, whatever the role does by default.
   */
  private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

  private static final String READ_WRITE = ", READ WRITE";

  /*
   * A trigger is installed, and a view exchanged, under a lock that waits for those who use the
   * table and lets nobody else begin: behind a long transaction everybody would queue. So it gives
   * up after a while.
   */
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '20s'";

  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String READ_ONLY_TRANSACTION = "25006";
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
  public static void make(String name, ConnectionSource source, String doing, Work work) {
    try {
      if (source instanceof NamedDataSource pool) {
        makeBorrowing(name, pool, work);
      } else {
        makeConnecting(name, (PostgresUrl) source, work);
      }
    } catch (SQLException | IOException e) {
      throw failure(name, doing, e);
    }
  }

  private static void makeConnecting(String name, PostgresUrl url, Work work) throws SQLException {
    var properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, "ledgerload-" + name);
    PGProperty.CONNECT_TIMEOUT.set(properties, 30);
    try (var connection = PostgresDriver.connect(url, properties)) { // without it nothing is left
      var settings = TransactionSettings.of(connection, PostgresDriver.settings(url));
      connection.setAutoCommit(false);
      make(connection, settings, work);
    }
  }

  private static void makeBorrowing(String name, NamedDataSource source, Work work)
      throws SQLException, IOException {
    var borrowed = new Lender(name, source, Map.of()).borrow(NONE);
    boolean isGood = false;
    try {
      make(borrowed.connection(), borrowed.transactionSettings(), work);
      isGood = true;
    } finally {
      if (isGood || borrowed.rollBack()) {
        borrowed.close();
      }
    }
  }

  private static void make(Connection connection, List<String> settings, Work work)
      throws SQLException {
    begin(connection, settings);
    work.on(connection);
    connection.commit();
  }

  /** A URL that says {@code readOnly} is taken at its word. */
  private static void begin(Connection connection, List<String> settings) throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add(READ_COMMITTED + (connection.isReadOnly() ? "" : READ_WRITE)); // before others
    statements.addAll(settings);
    statements.add(LOCK_TIMEOUT);
    try (var statement = connection.createStatement()) {
      statement.execute(String.join(";", statements));
    }
  }

  private static JournalLoadException failure(String name, String doing, Exception e) {
    var advice =
        switch (e instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "") {
          case INSUFFICIENT_PRIVILEGE ->
              "do it as the journal's owner, who needs CREATE on its schema and USAGE of plpgsql";
          case READ_ONLY_TRANSACTION -> "take readOnly out of the URL, or name the primary in it";
          default -> "";
        };
    if (advice.isEmpty()) {
      return PostgresFailure.of(name, doing, NONE, e);
    }
    return new JournalLoadException(
        UNSUPPORTED, name, "%s: %s: %s".formatted(doing, said(e), advice), e);
  }

  /** What the server said is wrong; its hints may be how to open what is closed for a reason. */
  private static String said(Exception e) {
    var message =
        e instanceof PSQLException server && server.getServerErrorMessage() != null
            ? server.getServerErrorMessage().getMessage()
            : e.getMessage();
    return String.valueOf(message);
  }
}
