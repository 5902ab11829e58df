package dev.ledgerload.cache;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that work behind their callers' backs: how they are named, and how they end. */
public final class Threads {
  private static final long IDLE_SECONDS = 10;

  private Threads() {}

  /** Makes daemons that are named so and numbered. */
  public static ThreadFactory named(String prefix) {
    var threads = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, prefix + threads.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Up to so many threads that are {@linkplain #named named} so and end when they are idle. */
  public static ExecutorService pool(String prefix, int most) {
    var pool =
        new ThreadPoolExecutor(
            most, most, IDLE_SECONDS, SECONDS, new LinkedBlockingQueue<>(), named(prefix));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Returns when the executor's threads have ended or time is up; keeps an interrupt for later. */
  public static boolean awaitEnd(ExecutorService executor, long seconds) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + SECONDS.toNanos(seconds);
    try {
      while (true) {
        try {
          return executor.awaitTermination(deadline - System.nanoTime(), NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
