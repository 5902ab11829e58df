package dev.ledgerload.loader.flight;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.time.LocalDate;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * The sources that a server loads by, opened as they are needed: a source is of one thread at a
 * time, so there are as many as there are loads at once. Thread-safe.
 */
final class SourcePool implements AutoCloseable {
  /** A load keeps a core of the database busy; more at once would only make each slower. */
  private static final int MOST_LOADS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

  private static final int CLOSE_SECONDS = 10;

  private final String strategy;
  private final SourceConfig config;
  private final LoadRoom room;
  private final Queue<JournalSource> idle = new ConcurrentLinkedQueue<>();
  private final List<JournalSource> opened = new CopyOnWriteArrayList<>();
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newFixedThreadPool(MOST_LOADS, this::loadingThread);
  private final Set<Grain> grains;

  private SourcePool(String strategy, SourceConfig config, LoadRoom room) {
    this.strategy = strategy;
    this.room = room;
    var provider = JournalSources.provider(strategy);
    this.config = config.withOptions(provider.variants().get(0).options());
    var first = open();
    this.grains = first.grains();
    idle.add(first);
  }

  /**
   * Opens the first source.
   *
   * @param config without options; the strategy's recommended ones are added
   * @param room for the days that are loaded, in the configuration's allocator
   * @throws IllegalArgumentException if there is no such strategy
   * @throws JournalLoadException if it can't be opened
   */
  static SourcePool open(String strategy, SourceConfig config, LoadRoom room) {
    try {
      return new SourcePool(strategy, config, room);
    } catch (JournalLoadException e) {
      throw Failures.load(e.kind(), "opening " + strategy, String.valueOf(e.getMessage()), e);
    }
  }

  private Thread loadingThread(Runnable task) {
    var thread = new Thread(task, "ledgerload-flight-load-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  private JournalSource open() {
    var source = JournalSources.provider(strategy).open(config);
    opened.add(source);
    return source;
  }

  String strategy() {
    return strategy;
  }

  Set<Grain> grains() {
    return grains;
  }

  /** Runs a task that {@link #load loads} on a thread of its own, once one is free. */
  Future<?> submit(Runnable task) {
    return executor.submit(task);
  }

  /**
   * Loads on this thread, once there is room.
   *
   * @throws JournalLoadException what the source throws; of kind {@code UNAVAILABLE} if the day
   *     doesn't fit into the memory that there is
   */
  JournalTable load(JournalQuery query) throws InterruptedException {
    room.enter();
    long bytes = 0;
    try {
      var table = loadNow(query);
      bytes = table.bytes();
      return table;
    } catch (JournalLoadException e) {
      throw Failures.hasCause(e, OutOfMemoryException.class)
          ? room.exceeded("loading " + query.day(), e)
          : e;
    } finally {
      room.leave(bytes);
    }
  }

  private JournalTable loadNow(JournalQuery query) {
    var found = idle.poll();
    var source = found == null ? open() : found;
    try {
      return source.load(query);
    } finally {
      idle.add(source);
    }
  }

  /** Passes it on to where the days come from, if they come from a copy. */
  void invalidate(LocalDate day) {
    for (var source : opened) {
      if (source instanceof CachingJournalSource caching) {
        caching.invalidate(day);
      }
    }
  }

  /** Interrupts the loads under way and disconnects. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new JournalLoadException(
            UNAVAILABLE, FlightSourceProvider.STRATEGY, "a load by " + strategy + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    opened.forEach(JournalSource::close);
  }
}
