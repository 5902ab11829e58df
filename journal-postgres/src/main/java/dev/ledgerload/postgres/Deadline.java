package dev.ledgerload.postgres;

import java.time.Duration;

/**
 * A moment by which something must be done.
 *
 * @param nanoTime the moment on {@link System#nanoTime()}'s clock
 */
public record Deadline(long nanoTime) {
  private static final Duration FAR_AWAY = Duration.ofDays(365);

  /** The moment so long from now. */
  public static Deadline after(Duration time) {
    var bounded = time.compareTo(FAR_AWAY) > 0 ? FAR_AWAY : time;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** The time left; negative if the moment has passed. */
  public Duration left() {
    return Duration.ofNanos(nanoTime - System.nanoTime());
  }

  /** Whether the moment has passed. */
  public boolean isPast() {
    return left().isNegative();
  }
}
