package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;

import dev.ledgerload.cache.Threads;
import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fills a cache behind its callers' backs, one table after the other. What waits is bounded, for
 * each table that does holds its memory; what finds no room is dropped. Thread-safe.
 */
final class BackgroundFill implements AutoCloseable {
  /*
   * Which tables may still be put is known here, and not by the executor: a task that its thread has
   * taken is in no queue any more, and may be long in coming to anything. So a table waits, from the
   * moment it is given here, until it is being put. What waits is dropped when its day is
   * invalidated; what is being put is waited for, and removed after. What comes too late to be met
   * by that, from a load that was, isn't keepable, and says so when it is to be put.
   */
  private static final int WAITING = 4;
  private static final long GRACE_SECONDS = 2;
  private static final long END_SECONDS = 30;

  private final String tier;
  private final LoadRecorder recorder;
  private final ExecutorService executor;
  private final Deque<Filling> waiting = new ArrayDeque<>();
  private @Nullable Filling beingPut;
  private boolean running;

  BackgroundFill(String tier, LoadRecorder recorder) {
    this(tier, recorder, Threads.pool("ledgerload-hybrid-fill-" + tier + "-", 1));
  }

  /**
   * @param executor of one thread; is shut down with this
   */
  BackgroundFill(String tier, LoadRecorder recorder, ExecutorService executor) {
    this.tier = tier;
    this.recorder = recorder;
    this.executor = executor;
  }

  /** A table that is to be kept. */
  private record Filling(JournalCache cache, JournalTable table, BooleanSupplier keepable) {
    boolean isOf(LocalDate day) {
      return table.day().equals(day);
    }
  }

  /** Puts a table into a cache, at once. One that can't be filled fails nobody but itself. */
  static Fill now(BooleanSupplier put) {
    try {
      return put.getAsBoolean() ? Fill.KEPT : Fill.REFUSED;
    } catch (RuntimeException | Error e) { // whatever it is, others are to be kept
      return Fill.FAILED;
    }
  }

  /**
   * Keeps a table in a cache, soon. The handle stays the caller's.
   *
   * @param keepable whether it still may be kept, when it is about to be
   */
  void later(JournalCache cache, JournalTable table, BooleanSupplier keepable) {
    var filling = new Filling(cache, table.share(), keepable);
    if (!enqueue(filling)) {
      ended(filling, Fill.DROPPED);
    }
  }

  private synchronized boolean enqueue(Filling filling) {
    if (waiting.size() == WAITING || executor.isShutdown()) {
      return false;
    }
    try {
      if (!running) {
        executor.execute(this::putAll);
        running = true;
      }
      return waiting.add(filling);
    } catch (RejectedExecutionException | OutOfMemoryError e) { // no thread for it
      return false;
    }
  }

  private void putAll() {
    for (var filling = next(); filling != null; filling = next()) {
      var cache = filling.cache;
      var table = filling.table;
      ended(filling, filling.keepable.getAsBoolean() ? now(() -> cache.put(table)) : Fill.DROPPED);
    }
  }

  /** What waits longest, which is being put from now on; the one before isn't any more. */
  private synchronized @Nullable Filling next() {
    beingPut = waiting.poll();
    running = beingPut != null;
    notifyAll();
    return beingPut;
  }

  private void ended(Filling filling, Fill fill) {
    filling.table.close();
    recorder.filled(tier, fill);
  }

  /**
   * Makes a cache forget a day, whatever was to be kept of it: nothing that was given to {@link
   * #later} before this was called is in the cache when it returns, or comes there after.
   *
   * @throws JournalLoadException if it can't be forgotten
   */
  void invalidate(JournalCache cache, LocalDate day, Duration patience) {
    dropWaiting(filling -> filling.isOf(day));
    try {
      awaitPut(day, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalLoadException(TIMEOUT, tier, "interrupted while forgetting " + day, e);
    }
    cache.invalidate(day);
  }

  private void dropWaiting(Predicate<Filling> which) {
    List<Filling> dropped;
    synchronized (this) {
      dropped = waiting.stream().filter(which).toList();
      waiting.removeAll(dropped);
    }
    dropped.forEach(filling -> ended(filling, Fill.DROPPED));
  }

  /** Returns once no table of a day is being put. */
  private synchronized void awaitPut(LocalDate day, Duration patience) throws InterruptedException {
    var before = beingPut;
    long deadline = System.nanoTime() + patience.toNanos();
    while (before != null && before.equals(beingPut) && before.isOf(day)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new JournalLoadException(
            TIMEOUT,
            tier,
            "%s can't be forgotten: it has been written for %s".formatted(day, patience));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Lets what is being written end for a moment; drops the rest. */
  @Override
  public void close() {
    executor.shutdown();
    if (!Threads.awaitEnd(executor, GRACE_SECONDS)) {
      dropWaiting(filling -> true);
      executor.shutdownNow();
      Threads.awaitEnd(executor, END_SECONDS);
    }
  }
}
