package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.AssumedDigitsException;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Says failures of the database, the driver and the wire in the contract's words. The kind follows
 * from the SQLSTATE (PostgreSQL's documentation, "PostgreSQL Error Codes").
 */
public final class PostgresFailure {
  /** Connection, transaction rollback, resources, operator intervention, system error. */
  private static final Set<String> OF_SERVER = Set.of("08", "40", "53", "57", "58");

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private PostgresFailure() {}

  /**
   * The exception for a failure. If the thread was interrupted its flag is set.
   *
   * @param strategy whose load failed
   * @param doing what it was doing and how far it came, as {@code "loading 2026-01-31, 1,024
   *     entries in"}
   * @param deadline the load's
   * @throws RuntimeException {@code failure} itself if it is one that neither database, driver,
   *     wire nor a value caused: a mistake in the program isn't a reason to try again or elsewhere
   */
  public static JournalLoadException of(
      String strategy, String doing, Deadline deadline, Exception failure) {
    if (failure instanceof JournalLoadException already) {
      return already;
    }
    if (failure instanceof AssumedDigitsException digits) {
      return failed(UNSUPPORTED, strategy, doing, digits.getMessage() + remedy(digits), failure);
    }
    if (failure instanceof CorruptValueException) {
      return failed(CORRUPT, strategy, doing, failure.getMessage(), failure);
    }
    if (failure instanceof org.apache.arrow.memory.OutOfMemoryException) {
      return failed(UNAVAILABLE, strategy, doing, OUT_OF_MEMORY, failure);
    }
    if (failure instanceof RuntimeException mistake && !(failure instanceof UncheckedIOException)) {
      throw mistake;
    }
    if (isInterrupt(failure)) {
      Thread.currentThread().interrupt();
      return failed(TIMEOUT, strategy, doing, "the thread was interrupted", failure);
    }
    var sql = cause(failure, SQLException.class);
    if (cause(failure, DeadlineException.class) != null || isOvertime(sql, deadline)) {
      return failed(TIMEOUT, strategy, doing, "the query's timeout passed", failure);
    }
    var state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    var message = sql == null ? failure.toString() : withoutContext(sql);
    if (message.contains(REFUSED_BY_POOLER)) {
      return failed(UNSUPPORTED, strategy, doing, message + POOLER_ADVICE, failure);
    }
    var silence = cause(failure, SilenceException.class);
    return failed(
        kind(state),
        strategy,
        doing,
        (silence == null ? message : silence.getMessage()) + advice(state),
        failure);
  }

  /** The exception for a load that needs more heap than this JVM has. */
  static JournalLoadException outOfHeap(String strategy, String doing, OutOfMemoryError failure) {
    return new JournalLoadException(
        UNAVAILABLE,
        strategy,
        "%s: %s: this JVM may use %,d MiB (-Xmx): allow more, or ask for fewer columns"
            .formatted(doing, failure.getMessage(), Runtime.getRuntime().maxMemory() >> 20),
        failure);
  }

  /**
   * Whether a statement that was prepared earlier doesn't fit any more, as after DDL, or isn't
   * known to the server: prepared again, on a new connection, it works.
   */
  static boolean isStalePlan(Exception failure) {
    if (!(failure instanceof PSQLException sql)) {
      return false;
    }
    var server = sql.getServerErrorMessage();
    return UNKNOWN_STATEMENT.equals(sql.getSQLState())
        || (server != null
            && "0A000".equals(sql.getSQLState())
            && REVALIDATIONS.contains(String.valueOf(server.getRoutine())));
  }

  /**
   * Whether a statement failed by what happened to the server or the session, whatever it asked:
   * asked again it may do well, or wait as long.
   */
  static boolean isOfServer(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    return LOCK_NOT_AVAILABLE.equals(state) || OF_SERVER.stream().anyMatch(state::startsWith);
  }

  private static final Pattern CONTEXT = Pattern.compile("(?s)\n  (Position|Where): .*");

  /** PgBouncer's words. */
  private static final String REFUSED_BY_POOLER = "unsupported startup parameter";

  private static final String POOLER_ADVICE =
      ": add it to the pooler's ignore_startup_parameters; what the URL's options and currentSchema"
          + " set is said in each transaction";

  private static final String UNKNOWN_STATEMENT = "26000";

  /** Where servers say that a plan's result has changed, whatever the language they say it in. */
  private static final Set<String> REVALIDATIONS =
      Set.of("RevalidateCachedQuery", "RevalidateCachedPlan");

  private static final String OUT_OF_MEMORY =
      "the allocator's limit is reached: close tables that are no longer needed, or raise it";

  private static String remedy(AssumedDigitsException digits) {
    var shape = digits.precision() + "," + digits.scale();
    var option = "set the option %s=%s".formatted(NumericShape.OPTION, shape);
    var setting = "set column.%s.numeric=%s in the schema".formatted(digits.column(), shape);
    return ", and the database declares its column without any: %s, or declare them"
        .formatted(
            switch (digits.role()) {
              case MEASURE -> option + " or " + setting;
              case TOTAL -> option;
              default -> setting;
            });
  }

  private static JournalLoadException failed(
      Kind kind, String strategy, String doing, @Nullable String why, Exception cause) {
    return new JournalLoadException(kind, strategy, doing + ": " + why, cause);
  }

  /** What the server said, but not where in which text or function, which the cause has. */
  private static String withoutContext(SQLException sql) {
    var message = String.valueOf(sql.getMessage());
    return CONTEXT.matcher(message).replaceFirst("");
  }

  private static boolean isOvertime(@Nullable SQLException sql, Deadline deadline) {
    return sql != null && "57014".equals(sql.getSQLState()) && deadline.isPast();
  }

  private static boolean isInterrupt(Exception failure) {
    var interrupt = cause(failure, InterruptedIOException.class);
    return (interrupt != null && !(interrupt instanceof SocketTimeoutException))
        || cause(failure, InterruptedException.class) != null; // as pools have it
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  private static Kind kind(String state) {
    if (state.startsWith("42")
        || state.startsWith("0A")
        || state.startsWith("3F")
        || state.equals("55P02")) {
      return UNSUPPORTED;
    }
    if (state.startsWith("22") || state.equals("XX001") || state.equals("XX002")) {
      return CORRUPT;
    }
    return UNAVAILABLE;
  }

  private static String advice(String state) {
    return switch (state) {
      case "42P01", "3F000" ->
          ": create it, or name the journal's table (--table, or JournalSchema)";
      case "42703" -> ": add it, or name the column that holds it (--column, or JournalSchema)";
      case "42501" ->
          ": ask its owner for the right (SELECT on a table, USAGE of a schema), or read as a user"
              + " who has it";
      case "55P02" -> ": take it out of the URL's options";
      case "28P01", "28000" -> ": correct user and password in the URL";
      case "3D000" -> ": correct the database in the URL";
      case "08001", "08004" -> ": start the server, or correct host and port in the URL";
      default -> "";
    };
  }
}
