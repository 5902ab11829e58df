package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The days that a server holds, and the loads of those it doesn't. Thread-safe. */
final class DayCache implements AutoCloseable {
  /*
   * Everything below is guarded by this object's lock, under which nothing is loaded or sent: a
   * picture is found and shared, or a load is found and joined, or a load is begun.
   *
   * Young enough for a query is a picture whose load began so late, or a load that did: what was
   * committed before then is in it. A load that is begun reads the columns asked for and those
   * that are held or being loaded already, so that a day only gains columns; and its picture never
   * replaces a newer one that still may be served: a load that began later may have read an older
   * snapshot, from a copy or a standby. One too old to be served is replaced by any, for after a
   * failover the database's clock may lag behind it.
   *
   * A load that invalidate() met still answers those who wait for it but is neither joined nor
   * kept. So invalidate() must know every load that may still be kept: `underWay` has them all,
   * also those that a later load of the day has taken the place of in `joinable`. One that was
   * given up is in neither, and never kept, should it have been too late to end it.
   */
  private record Key(LocalDate day, Grain grain) {}

  private final SourcePool sources;
  private final long limitBytes;
  private final Duration ttl;
  private final LinkedHashMap<Key, Picture> pictures = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, DayLoad> joinable = new HashMap<>();
  private final Set<DayLoad> underWay = new HashSet<>();
  private long bytes;
  private boolean closed;

  /**
   * @param limitBytes how much memory the pictures held may take
   * @param ttl how old a picture may become
   */
  DayCache(SourcePool sources, long limitBytes, Duration ttl) {
    this.sources = sources;
    this.limitBytes = limitBytes;
    this.ttl = ttl;
  }

  /**
   * A handle on the day, at once or once it is loaded; who gets it closes it. Cancelling the future
   * gives up waiting, and a load that nobody waits for ends.
   */
  synchronized CompletableFuture<JournalTable> get(JournalQuery query) {
    if (closed) {
      throw new IllegalStateException("the server is closed");
    }
    var key = new Key(query.day(), query.grain());
    var limit = limit(query);
    var picture = pictures.get(key);
    if (picture != null && picture.serves(query.columns(), limit)) {
      return CompletableFuture.completedFuture(picture.table().project(query.columns()));
    }
    var running = joinable.get(key);
    if (running != null && running.serves(query.columns(), limit)) {
      return running.join(query.columns());
    }
    var load = new DayLoad(columns(query, picture, running).noOlderThan(positive(limit)), this);
    var table = load.join(query.columns());
    joinable.put(key, load);
    underWay.add(load);
    load.start(sources);
    return table;
  }

  private Duration limit(JournalQuery query) {
    var asked = query.maxAge();
    return asked != null && asked.compareTo(ttl) < 0 ? asked : ttl;
  }

  private static Duration positive(Duration limit) {
    return limit.isZero() ? Duration.ofNanos(1) : limit;
  }

  private JournalQuery columns(
      JournalQuery query, @Nullable Picture held, @Nullable DayLoad running) {
    Set<JournalColumn> columns = EnumSet.copyOf(query.columns());
    if (!ttl.isZero()) {
      if (held != null) {
        columns.addAll(held.table().columns());
      }
      if (running != null) {
        columns.addAll(running.columns());
      }
    }
    return query.select(columns);
  }

  /** A load has ended; without a table if it failed or was given up. */
  void ended(DayLoad load, @Nullable Picture picture) {
    List<Picture> dropped = new ArrayList<>();
    synchronized (this) {
      var key = new Key(load.query().day(), load.query().grain());
      joinable.remove(key, load);
      underWay.remove(load);
      if (picture != null) {
        dropped.add(picture);
        var held = pictures.get(key);
        boolean keeps =
            !closed
                && !ttl.isZero()
                && !load.isForgotten()
                && picture.bytes() <= limitBytes
                && (held == null || isTooOld(held) || !held.isNewerThan(picture));
        if (keeps) {
          dropped.clear();
          drop(key, dropped);
          pictures.put(key, picture);
          bytes += picture.bytes();
          evict(key, dropped);
        }
      }
    }
    dropped.forEach(Picture::close);
  }

  /** Drops what is too old to be served, then what was used longest ago, until the rest fits. */
  private void evict(Key newest, List<Picture> dropped) {
    for (var key : List.copyOf(pictures.keySet())) { // from the longest unused on
      var picture = pictures.get(key);
      if (!key.equals(newest) && picture != null && (bytes > limitBytes || isTooOld(picture))) {
        drop(key, dropped);
      }
    }
  }

  private boolean isTooOld(Picture picture) {
    return picture.age().compareTo(ttl) > 0;
  }

  private void drop(Key key, List<Picture> dropped) {
    var picture = pictures.remove(key);
    if (picture != null) {
      bytes -= picture.bytes();
      dropped.add(picture);
    }
  }

  /** Forgets a day: what is asked for from now on is loaded from now on. */
  void invalidate(LocalDate day) {
    try {
      sources.invalidate(day); // first: else a load meanwhile could bring back what they had
    } finally {
      forget(day);
    }
  }

  private void forget(LocalDate day) {
    List<Picture> dropped = new ArrayList<>();
    synchronized (this) {
      for (var grain : Grain.values()) {
        var key = new Key(day, grain);
        drop(key, dropped);
        joinable.remove(key);
      }
      underWay.stream().filter(load -> load.query().day().equals(day)).forEach(DayLoad::forget);
    }
    dropped.forEach(Picture::close);
  }

  /** How many days are held. */
  synchronized int days() {
    return pictures.size();
  }

  /** The days held at a grain, and how many rows they have. */
  synchronized Map<LocalDate, Long> rows(Grain grain) {
    Map<LocalDate, Long> rows = new HashMap<>();
    pictures.forEach(
        (key, picture) -> {
          if (key.grain() == grain) {
            rows.put(key.day(), picture.table().rows());
          }
        });
    return rows;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Gives up all pictures; loads that still run are kept no more. */
  @Override
  public void close() {
    List<Picture> dropped;
    synchronized (this) {
      closed = true;
      dropped = List.copyOf(pictures.values());
      pictures.clear();
      bytes = 0;
    }
    dropped.forEach(Picture::close);
  }
}
