package dev.ledgerload.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A connection to a server, and what bounds the waiting for that. Not thread-safe but for {@link
 * #cut}.
 */
abstract sealed class SessionConnection permits OwnConnection, BorrowedConnection {
  static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(1);

  /** There is no such setting, or its value isn't possible on the server's system. */
  private static final Set<String> REFUSALS = Set.of("42704", "22023");

  private final BaseConnection driver;

  SessionConnection(BaseConnection driver) {
    this.driver = driver;
  }

  /** The driver's, whatever a pool has wrapped it in. */
  final BaseConnection driver() {
    return driver;
  }

  final Connection connection() {
    return driver;
  }

  final boolean isClosed() throws SQLException {
    return driver.isClosed();
  }

  /** Whether the server has answered to the beginning of a transaction, which isn't over. */
  final boolean hasBegun() {
    return driver.getTransactionState() != TransactionState.IDLE;
  }

  /** Statements that make the session's own settings hold in a transaction. */
  abstract List<String> transactionSettings();

  /** Whether the server can give up when its client is gone. */
  abstract boolean looksForItsClient();

  /** Ends what waits at another time. */
  abstract void setDeadline(Deadline deadline);

  /** Begins a COPY. */
  abstract CopyStream copy(String sql, Deadline deadline) throws SQLException;

  /** Whether data of a COPY may be on its way that the driver knows nothing of. */
  abstract boolean isReadPastDriver();

  /** What ended the waiting for the server: the deadline or an interrupt, unless it was thrown. */
  abstract Optional<IOException> ended();

  /** Cuts it from another thread, so that what waits for the server fails at once. */
  abstract void cut();

  /** Tells the server to stop. A server that can't be told stops at its own time limit. */
  abstract void cancel();

  /** Gives it up, whatever state it is in. */
  abstract void drop();

  /** Ends it, or gives it back, outside of a transaction. */
  abstract void close();

  /**
   * After a failure: rolls back.
   *
   * @return whether it is good for more; if not, it is given up
   */
  final boolean rollBack() {
    setDeadline(Deadline.after(CLEAN_UP_LIMIT));
    try {
      driver.rollback();
      return true;
    } catch (SQLException e) {
      giveUp();
      return false;
    }
  }

  /**
   * Gives up a connection that may be in the middle of a statement. A server that computes doesn't
   * notice at once that its client is gone, so it is told to stop, over a connection of its own. It
   * may be told before it has begun, and then goes on until it looks for its client.
   */
  final void giveUp() {
    boolean interrupted = Thread.interrupted(); // or the request itself would be broken off
    try {
      cancel();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    drop();
  }

  /** Whether a server can look for its client: since PostgreSQL 14, where its system lets it. */
  static boolean canLookForItsClient(Connection opened) throws SQLException {
    try (var statement = opened.createStatement()) {
      statement.execute("SELECT " + PostgresSnapshot.LOOK_FOR_CLIENT);
      return true;
    } catch (SQLException e) {
      if (REFUSALS.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      throw e;
    }
  }
}
