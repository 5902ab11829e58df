package dev.ledgerload.loader.hybrid;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.ExecutorService;

/** Waits for threads to end, whatever happens to the one that waits. */
final class Threads {
  private Threads() {}

  /** Returns when the executor's threads have ended or time is up; keeps an interrupt for later. */
  static boolean awaitEnd(ExecutorService executor, long seconds) {
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
