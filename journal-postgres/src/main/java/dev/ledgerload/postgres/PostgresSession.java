package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;

/**
 * A connection that a source keeps from load to load, and makes anew when it was lost. Not
 * thread-safe.
 */
public final class PostgresSession implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(1);
  private static final int MAX_TRIES_ON_STANDBYS = 3;
  private static final Optional<ServerState.Replay> NO_REPLAY = Optional.empty();

  /** There is no such setting, or its value isn't possible on the server's system. */
  private static final Set<String> REFUSALS = Set.of("42704", "22023");

  private final String strategy;
  private final PostgresUrl url;
  private final Map<PGProperty, String> driverSettings;
  private @Nullable Connection connection;
  private @Nullable QueryExecutor backend;
  private List<String> transactionSettings = List.of();
  private boolean looksForItsClient;
  private boolean readsFromStandby;
  private volatile @Nullable WireSocket socket;
  private boolean closed;

  private PostgresSession(
      String strategy, PostgresUrl url, Map<PGProperty, String> driverSettings) {
    this.strategy = strategy;
    this.url = url;
    this.driverSettings = Map.copyOf(driverSettings);
  }

  /** What to do within a snapshot. */
  public interface Work<T> {
    /** Does it; a result that must be closed is closed by it if it throws. */
    T in(PostgresSnapshot snapshot) throws SQLException, IOException;
  }

  /**
   * Connects.
   *
   * @param strategy the name to fail by, and the connection's {@code application_name} behind
   *     {@code ledgerload-}
   * @param driverSettings where the driver isn't to do as it does by default
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the server can't be reached or
   *     refuses the user
   */
  public static PostgresSession open(
      String strategy, PostgresUrl url, Map<PGProperty, String> driverSettings) {
    var session = new PostgresSession(strategy, url, driverSettings);
    session.connect(Deadline.after(CONNECT_LIMIT));
    return session;
  }

  /** As {@link #open}, but connects only when there is work to do, within the time that it has. */
  public static PostgresSession unopened(
      String strategy, PostgresUrl url, Map<PGProperty, String> driverSettings) {
    return new PostgresSession(strategy, url, driverSettings);
  }

  /**
   * Does work in a read-only transaction that sees one snapshot.
   *
   * <p>The work is begun anew, on a new connection, where a statement was prepared for a table that
   * has been altered since.
   *
   * @param exported the snapshot to see, from {@link PostgresSnapshot#export()}, without ever
   *     waiting for a lock; null for a new one
   * @param doing what to say when it fails, asked then
   * @throws JournalLoadException if database, driver, wire or a value failed, or the thread was
   *     interrupted. The transaction is gone, and so is the connection if it was in the middle of
   *     something; the server is then told to stop. That holds whatever the work throws; what isn't
   *     such a failure passes unchanged
   * @throws IllegalStateException if this session is closed
   */
  public <T> T inSnapshot(
      @Nullable ExportedSnapshot exported,
      Deadline deadline,
      Supplier<String> doing,
      Work<T> work) {
    if (closed) {
      throw new IllegalStateException("this source is closed");
    }
    return attempt(exported, deadline, doing, work, true);
  }

  private <T> T attempt(
      @Nullable ExportedSnapshot exported,
      Deadline deadline,
      Supplier<String> doing,
      Work<T> work,
      boolean first) {
    PostgresSnapshot snapshot = null;
    try {
      snapshot = begin(exported, deadline);
      T result = work.in(snapshot);
      end(snapshot, result);
      return result;
    } catch (SQLException | IOException | RuntimeException e) {
      if (first && exported == null && PostgresFailure.isStalePlan(e)) {
        drop();
        return attempt(null, deadline, doing, work, false);
      }
      abandon(snapshot);
      throw PostgresFailure.of(strategy, doing.get(), deadline, e);
    } catch (OutOfMemoryError e) {
      giveUp();
      throw PostgresFailure.outOfHeap(strategy, doing.get(), e);
    } catch (Error e) {
      giveUp(); // whatever state it is in
      throw e;
    }
  }

  /** Begins; if the connection was lost since the last load, on a new one. */
  private PostgresSnapshot begin(@Nullable ExportedSnapshot exported, Deadline deadline)
      throws SQLException {
    if (connection != null) {
      try {
        return beginHere(exported, deadline);
      } catch (SQLException e) {
        if (!connection.isClosed() || deadline.isPast()) {
          throw e;
        }
        drop();
      }
    }
    connect(deadline);
    return beginHere(exported, deadline);
  }

  /**
   * Begins. One URL may lead to several servers, also from one transaction to the next: an exported
   * snapshot must be of this one, and so must what says how far a standby has come.
   */
  private PostgresSnapshot beginHere(@Nullable ExportedSnapshot exported, Deadline deadline)
      throws SQLException {
    if (exported != null) {
      return adopt(exported, deadline);
    }
    for (int i = 0; i < MAX_TRIES_ON_STANDBYS; i++) {
      socket().setDeadline(deadline);
      var replay = readsFromStandby ? PostgresSnapshot.replay(connection()) : NO_REPLAY;
      var snapshot = beginOnce(null, deadline);
      readsFromStandby = snapshot.server().isStandby();
      if (!readsFromStandby) {
        return snapshot;
      }
      if (replay.isPresent() && replay.get().isOf(snapshot.server())) {
        return snapshot.replayedUntil(replay.get().until());
      }
      connection().rollback();
    }
    throw new JournalLoadException(
        UNSUPPORTED,
        strategy,
        "%s leads to another standby with each transaction, so that nobody knows how old what one shows is: name one host"
            .formatted(url.redacted()));
  }

  private PostgresSnapshot adopt(ExportedSnapshot exported, Deadline deadline) throws SQLException {
    SQLException failure = null;
    try {
      var snapshot = beginOnce(exported, deadline);
      if (snapshot.server().startedAt().equals(exported.serverStartedAt())) {
        return snapshot;
      }
    } catch (SQLException e) {
      failure = e;
    }
    if (!connection().isClosed()) {
      connection().rollback();
    }
    if (failure != null && (connection().isClosed() || isOf(exported, deadline))) {
      throw failure;
    }
    throw new JournalLoadException(
        UNSUPPORTED,
        strategy,
        "%s led two streams of one load to two servers: name one host, without loadBalanceHosts, or load by one stream"
            .formatted(url.redacted()));
  }

  /** Whether this connection leads to the server that a snapshot is of. */
  private boolean isOf(ExportedSnapshot exported, Deadline deadline) throws SQLException {
    var snapshot = beginOnce(null, deadline);
    connection().rollback();
    return snapshot.server().startedAt().equals(exported.serverStartedAt());
  }

  private PostgresSnapshot beginOnce(@Nullable ExportedSnapshot exported, Deadline deadline)
      throws SQLException {
    return PostgresSnapshot.begin(
        connection(), socket(), exported, deadline, looksForItsClient, transactionSettings);
  }

  private <T> void end(PostgresSnapshot snapshot, T result) throws SQLException {
    try {
      snapshot.connection().commit();
    } catch (SQLException e) {
      if (result instanceof AutoCloseable closeable) {
        closeQuietly(closeable, e);
      }
      throw e;
    }
  }

  private static void closeQuietly(AutoCloseable closeable, Exception reason) {
    try {
      closeable.close();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  private void connect(Deadline deadline) {
    var ticket = WireSocketFactory.nextTicket(deadline);
    var properties = new Properties();
    PGProperty.SOCKET_FACTORY.set(properties, WireSocketFactory.class.getName());
    PGProperty.SOCKET_FACTORY_ARG.set(properties, ticket);
    PGProperty.APPLICATION_NAME.set(properties, "ledgerload-" + strategy);
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, (int) CLEAN_UP_LIMIT.toSeconds());
    driverSettings.forEach((property, value) -> property.set(properties, value));
    PGProperty.CONNECT_TIMEOUT.set(
        properties,
        (int) Math.max(1, Math.min(CONNECT_LIMIT.toSeconds(), deadline.left().toSeconds())));
    try {
      if (PGProperty.SOCKET_FACTORY.isPresent(PostgresDriver.settings(url))) {
        throw new JournalLoadException(
            UNSUPPORTED,
            strategy,
            "connecting to %s: ledgerload reads from a socket of its own: take socketFactory out of the URL"
                .formatted(url.redacted()));
      }
      var opened = PostgresDriver.connect(url, properties);
      connection = opened;
      backend = opened.unwrap(BaseConnection.class).getQueryExecutor();
      transactionSettings = TransactionSettings.of(opened, PostgresDriver.settings(url));
      looksForItsClient = canLookForItsClient(opened);
      opened.setAutoCommit(false);
    } catch (SQLException e) {
      drop();
      throw PostgresFailure.of(strategy, "connecting to " + url.redacted(), deadline, e);
    } finally {
      socket = WireSocketFactory.claim(ticket);
    }
  }

  /** Servers do since PostgreSQL 14, where their system lets them. */
  private static boolean canLookForItsClient(Connection opened) throws SQLException {
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

  private Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("not connected");
    }
    return connection;
  }

  private WireSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    return socket;
  }

  /** After a failure: keeps the connection unless it is broken or in the middle of a COPY. */
  private void abandon(@Nullable PostgresSnapshot snapshot) {
    if (connection == null) {
      return;
    }
    if (snapshot != null && snapshot.isCopying()) {
      giveUp(); // the driver would wait for the COPY to end
      return;
    }
    try {
      socket().setDeadline(Deadline.after(CLEAN_UP_LIMIT));
      connection.rollback();
    } catch (SQLException e) {
      giveUp();
    }
  }

  /**
   * Cuts the connection from another thread, so that what waits for the server fails at once. The
   * next use connects anew.
   */
  public void cut() {
    var current = socket;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // A socket that can't be closed has no reader left to free.
      }
    }
  }

  /**
   * Gives up a connection that may be in the middle of a statement. A server that computes doesn't
   * notice at once that its client is gone, so it is told to stop, over a connection of its own. It
   * may be told before it has begun, and then goes on until it looks for its client.
   */
  private void giveUp() {
    var abandoned = backend;
    if (connection != null && abandoned != null) {
      boolean interrupted = Thread.interrupted(); // or the request itself would be broken off
      try {
        abandoned.sendQueryCancel();
      } catch (SQLException e) {
        // A server that can't be told ends what it was doing at its own time limit.
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    drop();
  }

  private void drop() {
    var dropped = connection;
    connection = null;
    if (dropped != null) {
      try {
        dropped.abort(Runnable::run);
      } catch (SQLException e) {
        // It was closed already.
      }
    }
  }

  /** Disconnects. Idempotent. */
  @Override
  public void close() {
    closed = true;
    if (connection != null) {
      socket().setDeadline(Deadline.after(CLEAN_UP_LIMIT));
      try {
        connection.close();
      } catch (SQLException e) {
        drop();
      }
      connection = null;
    }
  }
}
