package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fills a cache behind its callers' backs, one table after the other. What waits is bounded, for
 * each table that does holds its memory; what finds no room is dropped. Thread-safe.
 */
final class BackgroundFill implements AutoCloseable {
  private static final int WAITING = 4;
  private static final long IDLE_SECONDS = 10;
  private static final long GRACE_SECONDS = 2;
  private static final long END_SECONDS = 30;

  private final String tier;
  private final LoadRecorder recorder;
  private final ThreadPoolExecutor executor;

  /** Held while the cache is written, so that what is invalidated stays so. */
  private final ReentrantLock writing = new ReentrantLock();

  BackgroundFill(String tier, LoadRecorder recorder) {
    this.tier = tier;
    this.recorder = recorder;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              var thread = new Thread(task, "ledgerload-hybrid-fill-" + tier);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** A table that is to be kept. */
  private final class Filling implements Runnable {
    private final JournalCache cache;
    private final JournalTable table;
    private final Flight flight;

    Filling(JournalCache cache, JournalTable table, Flight flight) {
      this.cache = cache;
      this.table = table;
      this.flight = flight;
    }

    @Override
    public void run() {
      writing.lock();
      try (table) {
        recorder.filled(tier, flight.isForgotten() ? Fill.DROPPED : put());
      } finally {
        writing.unlock();
      }
    }

    private Fill put() {
      try {
        return cache.put(table) ? Fill.KEPT : Fill.REFUSED;
      } catch (RuntimeException e) { // a cache that can't be filled is no reason to end the thread
        return Fill.FAILED;
      }
    }

    private void drop() {
      table.close();
      recorder.filled(tier, Fill.DROPPED);
    }
  }

  /** Keeps a table in a cache, soon. The handle stays the caller's. */
  void later(JournalCache cache, JournalTable table, Flight flight) {
    var filling = new Filling(cache, table.share(), flight);
    try {
      executor.execute(filling);
    } catch (RejectedExecutionException e) { // the queue is full, or this is closed
      filling.drop();
    }
  }

  /**
   * Makes a cache forget a day, whatever was to be kept of it.
   *
   * @throws JournalLoadException if it can't be forgotten
   */
  void invalidate(JournalCache cache, LocalDate day, Duration patience) {
    for (var waiting : executor.getQueue()) {
      var flight = ((Filling) waiting).flight;
      if (flight.query().day().equals(day)) {
        flight.forget();
      }
    }
    try {
      if (!writing.tryLock(patience.toNanos(), NANOSECONDS)) {
        throw new JournalLoadException(
            TIMEOUT, tier, "%s can't be forgotten: the cache is being filled".formatted(day));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalLoadException(TIMEOUT, tier, "interrupted while forgetting " + day, e);
    }
    try {
      cache.invalidate(day);
    } finally {
      writing.unlock();
    }
  }

  /** Lets what is being written end for a moment; drops the rest. */
  @Override
  public void close() {
    executor.shutdown();
    if (!Threads.awaitEnd(executor, GRACE_SECONDS)) {
      for (var waiting : executor.shutdownNow()) {
        ((Filling) waiting).drop();
      }
      Threads.awaitEnd(executor, END_SECONDS);
    }
  }
}
