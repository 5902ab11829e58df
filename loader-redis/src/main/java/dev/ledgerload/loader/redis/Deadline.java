package dev.ledgerload.loader.redis;

import java.time.Duration;

/**
 * A moment by which something must be done.
 *
 * @param nanoTime the moment on {@link System#nanoTime()}'s clock
 */
record Deadline(long nanoTime) {
  private static final Duration FAR_AWAY = Duration.ofDays(365);

  static Deadline after(Duration time) {
    var bounded = time.compareTo(FAR_AWAY) > 0 ? FAR_AWAY : time;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** The time left; negative if the moment has passed. */
  long leftNanos() {
    return nanoTime - System.nanoTime();
  }

  boolean isPast() {
    return leftNanos() <= 0;
  }
}
