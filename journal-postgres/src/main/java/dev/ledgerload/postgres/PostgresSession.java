package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.NamedDataSource;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * What a source asks the database by. Of a URL it makes a connection that it keeps from load to
 * load, and makes anew when it was lost; of a DataSource it borrows one for each load. Not
 * thread-safe.
 */
public final class PostgresSession implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_TRIES_ON_STANDBYS = 3;
  private static final Optional<ServerState.Replay> NO_REPLAY = Optional.empty();

  private final String strategy;
  private final ConnectionSource source;
  private final Connecting connecting;
  private final boolean isKept;
  private volatile @Nullable SessionConnection connection;
  private @Nullable PostgresSnapshot snapshot; // that work is being done in
  private boolean readsFromStandby;
  private boolean closed;

  private PostgresSession(
      String strategy, ConnectionSource source, Map<PGProperty, String> driverSettings) {
    this.strategy = strategy;
    this.source = source;
    var settings = Map.copyOf(driverSettings);
    if (source instanceof NamedDataSource pool) {
      connecting = new Lender(strategy, pool, settings)::borrow;
      isKept = false;
    } else {
      var url = (PostgresUrl) source;
      connecting =
          deadline -> OwnConnection.connect(strategy, url, settings, deadline, CONNECT_LIMIT);
      isKept = true;
    }
  }

  private interface Connecting {
    SessionConnection within(Deadline deadline) throws SQLException, IOException;
  }

  /** What to do within a snapshot. */
  public interface Work<T> {
    /** Does it; a result that must be closed is closed by it if it throws. */
    T in(PostgresSnapshot snapshot) throws SQLException, IOException;
  }

  /**
   * Connects; what is borrowed for that is given back at once.
   *
   * @param strategy the name to fail by; behind {@code ledgerload-} it is the {@code
   *     application_name} of a connection of its own
   * @param driverSettings where the driver isn't to do as it does by default
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if the server can't be reached or
   *     refuses the user, or the DataSource gives no connection; {@code UNSUPPORTED} if it gives
   *     another than PostgreSQL's
   */
  public static PostgresSession open(
      String strategy, ConnectionSource source, Map<PGProperty, String> driverSettings) {
    var session = new PostgresSession(strategy, source, driverSettings);
    session.connect(Deadline.after(CONNECT_LIMIT));
    session.giveBack();
    return session;
  }

  /** As {@link #open}, but connects only when there is work to do, within the time that it has. */
  public static PostgresSession unopened(
      String strategy, ConnectionSource source, Map<PGProperty, String> driverSettings) {
    return new PostgresSession(strategy, source, driverSettings);
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
    return attempt(
        deadline,
        doing,
        exported == null,
        () -> inOneSnapshot(exported, List.of(), deadline, work));
  }

  /**
   * Does work in a snapshot of its own, as {@link #inSnapshot}.
   *
   * @param first what the work will {@linkplain PostgresSnapshot#ask ask}: it is asked when the
   *     transaction begins, in the same round trip. Only where one of these questions can't be
   *     answered are they asked, one by one, by the work itself
   */
  public <T> T inSnapshotAsking(
      List<Question<?>> first, Deadline deadline, Supplier<String> doing, Work<T> work) {
    return attempt(deadline, doing, true, () -> inOneSnapshot(null, first, deadline, work));
  }

  private <T> T inOneSnapshot(
      @Nullable ExportedSnapshot exported, List<Question<?>> first, Deadline deadline, Work<T> work)
      throws SQLException, IOException {
    var begun = connected(deadline, () -> beginHere(exported, first, deadline));
    snapshot = begun;
    T result = work.in(begun);
    end(begun, result);
    return result;
  }

  /**
   * A day's version, as {@link PostgresSnapshot#version}, by a transaction that takes one round
   * trip in all.
   *
   * @throws JournalLoadException as {@link #inSnapshot}
   */
  Optional<DayVersion> version(
      JournalSchema schema, LocalDate day, Deadline deadline, Supplier<String> doing) {
    return attempt(
        deadline,
        doing,
        true,
        () ->
            connected(
                deadline, () -> JournalVersions.readAtOnce(connection(), schema, day, deadline)));
  }

  /** What may be done once more, on another connection. */
  private interface Attempt<T> {
    T run() throws SQLException, IOException;
  }

  /**
   * @param isRepeatable whether it can be done anew where a statement was prepared for a table that
   *     has been altered since
   */
  private <T> T attempt(
      Deadline deadline, Supplier<String> doing, boolean isRepeatable, Attempt<T> attempt) {
    if (closed) {
      throw new IllegalStateException("this source is closed");
    }
    try {
      return attemptHere(deadline, doing, isRepeatable, attempt);
    } finally {
      snapshot = null;
      giveBack();
    }
  }

  private <T> T attemptHere(
      Deadline deadline, Supplier<String> doing, boolean isRepeatable, Attempt<T> attempt) {
    snapshot = null;
    try {
      return attempt.run();
    } catch (SQLException | IOException | RuntimeException e) {
      if (isRepeatable && PostgresFailure.isStalePlan(e)) {
        drop();
        return attemptHere(deadline, doing, false, attempt);
      }
      var failure = explained(e);
      abandon();
      throw PostgresFailure.of(strategy, doing.get(), deadline, failure);
    } catch (OutOfMemoryError e) {
      giveUp();
      throw PostgresFailure.outOfHeap(strategy, doing.get(), e);
    } catch (Error e) {
      giveUp(); // whatever state it is in
      throw e;
    }
  }

  /** Does what a load begins with; if the connection was lost before it, on a new one. */
  private <T> T connected(Deadline deadline, Attempt<T> beginning)
      throws SQLException, IOException {
    boolean isNew = connection == null && isKept;
    if (connection == null) {
      connect(deadline);
    }
    try {
      return beginning.run();
    } catch (SQLException e) {
      boolean wasLostBefore = connection().isClosed() && !connection().hasBegun();
      if (isNew || !wasLostBefore || deadline.isPast()) {
        throw e;
      }
      drop();
    }
    connect(deadline);
    return beginning.run();
  }

  /**
   * Begins. One URL may lead to several servers, also from one transaction to the next: an exported
   * snapshot must be of this one, and so must what says how far a standby has come.
   */
  private PostgresSnapshot beginHere(
      @Nullable ExportedSnapshot exported, List<Question<?>> first, Deadline deadline)
      throws SQLException {
    if (exported != null) {
      return adopt(exported, deadline);
    }
    for (int i = 0; i < MAX_TRIES_ON_STANDBYS; i++) {
      connection().setDeadline(deadline);
      var replay = readsFromStandby ? PostgresSnapshot.replay(driver()) : NO_REPLAY;
      var snapshot = beginAsking(first, deadline);
      readsFromStandby = snapshot.server().isStandby();
      if (!readsFromStandby) {
        return snapshot;
      }
      if (replay.isPresent() && replay.get().isOf(snapshot.server())) {
        return snapshot.replayedUntil(replay.get().until());
      }
      driver().rollback();
    }
    throw new JournalLoadException(
        UNSUPPORTED,
        strategy,
        "%s leads to another standby with each transaction, so that nobody knows how old what one shows is: name one host"
            .formatted(source));
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
      driver().rollback();
    }
    if (failure != null && (connection().isClosed() || isOf(exported, deadline))) {
      throw failure;
    }
    throw new JournalLoadException(
        UNSUPPORTED,
        strategy,
        "%s led two streams of one load to two servers: name one host, without loadBalanceHosts, or load by one stream"
            .formatted(source));
  }

  /** Whether this connection leads to the server that a snapshot is of. */
  private boolean isOf(ExportedSnapshot exported, Deadline deadline) throws SQLException {
    var snapshot = beginOnce(null, deadline);
    driver().rollback();
    return snapshot.server().startedAt().equals(exported.serverStartedAt());
  }

  private PostgresSnapshot beginOnce(@Nullable ExportedSnapshot exported, Deadline deadline)
      throws SQLException {
    return PostgresSnapshot.begin(connection(), exported, List.of(), deadline);
  }

  /** Begins with questions; without, where one can't be answered, for that is the work's to say. */
  private PostgresSnapshot beginAsking(List<Question<?>> first, Deadline deadline)
      throws SQLException {
    try {
      return PostgresSnapshot.begin(connection(), null, first, deadline);
    } catch (SQLException e) {
      if (first.isEmpty() || connection().isClosed() || PostgresFailure.isOfServer(e)) {
        throw e;
      }
    }
    driver().rollback();
    return beginOnce(null, deadline);
  }

  private <T> void end(PostgresSnapshot begun, T result) throws SQLException {
    if (begun.isOver()) {
      return;
    }
    try {
      begun.connection().commit();
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

  /** Where its connections come from. */
  ConnectionSource source() {
    return source;
  }

  private void connect(Deadline deadline) {
    try {
      connection = connecting.within(deadline);
    } catch (SQLException | IOException e) {
      throw PostgresFailure.of(strategy, "connecting to " + source, deadline, e);
    }
  }

  private SessionConnection connection() {
    var current = connection;
    if (current == null) {
      throw new IllegalStateException("not connected");
    }
    return current;
  }

  private Connection driver() {
    return connection().connection();
  }

  /** What a failure came of, where that isn't what the driver says. */
  private Exception explained(Exception failure) {
    var ended = connection == null ? Optional.<IOException>empty() : connection().ended();
    if (ended.isEmpty() || failure instanceof RuntimeException) {
      return failure;
    }
    ended.get().addSuppressed(failure);
    return ended.get();
  }

  /** After a failure: keeps the connection unless it is broken or in the middle of a COPY. */
  private void abandon() {
    if (connection == null) {
      return;
    }
    var begun = snapshot;
    if (begun != null && begun.isCopying()) {
      giveUp(); // the driver would wait for the COPY to end
    } else if (!connection().rollBack()) {
      connection = null;
    }
  }

  /**
   * Cuts the connection from another thread, so that what waits for the server fails at once. The
   * next use connects anew.
   */
  public void cut() {
    var current = connection;
    if (current != null) {
      current.cut();
    }
  }

  private void giveUp() {
    if (connection != null) {
      connection().giveUp();
      connection = null;
    }
  }

  private void drop() {
    if (connection != null) {
      connection().drop();
      connection = null;
    }
  }

  /** What is borrowed isn't kept. */
  private void giveBack() {
    if (!isKept) {
      disconnect();
    }
  }

  private void disconnect() {
    if (connection != null) {
      connection().close();
      connection = null;
    }
  }

  /** Disconnects. Idempotent. */
  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
