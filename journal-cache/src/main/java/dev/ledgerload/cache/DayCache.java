package dev.ledgerload.cache;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Days in this JVM's memory, up to a number of bytes; those that were asked for longest ago go
 * first. A table that readers still have a handle on takes its memory until they close it, but
 * isn't counted any more once it went.
 */
public final class DayCache implements JournalCache {
  /** The strategy's name. */
  public static final String STRATEGY = "memory";

  /*
   * One lock and a LinkedHashMap in the order of use: a day is megabytes, so there are few, and what
   * is done under the lock is a look-up and a count. That is what lets put be exact: compared,
   * replaced and evicted in one step, within the bound when it returns (docs/decisions/0013).
   * Memory is given back after the lock is released: that can take long for a big table.
   *
   * A day that is too old is not removed when it is met: its columns still tell what the day's
   * readers want (columnsHeld), and the next put sweeps it out. That it does so before it compares
   * lets any day take the place of one too old to be served: after a failover the database's clock
   * may lag behind the one that gave that its time.
   */
  private record Key(LocalDate day, Grain grain) {}

  private final long maxBytes;
  private final @Nullable Duration ttl;
  private final InstantSource clock;
  private final Map<Key, HeldDay> days = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private boolean closed;

  /**
   * @param maxBytes how many bytes outside the heap the days may take; with 0 none is kept
   * @param ttl how old a day may be that is served; zero to keep none, null for any age
   * @param clock tells the time by which days are old
   */
  public DayCache(long maxBytes, @Nullable Duration ttl, InstantSource clock) {
    this.maxBytes = maxBytes;
    this.ttl = ttl;
    this.clock = clock;
  }

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    return Set.of(Grain.values());
  }

  @Override
  public JournalTable load(JournalQuery query) {
    synchronized (this) {
      var held = find(query, query.maxAge());
      if (held != null) {
        return held.project(query.columns());
      }
    }
    throw new JournalLoadException(
        UNAVAILABLE,
        STRATEGY,
        "%s isn't held at grain %s with columns %s and a fitting age"
            .formatted(query.day(), query.grain(), query.columns()));
  }

  /**
   * The cache's own handle on what has a query's columns, for who holds the cache's lock; null if
   * it isn't held.
   *
   * @param maxAge how old it may be; null for any age
   */
  @Nullable JournalTable find(JournalQuery query, @Nullable Duration maxAge) {
    requireOpen();
    var held = days.get(new Key(query.day(), query.grain()));
    var limit = maxAge == null || (ttl != null && ttl.compareTo(maxAge) < 0) ? ttl : maxAge;
    return held != null
            && held.table().columns().containsAll(query.columns())
            && !held.isOlderThan(limit, clock)
        ? held.table()
        : null;
  }

  /** The columns of what is held of a query's day, however old it is; none if nothing is. */
  synchronized ColumnSet columnsHeld(JournalQuery query) {
    var held = days.get(new Key(query.day(), query.grain()));
    return held == null ? query.columns().of(Set.of()) : held.table().columns();
  }

  /** Whether no day is ever kept, whatever is put. */
  boolean isVoid() {
    return maxBytes == 0 || (ttl != null && ttl.isZero());
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is bigger than the cache, or too old to be served, isn't kept; what it would have
   * replaced goes all the same, for it is known to be out of date.
   */
  @Override
  public boolean put(JournalTable table) {
    return put(new HeldDay(table, System.nanoTime()), () -> true);
  }

  /**
   * As {@link #put(JournalTable)}.
   *
   * @param day with the caller's handle
   * @param allowed whether it still is to be kept; asked under the cache's lock
   */
  boolean put(HeldDay day, BooleanSupplier allowed) {
    List<HeldDay> removed = new ArrayList<>();
    try {
      return put(day, allowed, removed);
    } finally {
      giveBack(removed);
    }
  }

  private synchronized boolean put(HeldDay day, BooleanSupplier allowed, List<HeldDay> removed) {
    if (!allowed.getAsBoolean()) {
      return false;
    }
    requireOpen();
    remove(held -> held.isOlderThan(ttl, clock), removed);
    var key = new Key(day.table().day(), day.table().grain());
    var held = days.get(key);
    if (held != null) {
      if (!day.replaces(held)) {
        return false;
      }
      remove(held::equals, removed);
    }
    long needed = day.table().bytes();
    if (needed > maxBytes || day.isOlderThan(ttl, clock)) {
      return false;
    }
    remove(eldest -> bytes > maxBytes - needed, removed);
    days.put(key, new HeldDay(day.table().share(), day.sinceNanos()));
    bytes += needed;
    return true;
  }

  /** Removes days, those used longest ago first. */
  private void remove(Predicate<HeldDay> leaving, List<HeldDay> removed) {
    for (var all = days.values().iterator(); all.hasNext(); ) {
      var day = all.next();
      if (leaving.test(day)) {
        all.remove();
        bytes -= day.table().bytes();
        removed.add(day);
      }
    }
  }

  private static void giveBack(List<HeldDay> removed) {
    removed.forEach(day -> day.table().close());
  }

  @Override
  public void invalidate(LocalDate day) {
    List<HeldDay> removed = new ArrayList<>();
    synchronized (this) {
      requireOpen();
      remove(held -> held.table().day().equals(day), removed);
    }
    giveBack(removed);
  }

  /** Bytes outside the heap that the days held take. */
  public synchronized long bytes() {
    return bytes;
  }

  /** How many days are held. */
  public synchronized int days() {
    return days.size();
  }

  /** The days held at a grain, and how many rows they have. */
  public synchronized Map<LocalDate, Long> rows(Grain grain) {
    Map<LocalDate, Long> rows = new HashMap<>();
    days.forEach(
        (key, held) -> {
          if (key.grain() == grain) {
            rows.put(key.day(), held.table().rows());
          }
        });
    return rows;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this source is closed");
    }
  }

  @Override
  public void close() {
    List<HeldDay> removed = new ArrayList<>();
    synchronized (this) {
      closed = true;
      remove(held -> true, removed);
    }
    giveBack(removed);
  }
}
