package dev.ledgerload.testbed;

import java.util.concurrent.TimeUnit;

/**
 * One direction of a {@link Link}, which all its connections share: when what is sent arrives.
 * Knows no clock but the readings it is given, which may be of any origin. Thread-safe.
 */
final class Line {
  /** What a byte takes at one bit a second. */
  private static final long NANOS_TIMES_RATE = Byte.SIZE * TimeUnit.SECONDS.toNanos(1);

  private final long bitsPerSecond;
  private final long delayNanos;
  private long freeNanos;
  private long sentBytes;

  /**
   * @param delayNanos from one end to the other
   */
  Line(long bitsPerSecond, long delayNanos, long nowNanos) {
    this.bitsPerSecond = bitsPerSecond;
    this.delayNanos = delayNanos;
    this.freeNanos = nowNanos;
  }

  /**
   * Sends a piece, behind all that was sent before.
   *
   * @return when the last of it is there
   */
  synchronized long send(int bytes, long nowNanos) {
    long beginNanos = nowNanos - freeNanos > 0 ? nowNanos : freeNanos;
    freeNanos = beginNanos - Math.floorDiv(-bytes * NANOS_TIMES_RATE, bitsPerSecond); // rounded up
    sentBytes += bytes;
    return freeNanos + delayNanos;
  }

  /** What was sent since there is this line. */
  synchronized long sentBytes() {
    return sentBytes;
  }
}
