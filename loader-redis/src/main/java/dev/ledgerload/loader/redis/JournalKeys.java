package dev.ledgerload.loader.redis;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.JournalIdentity;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of the days that this source may give and keep: those of the journal as the
 * database shows it to this source's user. Thread-safe.
 */
final class JournalKeys implements AutoCloseable {
  /*
   * The database is asked when the keys are first needed, over a session such as a load of the same
   * configuration has. Loads then go by that answer, without the database. Before a day is put it
   * is asked anew: were row-level security switched on in the meantime, one user's rows would else
   * be put where everybody looks.
   */
  private static final Pattern PARAMETERS = Pattern.compile("\\?.*", Pattern.DOTALL);

  private final String prefix;
  private final String place;
  private final JournalSchema schema;
  private final PostgresSession session;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable DayKeys known;
  private volatile boolean closed;

  /**
   * @param place what tells the database from others; null to go by its address, or the
   *     DataSource's name
   */
  JournalKeys(
      String prefix, @Nullable String place, ConnectionSource database, JournalSchema schema) {
    this.prefix = prefix;
    this.place = place == null ? address(database) : place;
    this.schema = schema;
    this.session = PostgresSession.unopened(RedisSourceProvider.STRATEGY, database, Map.of());
  }

  /** Whose days' keys they are. */
  JournalSchema journal() {
    return schema;
  }

  private static String address(ConnectionSource database) {
    return database instanceof PostgresUrl url
        ? PARAMETERS.matcher(url.jdbcUrl()).replaceFirst("") // which has no login before its host
        : database.toString();
  }

  /**
   * The keys by what is known.
   *
   * @throws JournalLoadException if nothing is yet and the database doesn't say
   */
  DayKeys known(Deadline deadline) {
    var keys = known;
    return keys != null ? keys : alone(deadline, () -> known != null ? known : ask(deadline));
  }

  /**
   * The keys by what the database says now, for a day that was loaded just before.
   *
   * @throws JournalLoadException if it doesn't say, or says something else than was known
   */
  DayKeys confirmed(Deadline deadline) {
    return alone(
        deadline,
        () -> {
          var before = known;
          var now = ask(deadline);
          if (before != null && !before.equals(now)) {
            throw new JournalLoadException(
                UNAVAILABLE,
                RedisSourceProvider.STRATEGY,
                "%s is another table now, or shows its rows to others: load the day again"
                    .formatted(schema.title()));
          }
          return now;
        });
  }

  private DayKeys ask(Deadline deadline) {
    var identity = JournalIdentity.ask(session, RedisSourceProvider.STRATEGY, schema, deadline);
    var keys = DayKeys.of(prefix, place, schema, identity);
    known = keys;
    return keys;
  }

  private interface Question {
    DayKeys answer();
  }

  /** One after the other: there is one session. */
  private DayKeys alone(Deadline deadline, Question question) {
    try {
      if (!asking.tryLock(deadline.left().toNanos(), NANOSECONDS)) {
        throw new JournalLoadException(
            TIMEOUT, RedisSourceProvider.STRATEGY, "the database is being asked what it shows");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalLoadException(
          TIMEOUT,
          RedisSourceProvider.STRATEGY,
          "interrupted while the database was being asked what it shows",
          e);
    }
    try {
      return question.answer();
    } finally {
      asking.unlock();
      closeIfAsked();
    }
  }

  /** Ends a question under way. Idempotent. */
  @Override
  public void close() {
    closed = true;
    session.cut();
    closeIfAsked();
  }

  /** Closes the session once nobody asks: the last one to do so will find it closed. */
  private void closeIfAsked() {
    if (closed && asking.tryLock()) {
      try {
        session.close();
      } finally {
        asking.unlock();
      }
    }
  }
}
