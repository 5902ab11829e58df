package dev.ledgerload.loader.hybrid;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps callers from a store that is down. It opens at the first failure; then nobody passes for a
 * while, after which one caller does, to probe, and what that one meets decides. Thread-safe.
 */
final class CircuitBreaker {
  /** What the breaker does with callers. */
  enum State {
    /** All pass. */
    CLOSED(0),
    /** One passes, to probe; the others don't. */
    HALF_OPEN(1),
    /** Nobody passes. */
    OPEN(2);

    private final int number;

    State(int number) {
      this.number = number;
    }

    /** The state as a metric. */
    int number() {
      return number;
    }
  }

  private final long retryAfterNanos;
  private final LongSupplier nanoTime;
  private State state = State.CLOSED;
  private long openedAt;

  CircuitBreaker(Duration retryAfter, LongSupplier nanoTime) {
    this.retryAfterNanos = retryAfter.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether the caller may pass; who may reports how it went, by one of the methods below. */
  synchronized boolean tryAcquire() {
    if (state == State.OPEN && nanoTime.getAsLong() - openedAt >= retryAfterNanos) {
      state = State.HALF_OPEN;
      return true;
    }
    return state == State.CLOSED;
  }

  /** The store answered, whatever it said. */
  synchronized void succeeded() {
    state = State.CLOSED;
  }

  /** The store failed. */
  synchronized void failed() {
    state = State.OPEN;
    openedAt = nanoTime.getAsLong();
  }

  /**
   * It isn't known whether the store would have answered: if this was the probe, another may go.
   */
  synchronized void cancelled() {
    if (state == State.HALF_OPEN) {
      state = State.OPEN; // since when it was, so the next caller probes
    }
  }

  synchronized State state() {
    return state;
  }
}
