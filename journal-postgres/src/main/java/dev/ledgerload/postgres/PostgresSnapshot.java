package dev.ledgerload.postgres;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

/** A read-only transaction that sees one snapshot of the database. Not thread-safe. */
public final class PostgresSnapshot {
  private static final Pattern SNAPSHOT_NAME = Pattern.compile("[0-9A-Fa-f-]+");

  /** SQLSTATEs of newer and of older servers where there is no such snapshot. */
  private static final Set<String> NO_SUCH_SNAPSHOT = Set.of("42704", "22023");

  /** Has the server notice, while it computes, that its client is gone. */
  static final String LOOK_FOR_CLIENT = "SET LOCAL client_connection_check_interval = '1s'";

  private final Connection connection;
  private final WireSocket socket;
  private final Instant asOf;
  private final Deadline deadline;
  private @Nullable CopyStream stream;

  private PostgresSnapshot(
      Connection connection, WireSocket socket, Instant asOf, Deadline deadline) {
    this.connection = connection;
    this.socket = socket;
    this.asOf = asOf;
    this.deadline = deadline;
  }

  /**
   * Begins in one round trip. The server, too, is told when to give up.
   *
   * @param looksForItsClient whether it can give up, too, when its client is gone
   * @throws SQLException also if the session that exported the snapshot ended meanwhile, which is
   *     said as a connection's failure: with another snapshot the same load can succeed
   */
  static PostgresSnapshot begin(
      Connection connection,
      WireSocket socket,
      @Nullable String exported,
      Deadline deadline,
      boolean looksForItsClient)
      throws SQLException {
    socket.setDeadline(deadline);
    // Rounded up: a server that gives up does so when the deadline has passed, not just before.
    long leftMillis = Math.max(1, Math.min(Integer.MAX_VALUE, deadline.left().toMillis() + 1));
    var sql = new StringBuilder(); // the driver puts BEGIN READ ONLY before it
    if (exported != null) {
      if (!SNAPSHOT_NAME.matcher(exported).matches()) {
        throw new IllegalArgumentException("no snapshot's name: " + exported);
      }
      sql.append("SET TRANSACTION SNAPSHOT '").append(exported).append("';");
    }
    if (looksForItsClient) {
      sql.append(LOOK_FOR_CLIENT).append(';');
    }
    sql.append("SET LOCAL statement_timeout = ").append(leftMillis).append(";SELECT now()");
    try (var statement = connection.createStatement()) {
      boolean rows = statement.execute(sql.toString());
      while (!rows) {
        rows = statement.getMoreResults();
      }
      try (ResultSet now = statement.getResultSet()) {
        now.next();
        var asOf = now.getObject(1, OffsetDateTime.class).toInstant();
        return new PostgresSnapshot(connection, socket, asOf, deadline);
      }
    } catch (SQLException e) {
      if (exported != null && NO_SUCH_SNAPSHOT.contains(String.valueOf(e.getSQLState()))) {
        throw new SQLException(
            "the session that gave its snapshot to this one is gone",
            PSQLState.CONNECTION_FAILURE.getState(),
            e);
      }
      throw e;
    }
  }

  /** The connection, to query by; the transaction is the session's to end. */
  public Connection connection() {
    return connection;
  }

  /** The server's clock when the transaction began, just before it took its snapshot. */
  public Instant asOf() {
    return asOf;
  }

  /** Lets other sessions see this snapshot, for as long as this transaction lasts. */
  public String export() throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet name = statement.executeQuery("SELECT pg_export_snapshot()")) {
      name.next();
      return name.getString(1);
    }
  }

  /**
   * The shapes of columns, from the database, which keeps them as they are until the transaction
   * ends.
   *
   * @param untyped precision and scale for a {@code numeric} column that has none
   * @throws dev.ledgerload.spi.JournalLoadException of kind {@code UNSUPPORTED} if a column is of a
   *     type that can't be held exactly
   * @throws SQLException if table or column are missing or may not be read
   */
  public List<ColumnSpec> describe(
      String strategy, JournalLayout layout, List<JournalColumn> columns, NumericShape untyped)
      throws SQLException {
    return ColumnTypes.describe(connection, strategy, layout, columns, untyped);
  }

  /**
   * A day's version in this snapshot; empty if the database keeps none. To be asked behind the last
   * read of the journal, for it also makes sure that what was read is what the snapshot saw.
   *
   * @throws SQLException if the table was truncated or rewritten after the snapshot was taken,
   *     which then finds no entries in it; or if the versions may not be read
   */
  public Optional<DayVersion> version(JournalLayout layout, LocalDate day) throws SQLException {
    return JournalVersions.read(connection, layout, day);
  }

  /** Begins a {@code COPY … TO STDOUT}. */
  public CopyStream copy(String sql) throws SQLException {
    var driver = connection.unwrap(PGConnection.class).getCopyAPI();
    var buffer = socket.buffer();
    if (!socket.isEncrypted()) {
      buffer.open();
    }
    var copy = driver.copyOut(sql);
    if (socket.isEncrypted()) {
      buffer = new WireBuffer(new DriverRows(copy));
      buffer.open();
    }
    var begun = new CopyStream(copy, buffer, deadline);
    stream = begun;
    return begun;
  }

  /** Whether a COPY was begun and isn't over, so that the connection is good for nothing else. */
  boolean isCopying() {
    return socket.buffer().isOpen() || (stream != null && stream.isActive());
  }
}
