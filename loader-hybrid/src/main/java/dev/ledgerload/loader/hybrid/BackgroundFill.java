package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;

import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Fills a cache behind its callers' backs, one table after the other. What waits is bounded, for
 * each table that does holds its memory; what finds no room is dropped. Thread-safe.
 */
final class BackgroundFill implements AutoCloseable {
  /*
   * Which tables may still be put is known here, and not by the executor: a task that its thread has
   * taken is in no queue any more, and may be long in coming to anything. So a table waits, from the
   * moment it is given here, until it is being put. What waits loses its leave when its day is
   * invalidated; what is being put is waited for, and removed after.
   */
  private static final int WAITING = 4;
  private static final long IDLE_SECONDS = 10;
  private static final long GRACE_SECONDS = 2;
  private static final long END_SECONDS = 30;

  private final String tier;
  private final LoadRecorder recorder;
  private final ThreadPoolExecutor executor;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition putEnded = lock.newCondition();
  private final Set<Filling> waiting = new HashSet<>();
  private @Nullable Filling beingPut;

  BackgroundFill(String tier, LoadRecorder recorder) {
    this(
        tier,
        recorder,
        task -> {
          var thread = new Thread(task, "ledgerload-hybrid-fill-" + tier);
          thread.setDaemon(true);
          return thread;
        });
  }

  BackgroundFill(String tier, LoadRecorder recorder, ThreadFactory threads) {
    this.tier = tier;
    this.recorder = recorder;
    this.executor =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
    executor.allowCoreThreadTimeOut(true);
  }

  /** A table that is to be kept. */
  private final class Filling implements Runnable {
    private final JournalCache cache;
    private final JournalTable table;
    private final LocalDate day;

    Filling(JournalCache cache, JournalTable table) {
      this.cache = cache;
      this.table = table;
      this.day = table.day();
    }

    @Override
    public void run() {
      if (!beginPut(this)) {
        drop();
        return;
      }
      try (table) {
        recorder.filled(tier, now(cache, table));
      } finally {
        endPut();
      }
    }

    void drop() {
      table.close();
      recorder.filled(tier, Fill.DROPPED);
    }
  }

  /** Keeps a table in a cache, at once. One that can't be filled fails nobody but itself. */
  static Fill now(JournalCache cache, JournalTable table) {
    try {
      return cache.put(table) ? Fill.KEPT : Fill.REFUSED;
    } catch (RuntimeException | OutOfMemoryError e) {
      return Fill.FAILED;
    }
  }

  /** Keeps a table in a cache, soon. The handle stays the caller's. */
  void later(JournalCache cache, JournalTable table) {
    var filling = new Filling(cache, table.share());
    lock.lock();
    try {
      waiting.add(filling);
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(filling);
    } catch (RejectedExecutionException | OutOfMemoryError e) { // full, closed, or no thread for it
      dropUnbegun(filling);
    }
  }

  /** Whether a table may still be put; it then is being put. */
  private boolean beginPut(Filling filling) {
    lock.lock();
    try {
      boolean allowed = waiting.remove(filling);
      beingPut = allowed ? filling : null;
      return allowed;
    } finally {
      lock.unlock();
    }
  }

  private void endPut() {
    lock.lock();
    try {
      beingPut = null;
      putEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void dropUnbegun(Filling filling) {
    lock.lock();
    try {
      waiting.remove(filling);
    } finally {
      lock.unlock();
    }
    filling.drop();
  }

  /**
   * Makes a cache forget a day, whatever was to be kept of it: nothing that was given to {@link
   * #later} before this was called is in the cache when it returns, or comes there after.
   *
   * @throws JournalLoadException if it can't be forgotten
   */
  void invalidate(JournalCache cache, LocalDate day, Duration patience) {
    lock.lock();
    try {
      waiting.removeIf(filling -> filling.day.equals(day));
      awaitPut(day, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalLoadException(TIMEOUT, tier, "interrupted while forgetting " + day, e);
    } finally {
      lock.unlock();
    }
    cache.invalidate(day);
  }

  /** Returns once no table of a day is being put. */
  private void awaitPut(LocalDate day, Duration patience) throws InterruptedException {
    var before = beingPut;
    long left = patience.toNanos();
    while (before != null && beingPut == before && before.day.equals(day)) {
      if (left <= 0) {
        throw new JournalLoadException(
            TIMEOUT,
            tier,
            "%s can't be forgotten: it has been written for %s".formatted(day, patience));
      }
      left = putEnded.awaitNanos(left);
    }
  }

  /** Lets what is being written end for a moment; drops the rest. */
  @Override
  public void close() {
    executor.shutdown();
    if (!Threads.awaitEnd(executor, GRACE_SECONDS)) {
      executor.shutdownNow().forEach(unbegun -> dropUnbegun((Filling) unbegun));
      Threads.awaitEnd(executor, END_SECONDS);
    }
  }
}
