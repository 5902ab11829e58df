package dev.ledgerload.loader.redis;

import dev.ledgerload.columnar.ipc.LineSpeed;
import java.util.Optional;

/** How fast the line to Redis is, by what was written over it. Thread-safe. */
final class LineMeter {
  /*
   * Who writes a day is taken to be as near to Redis as who reads it, for it is mostly the same: a
   * tier of hybrid. Each value is waited for, so a round trip is taken off each time: but no more
   * than half of what it took, for a round trip that is measured once may happen to take long.
   */
  /** Where compressing all begins to pay, docs/decisions/0029. */
  private static final double SLOW_BYTES_PER_NANO = 0.3;

  private static final long LEAST_BYTES = 256 << 10;

  private final Optional<LineSpeed> forced;
  private LineSpeed known = LineSpeed.QUICK;
  private long bytes;
  private long nanos;

  /**
   * @param forced what is taken whatever the line is; empty to measure it
   */
  LineMeter(Optional<LineSpeed> forced) {
    this.forced = forced;
  }

  synchronized LineSpeed speed() {
    return forced.orElse(known);
  }

  /**
   * Learns from a value that was written.
   *
   * @param tookNanos until the answer
   * @param roundTripNanos what an answer takes to come, however little was sent
   */
  synchronized void wrote(long valueBytes, long tookNanos, long roundTripNanos) {
    bytes += valueBytes;
    nanos += Math.max(1, tookNanos - Math.min(roundTripNanos, tookNanos / 2));
    if (bytes >= LEAST_BYTES) {
      known = bytes < SLOW_BYTES_PER_NANO * nanos ? LineSpeed.SLOW : LineSpeed.QUICK;
      bytes = 0;
      nanos = 0;
    }
  }
}
