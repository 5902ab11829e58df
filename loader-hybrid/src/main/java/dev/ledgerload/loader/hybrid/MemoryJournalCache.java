package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps handles on tables, up to a number of bytes. */
final class MemoryJournalCache implements JournalCache {
  /*
   * One lock and a LinkedHashMap in the order of use: a day is megabytes, so there are few, and what
   * is done under the lock is a look-up and a count. That is what lets put be exact: compared,
   * replaced and evicted in one step, within the bound when it returns (docs/decisions/0013).
   * Memory is given back after the lock is released: that can take long for a big table.
   *
   * A picture that is too old is not removed when it is met: its columns still tell what the day's
   * readers want (columnsHeld), and the next put takes its place or sweeps it out.
   */
  private record Place(LocalDate day, Grain grain) {}

  private final long maxBytes;
  private final @Nullable Duration ttl;
  private final InstantSource clock;
  private final Map<Place, JournalTable> tables = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private boolean closed;

  MemoryJournalCache(long maxBytes, @Nullable Duration ttl, InstantSource clock) {
    this.maxBytes = maxBytes;
    this.ttl = ttl;
    this.clock = clock;
  }

  @Override
  public String strategy() {
    return MemorySourceProvider.STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    return Set.of(Grain.values());
  }

  @Override
  public JournalTable load(JournalQuery query) {
    var found = find(query);
    if (found == null) {
      throw new JournalLoadException(
          UNAVAILABLE,
          strategy(),
          "%s isn't held at grain %s with columns %s and a fitting age"
              .formatted(query.day(), query.grain(), query.columns()));
    }
    return found;
  }

  /** A handle on what a query asks for; null if it isn't held. */
  synchronized @Nullable JournalTable find(JournalQuery query) {
    requireOpen();
    var held = tables.get(new Place(query.day(), query.grain()));
    return held != null
            && held.columns().containsAll(query.columns())
            && isYounger(held, query.maxAge())
            && isYounger(held, ttl)
        ? held.project(query.columns())
        : null;
  }

  private boolean isYounger(JournalTable table, @Nullable Duration age) {
    return age == null
        || Duration.between(table.snapshot().asOf(), clock.instant()).compareTo(age) <= 0;
  }

  /** The columns of the picture held of a day, however old it is; none if there is none. */
  synchronized Set<JournalColumn> columnsHeld(LocalDate day, Grain grain) {
    var held = tables.get(new Place(day, grain));
    return held == null ? EnumSet.noneOf(JournalColumn.class) : held.columns();
  }

  /** Bytes outside the heap that the cache holds. */
  synchronized long bytes() {
    return bytes;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A table that is bigger than the cache isn't kept; what it would have replaced goes all the
   * same, for it is known to be out of date.
   */
  @Override
  public boolean put(JournalTable table) {
    List<JournalTable> removed = new ArrayList<>();
    try {
      return put(table, removed);
    } finally {
      removed.forEach(JournalTable::close);
    }
  }

  private synchronized boolean put(JournalTable table, List<JournalTable> removed) {
    requireOpen();
    var place = new Place(table.day(), table.grain());
    var held = tables.get(place);
    if (held != null) {
      if (!replaces(table, held)) {
        return false;
      }
      tables.remove(place);
      remove(held, removed);
    }
    if (table.bytes() > maxBytes) {
      return false;
    }
    sweep(removed);
    makeRoom(table.bytes(), removed);
    tables.put(place, table.share());
    bytes += table.bytes();
    return true;
  }

  private static boolean replaces(JournalTable table, JournalTable held) {
    return table.snapshot().isNewerThan(held.snapshot())
        || (!held.snapshot().isNewerThan(table.snapshot())
            && table.columns().containsAll(held.columns()));
  }

  private void sweep(List<JournalTable> removed) {
    removeAll(tables.values().stream().filter(table -> !isYounger(table, ttl)).toList(), removed);
  }

  private void makeRoom(long needed, List<JournalTable> removed) {
    Iterator<JournalTable> eldestFirst = tables.values().iterator();
    while (bytes > maxBytes - needed) {
      var eldest = eldestFirst.next();
      eldestFirst.remove();
      remove(eldest, removed);
    }
  }

  @Override
  public void invalidate(LocalDate day) {
    List<JournalTable> removed = new ArrayList<>();
    synchronized (this) {
      requireOpen();
      removeAll(
          tables.values().stream().filter(table -> table.day().equals(day)).toList(), removed);
    }
    removed.forEach(JournalTable::close);
  }

  private void removeAll(List<JournalTable> leaving, List<JournalTable> removed) {
    tables.values().removeAll(leaving);
    leaving.forEach(table -> remove(table, removed));
  }

  private void remove(JournalTable table, List<JournalTable> removed) {
    bytes -= table.bytes();
    removed.add(table);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this source is closed");
    }
  }

  @Override
  public void close() {
    List<JournalTable> removed = new ArrayList<>();
    synchronized (this) {
      closed = true;
      removeAll(List.copyOf(tables.values()), removed);
    }
    removed.forEach(JournalTable::close);
  }
}
