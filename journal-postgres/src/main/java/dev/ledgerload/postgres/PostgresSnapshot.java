package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** A read-only transaction that sees one snapshot of the database. Not thread-safe. */
public final class PostgresSnapshot {
  private static final Pattern SNAPSHOT_NAME = Pattern.compile("[0-9A-Fa-f-]+");

  /** SQLSTATEs of newer and of older servers where there is no such snapshot. */
  private static final Set<String> NO_SUCH_SNAPSHOT = Set.of("42704", "22023");

  /** Has the server notice, while it computes, that its client is gone. */
  static final String LOOK_FOR_CLIENT =
      "set_config('client_connection_check_interval', '1s', true)";

  /*
   * Said in the transaction, not by the driver's setReadOnly and setTransactionIsolation: these
   * change the session, which behind a pooler is another one for the transaction that follows and
   * keeps the change for whoever gets it next.
   */
  private static final String ISOLATION =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  /**
   * What adopts a snapshot reads beside the session that gave it, which holds its locks and waits
   * for it. So it never waits in a queue behind someone who waits for that session.
   */
  private static final String NO_LOCK_QUEUE = ", set_config('lock_timeout', '50ms', true)";

  private static final String STATE =
      "SELECT now(), pg_postmaster_start_time(), pg_is_in_recovery(),"
          + " set_config('statement_timeout', '%d', true)";

  private final SessionConnection connection;
  private final ServerState server;
  private final Instant asOf;
  private final Deadline deadline;
  private final Answers answers;
  private final Duration roundTrip;
  private @Nullable CopyStream stream;
  private boolean over;

  private PostgresSnapshot(
      SessionConnection connection,
      ServerState server,
      Instant asOf,
      Deadline deadline,
      Answers answers,
      Duration roundTrip) {
    this.connection = connection;
    this.server = server;
    this.asOf = asOf;
    this.deadline = deadline;
    this.answers = answers;
    this.roundTrip = roundTrip;
  }

  /**
   * Begins in one round trip. The server, too, is told when to give up.
   *
   * @param first what is asked with that
   * @throws SQLException also if one of the questions can't be answered; and if the session that
   *     exported the snapshot ended meanwhile, which is said as a connection's failure: with
   *     another snapshot the same load can succeed
   */
  static PostgresSnapshot begin(
      SessionConnection connection,
      @Nullable ExportedSnapshot exported,
      List<Question<?>> first,
      Deadline deadline)
      throws SQLException {
    connection.setDeadline(deadline);
    long leftMillis = leftMillis(deadline);
    List<String> statements = new ArrayList<>(); // the driver puts BEGIN before them
    statements.add(ISOLATION);
    if (exported != null) {
      if (!SNAPSHOT_NAME.matcher(exported.name()).matches()) {
        throw new IllegalArgumentException("no snapshot's name: " + exported.name());
      }
      statements.add("SET TRANSACTION SNAPSHOT '%s'".formatted(exported.name()));
    }
    statements.addAll(connection.transactionSettings());
    statements.add(
        STATE.formatted(leftMillis)
            + (exported == null ? "" : NO_LOCK_QUEUE)
            + (connection.looksForItsClient() ? ", " + LOOK_FOR_CLIENT : ""));
    int before = statements.size() - 1;
    for (var question : first) {
      statements.add(question.sql(Answers.literals(connection.connection())));
    }
    try (var statement = connection.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      long startNanos = System.nanoTime();
      statement.execute(String.join(";", statements));
      var roundTrip = Duration.ofNanos(System.nanoTime() - startNanos);
      for (int i = 0; i < before; i++) {
        statement.getMoreResults();
      }
      ServerState server;
      try (ResultSet state = statement.getResultSet()) {
        state.next();
        server = new ServerState(instant(state, 1), instant(state, 2), state.getBoolean(3));
      }
      var answers = Answers.read(statement, first);
      return new PostgresSnapshot(connection, server, server.clock(), deadline, answers, roundTrip);
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

  /**
   * Statements for the beginning of a transaction that nobody asks what it is a snapshot of. They
   * have one parameter, for {@link #leftMillis}, and give nothing whose length isn't known: the
   * driver waits for the answer before it sends more than it knows to fit into a buffer.
   */
  static List<String> beginning(SessionConnection connection) {
    List<String> statements = new ArrayList<>();
    statements.add(ISOLATION);
    statements.addAll(connection.transactionSettings());
    statements.add(
        "SELECT set_config('statement_timeout', ?, true) IS NULL"
            + (connection.looksForItsClient() ? ", %s IS NULL".formatted(LOOK_FOR_CLIENT) : ""));
    return statements;
  }

  /** Rounded up: a server that gives up does so when the deadline has passed, not just before. */
  static long leftMillis(Deadline deadline) {
    return Math.max(1, Math.min(Integer.MAX_VALUE, deadline.left().toMillis() + 1));
  }

  /**
   * How far a standby has replayed, in a transaction of its own: asked in one whose snapshot is
   * taken already, it may have come further than that snapshot. Empty on a primary.
   */
  static Optional<ServerState.Replay> replay(Connection connection) throws SQLException {
    var sql =
        "SELECT now(), pg_postmaster_start_time(), coalesce(pg_last_xact_replay_timestamp(),"
            + " (SELECT checkpoint_time FROM pg_control_checkpoint()))"
            + " WHERE pg_is_in_recovery()";
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next()
          ? Optional.of(
              new ServerState.Replay(
                  new ServerState(instant(rows, 1), instant(rows, 2), true), instant(rows, 3)))
          : Optional.empty();
    } finally {
      connection.rollback();
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** What the server says of itself. */
  ServerState server() {
    return server;
  }

  /** This snapshot, of a standby that had come so far before it was taken. */
  PostgresSnapshot replayedUntil(Instant moment) {
    var earlier = moment.isBefore(asOf) ? moment : asOf;
    return new PostgresSnapshot(connection, server, earlier, deadline, answers, roundTrip);
  }

  /** How long the server took to begin: a round trip, and what it was asked then. */
  public Duration roundTrip() {
    return roundTrip;
  }

  /**
   * The answer to a question: that which came when the transaction began, if it was among those
   * that were asked then.
   */
  public <T> T ask(Question<T> question) throws SQLException {
    return answers.has(question) ? answers.to(question) : Answers.ask(connection(), question);
  }

  /** The connection, to query by; the transaction is the session's to end. */
  public Connection connection() {
    return connection.connection();
  }

  /**
   * A moment by which all that was committed is seen: the server's clock when the transaction
   * began, just before it took its snapshot; on a standby the time of the last commit that it had
   * replayed by then, by the primary's clock.
   */
  public Instant asOf() {
    return asOf;
  }

  /** The server's clock when the transaction began. */
  public Instant serverClock() {
    return server.clock();
  }

  /**
   * Refuses to read from a standby that is too far behind. One whose primary has had nothing to
   * commit for a while can't be told from it.
   *
   * @param maxAge how old what is read may be; null for any age
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if it is older
   */
  public void requireNoOlderThan(@Nullable Duration maxAge, String strategy) {
    var age = Duration.between(asOf, server.clock());
    if (maxAge != null && server.isStandby() && age.compareTo(maxAge) > 0) {
      throw new JournalLoadException(
          UNAVAILABLE,
          strategy,
          "the last commit that this standby has replayed is of %s, %s ago, and the load may be %s old:"
                  .formatted(asOf, age.truncatedTo(ChronoUnit.MILLIS), maxAge)
              + " load from the primary, or allow more");
    }
  }

  /** Lets other sessions see this snapshot, for as long as this transaction lasts. */
  public ExportedSnapshot export() throws SQLException {
    try (var statement = connection().createStatement();
        ResultSet name = statement.executeQuery("SELECT pg_export_snapshot()")) {
      name.next();
      return new ExportedSnapshot(name.getString(1), server.startedAt());
    }
  }

  /**
   * The day and columns of a journal as the database has them, which keeps them as they are until
   * the transaction ends. The filter is looked at, too.
   *
   * @param untyped precision and scale for a {@code numeric} column that has none
   * @throws JournalLoadException of kind {@code UNSUPPORTED}, for all of them at once, if columns
   *     are missing, or of a type that can't be held exactly; the day, which every statement names,
   *     is looked at too, and has to have a zone just if it is a {@code timestamp with time zone}
   * @throws SQLException if the table is missing, or if the query or the filter can't be executed
   */
  public JournalShape describe(
      String strategy, JournalSchema schema, List<Column> columns, NumericShape untyped)
      throws SQLException {
    var question = description(strategy, schema, columns, untyped);
    return answers.has(question)
        ? answers.to(question)
        : ColumnTypes.describe(connection(), strategy, schema, columns, untyped);
  }

  /** What {@link #describe} asks. */
  public static Question<JournalShape> description(
      String strategy, JournalSchema schema, List<Column> columns, NumericShape untyped) {
    return new JournalDescription(strategy, schema, columns, untyped);
  }

  /**
   * A day's version in this snapshot; empty if the database keeps none. To be asked behind the last
   * read of the journal, for it also makes sure that what was read is what the snapshot saw.
   *
   * @throws SQLException if the table was truncated or rewritten after the snapshot was taken,
   *     which then finds no entries in it; or if the versions may not be read
   */
  public Optional<DayVersion> version(JournalSchema schema, LocalDate day) throws SQLException {
    return JournalVersions.read(connection(), schema, day);
  }

  /**
   * The same, and ends the transaction in the same round trip: to be asked behind everything else.
   */
  public Optional<DayVersion> lastVersion(JournalSchema schema, LocalDate day) throws SQLException {
    var version = JournalVersions.readLast(connection(), schema, day);
    over = true;
    return version;
  }

  /** Whether the transaction has ended. */
  boolean isOver() {
    return over;
  }

  /**
   * Prepares a statement without parameters: whatever {@code ?} it has is SQL's, as in an operator.
   */
  public PreparedStatement prepare(String sql) throws SQLException {
    var driver = connection.driver();
    return driver.prepareStatement(
        SqlWithoutParameters.forDriver(sql, driver.getStandardConformingStrings()));
  }

  /** Begins a {@code COPY … TO STDOUT}. */
  public CopyStream copy(String sql) throws SQLException {
    var begun = connection.copy(sql, deadline);
    stream = begun;
    return begun;
  }

  /** Whether a COPY was begun and isn't over, so that the connection is good for nothing else. */
  boolean isCopying() {
    return connection.isReadPastDriver() || (stream != null && stream.isActive());
  }
}
