package dev.ledgerload.loader.redis;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static java.lang.System.Logger.Level.WARNING;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.RedisUrl;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import redis.clients.jedis.exceptions.JedisException;

/** Keeps days in Redis. Thread-safe. */
final class RedisJournalCache implements JournalCache {
  /*
   * A day that proves damaged (a chunk was evicted, bytes were changed) is a miss, is logged, and is
   * removed, so that the next one who loads it from elsewhere can put it again. If it was replaced
   * in the meantime there was no damage, just another writer: the load begins again.
   */
  private static final System.Logger LOG = System.getLogger(RedisJournalCache.class.getName());

  private static final Duration OPEN_LIMIT = Duration.ofSeconds(5);

  /** For writing a day, which no query bounds. */
  private static final Duration WRITE_LIMIT = Duration.ofMinutes(1);

  private final RedisConnections connections;
  private final RedisUrl url;
  private final JournalKeys keys;
  private final Duration ttl;
  private final LineMeter line;
  private final BufferAllocator allocator;
  private final AtomicLong damagedDays = new AtomicLong();

  private RedisJournalCache(
      RedisConnections connections,
      RedisUrl url,
      JournalKeys keys,
      Duration ttl,
      LineMeter line,
      BufferAllocator allocator) {
    this.connections = connections;
    this.url = url;
    this.keys = keys;
    this.ttl = ttl;
    this.line = line;
    this.allocator = allocator;
  }

  static RedisJournalCache open(
      RedisUrl url, JournalKeys keys, Duration ttl, LineMeter line, BufferAllocator allocator) {
    var cache = new RedisJournalCache(new RedisConnections(url), url, keys, ttl, line, allocator);
    try {
      cache.connect();
      return cache;
    } catch (RuntimeException | Error e) {
      cache.close();
      throw e;
    }
  }

  private void connect() {
    var doing = "connecting to " + url;
    try {
      run(doing, "", Deadline.after(OPEN_LIMIT), RedisConnection::ping);
    } catch (JournalLoadException e) {
      if (e.kind() != TIMEOUT || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      throw new JournalLoadException( // opening has no timeout that the caller could extend
          UNAVAILABLE,
          strategy(),
          doing
              + ": no answer in "
              + OPEN_LIMIT.toSeconds()
              + " s"
              + RedisFailure.CONNECTION_ADVICE,
          e);
    }
  }

  @Override
  public String strategy() {
    return RedisSourceProvider.STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    return EnumSet.allOf(Grain.class);
  }

  @Override
  public JournalTable load(JournalQuery query) {
    var doing = "loading %s (%s) from %s".formatted(query.day(), query.grain(), url);
    var deadline = Deadline.after(query.timeout());
    var key = asked(JournalKeys::known, deadline).manifest(query.day(), query.grain());
    while (true) {
      try {
        return run(
            doing,
            key,
            deadline,
            connection ->
                new DayReader(connection, key, keys.journal().of(query.grain()), query)
                    .read(allocator));
      } catch (DamagedDayException e) {
        if (removedIfOf(e.writeId(), key, query, doing, deadline)) {
          damagedDays.incrementAndGet();
          LOG.log(WARNING, "{0} was removed: {1}", key, e.getMessage());
          throw RedisFailure.of(doing, deadline, new MissException(String.valueOf(e.getMessage())));
        }
      }
    }
  }

  private boolean removedIfOf(
      String writeId, String key, JournalQuery query, String doing, Deadline deadline) {
    return run(
        doing,
        key,
        deadline,
        connection ->
            new DayWriter(connection, key, query.day(), keys.journal().of(query.grain()))
                .removeIfOf(writeId));
  }

  @Override
  public boolean put(JournalTable table) {
    var deadline = Deadline.after(WRITE_LIMIT);
    var doing = "writing %s (%s) to %s".formatted(table.day(), table.grain(), url);
    var key = asked(JournalKeys::confirmed, deadline).manifest(table.day(), table.grain());
    return run(
        doing,
        key,
        deadline,
        connection ->
            new DayWriter(connection, key, table.day(), keys.journal().of(table.grain()))
                .write(table, ttl, line));
  }

  @Override
  public void invalidate(LocalDate day) {
    var deadline = Deadline.after(WRITE_LIMIT);
    var dayKeys = asked(JournalKeys::known, deadline);
    for (var grain : Grain.values()) {
      var key = dayKeys.manifest(day, grain);
      run(
          "removing %s (%s) from %s".formatted(day, grain, url),
          key,
          deadline,
          connection -> {
            new DayWriter(connection, key, day, keys.journal().of(grain)).remove();
            return true;
          });
    }
  }

  private DayKeys asked(BiFunction<JournalKeys, Deadline, DayKeys> question, Deadline deadline) {
    connections.requireOpen();
    try {
      return question.apply(keys, deadline);
    } catch (JournalLoadException e) {
      connections.requireOpen(); // closing it ends the question, too
      throw e;
    }
  }

  private <T> T run(String doing, String key, Deadline deadline, RedisConnections.Work<T> work) {
    try {
      return connections.run(key, deadline, work);
    } catch (JedisException
        | IOException
        | MissException
        | OutOfMemoryException
        | OutOfMemoryError e) { // whose memory it was is given back by now
      connections.requireOpen(); // closing it ends what is under way
      throw RedisFailure.of(doing, deadline, e);
    }
  }

  /** How many days were found damaged and removed. */
  long damagedDays() {
    return damagedDays.get();
  }

  @Override
  public void close() {
    connections.close();
    keys.close();
  }
}
