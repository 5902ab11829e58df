package dev.ledgerload.loader.redis;

import dev.ledgerload.columnar.ipc.LineSpeed;
import java.util.Optional;

/** How fast the line to Redis is, by what was written over it. Thread-safe. */
final class LineMeter {
  /*
   * Who writes a day is taken to be as near to Redis as who reads it, for it is mostly the same: a
   * tier of hybrid. Each value is waited for, so a round trip is taken off each time: the shortest
   * that was seen, of a value too, for one may take long, as the first, for which a connection is
   * made, or all to next to nothing, where the machine is busy.
   */
  /** Where compressing all begins to pay, docs/decisions/0029. */
  private static final double SLOW_BYTES_PER_NANO = 0.3;

  private static final long LEAST_BYTES = 256 << 10;

  private final Optional<LineSpeed> forced;
  private long roundTripNanos = Long.MAX_VALUE; // the shortest
  private Written latest = Written.NOTHING;
  private Written before = Written.NOTHING;

  /** What was written, and what it took with the answers. */
  private record Written(long bytes, long nanos, long values) {
    static final Written NOTHING = new Written(0, 0, 0);

    Written and(long valueBytes, long tookNanos) {
      return new Written(bytes + valueBytes, nanos + tookNanos, values + 1);
    }

    boolean isEnough() {
      return bytes >= LEAST_BYTES;
    }
  }

  /**
   * @param forced what is taken whatever the line is; empty to measure it
   */
  LineMeter(Optional<LineSpeed> forced) {
    this.forced = forced;
  }

  synchronized LineSpeed speed() {
    if (roundTripNanos == Long.MAX_VALUE) {
      return forced.orElse(LineSpeed.QUICK);
    }
    var written = latest.isEnough() ? latest : before;
    boolean isSlow =
        written.isEnough()
            && written.bytes
                < SLOW_BYTES_PER_NANO
                    * Math.max(1, written.nanos - written.values * roundTripNanos);
    return forced.orElse(isSlow ? LineSpeed.SLOW : LineSpeed.QUICK);
  }

  /** Learns what an answer took to come to next to nothing. */
  synchronized void answered(long nanos) {
    roundTripNanos = Math.min(roundTripNanos, nanos);
  }

  /**
   * Learns from a value that was written.
   *
   * @param tookNanos until the answer
   */
  synchronized void wrote(long valueBytes, long tookNanos) {
    if (latest.isEnough()) {
      before = latest;
      latest = Written.NOTHING;
    }
    latest = latest.and(valueBytes, tookNanos);
    answered(tookNanos);
  }
}
