package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.NamedDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;

/** Borrows connections. Not thread-safe. */
final class Lender {
  private final String strategy;
  private final NamedDataSource source;
  private final Map<PGProperty, String> driverSettings;
  private @Nullable Facts known;

  /**
   * @param driverSettings as {@link PostgresSession#open}, heeded as far as they can be
   */
  Lender(String strategy, NamedDataSource source, Map<PGProperty, String> driverSettings) {
    this.strategy = strategy;
    this.source = source;
    this.driverSettings = driverSettings;
  }

  /**
   * What is asked of the first connection and holds of them all.
   *
   * @param isPooled whether there is a further pooler between, as PgBouncer
   */
  record Facts(boolean isPooled, boolean looksForItsClient) {
    List<String> transactionSettings() {
      return isPooled ? List.of(TransactionSettings.TEMPORARY_TABLES_LAST) : List.of();
    }
  }

  /**
   * Waits for a connection.
   *
   * @throws NoConnectionException if the DataSource gives none
   * @throws SQLException if what it gave doesn't answer
   * @throws IOException if the deadline passed or the thread was interrupted
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if it isn't one to load by
   */
  BorrowedConnection borrow(Deadline deadline) throws SQLException, IOException {
    var watch = new Watch(deadline);
    try {
      return borrow(watch);
    } catch (SQLException | RuntimeException e) {
      watch.close();
      known = null; // what it was asked of may be another server by now
      var ended = watch.ended();
      if (ended.isPresent()) {
        ended.get().addSuppressed(e);
        throw ended.get();
      }
      throw e;
    }
  }

  private BorrowedConnection borrow(Watch watch) throws SQLException {
    var lent = lent(watch);
    try {
      return BorrowedConnection.of(lent, driver(lent), this, watch);
    } catch (SQLException | RuntimeException e) {
      BorrowedConnection.giveBack(lent);
      throw e;
    }
  }

  private Connection lent(Watch watch) throws SQLException {
    try {
      return source.dataSource().getConnection();
    } catch (SQLException e) {
      throw new NoConnectionException(e);
    } finally {
      watch.endWait();
    }
  }

  private BaseConnection driver(Connection lent) throws SQLException {
    if (!lent.isWrapperFor(BaseConnection.class)) {
      var driver = lent.getMetaData();
      throw refusal(
          "leads to %s by %s: it must be PostgreSQL, by its own driver (org.postgresql)"
              .formatted(driver.getDatabaseProductName(), driver.getDriverName()));
    }
    var driver = lent.unwrap(BaseConnection.class);
    if (driver.getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      throw refusal("has preferQueryMode=simple, by which nothing comes in binary: take that out");
    }
    if (driver.getTransactionState() != TransactionState.IDLE) {
      throw refusal(
          "gave a connection that is in a transaction: a load needs one of its own, so give the DataSource beneath the one that binds connections to transactions");
    }
    return driver;
  }

  private JournalLoadException refusal(String why) {
    return new JournalLoadException(UNSUPPORTED, strategy, source + " " + why);
  }

  /** Asks once. */
  Facts facts(BaseConnection driver) throws SQLException {
    var facts = known;
    if (facts == null) {
      facts =
          new Facts(
              TransactionSettings.isPooled(driver), SessionConnection.canLookForItsClient(driver));
      known = facts;
    }
    return facts;
  }

  /** From which execution on a statement gets a name: never where another session may answer. */
  int prepareThreshold(int own, Facts facts) {
    var wanted = driverSettings.get(PGProperty.PREPARE_THRESHOLD);
    if (facts.isPooled() || own == 0) {
      return 0;
    }
    return wanted == null ? own : Math.max(1, Integer.parseInt(wanted));
  }
}
