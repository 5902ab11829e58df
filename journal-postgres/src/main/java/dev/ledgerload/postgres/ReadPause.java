package dev.ledgerload.postgres;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a long answer gather in the socket before it is read on. Says for how long, by how fast the
 * answer comes. Not thread-safe.
 */
final class ReadPause {
  /*
   * A server sends a few kilobytes at a time, and each of them wakes a reader that sleeps in read().
   * The sender pays for that: it is the one that computes the rows, and while it wakes others it
   * doesn't. A reader that comes when much has gathered sleeps on its own clock and wakes for much.
   *
   * So a pause lasts until as much should be there as is worth a wake-up, and well before the buffer
   * is full, for then the server would wait. It follows a read that left nothing in the socket; one
   * that fell short of nothing is followed by the next. Three kinds of answer know no pause: a short
   * one, which would end later; one that comes so slowly that its reader sleeps between two sends
   * anyway; and one so fast that it has gathered by the time the last piece is decoded.
   *
   * A pause is a wish: a system whose timer is coarse, or all of whose processors are busy, may let
   * it last for milliseconds. Each that did costs the credit of several that didn't. Without credit
   * there are none for some tens of milliseconds, as a JVM may be busy that compiles its first load;
   * and if the next one is late again, for four times as long, in the end for many answers.
   */
  static final int SHORT_ANSWER_BYTES = 256 << 10;
  static final int GATHERED_BYTES = 64 << 10;
  static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(40);
  static final long LONGEST_NANOS = TimeUnit.MICROSECONDS.toNanos(400);

  /** What gathers in the longest pause must be worth it: two sends, where they are of 8 KiB. */
  static final int WORTH_BYTES = 16 << 10;

  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int PRICE_OF_A_LATE_ONE = 8;
  private static final int LARGEST_CREDIT = 64;

  /** How many reads go without a pause where there is no credit, at first and at most. */
  private static final int LEAST_READS_WITHOUT = 512;

  private static final int MOST_READS_WITHOUT = 1 << 17;

  private int gatheredBytes;
  private long answerBytes;
  private long recentBytes;
  private long recentNanos;
  private long readAtNanos;
  private boolean drained;
  private int credit;
  private int readsWithout; // yet to come
  private int nextReadsWithout = LEAST_READS_WITHOUT;

  /**
   * An answer begins.
   *
   * @param bufferBytes how much of it can gather
   */
  void begin(int bufferBytes, long nowNanos) {
    gatheredBytes = Math.min(GATHERED_BYTES, bufferBytes / 2);
    answerBytes = 0;
    recentBytes = 0;
    recentNanos = 0;
    readAtNanos = nowNanos;
    drained = false;
  }

  /**
   * A part of it was read.
   *
   * @param all whether that was all that had come
   */
  void read(int bytes, boolean all, long nowNanos) {
    answerBytes += bytes;
    recentBytes += bytes - recentBytes / 8; // the last eight or so count
    recentNanos += nowNanos - readAtNanos - recentNanos / 8;
    readAtNanos = nowNanos;
    drained = all;
    readsWithout = Math.max(0, readsWithout - 1);
  }

  /** How long to wait now, before the next read; 0 for not at all. */
  long nanos(long nowNanos) {
    if (!drained || answerBytes < SHORT_ANSWER_BYTES || readsWithout > 0) {
      return 0;
    }
    if (gatheredBytes < WORTH_BYTES || LONGEST_NANOS * recentBytes < WORTH_BYTES * recentNanos) {
      return 0;
    }
    long wanted = Math.min(LONGEST_NANOS, gatheredBytes * recentNanos / recentBytes);
    long left = wanted - (nowNanos - readAtNanos);
    return left < SHORTEST_NANOS ? 0 : left;
  }

  /** What a pause came to. */
  void paused(long askedNanos, long tookNanos) {
    if (tookNanos - askedNanos <= LATE_NANOS) {
      credit = Math.min(credit + 1, LARGEST_CREDIT);
      if (credit >= PRICE_OF_A_LATE_ONE) {
        nextReadsWithout = LEAST_READS_WITHOUT;
      }
      return;
    }
    credit -= PRICE_OF_A_LATE_ONE;
    if (credit < 0) {
      credit = 0;
      readsWithout = nextReadsWithout;
      nextReadsWithout = Math.min(4 * nextReadsWithout, MOST_READS_WITHOUT);
    }
  }

  /**
   * Waits before a read, where that pays. An interrupt ends it, and is left for the read to see.
   */
  void await() {
    long now = System.nanoTime();
    long nanos = nanos(now);
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
      paused(nanos, System.nanoTime() - now);
    }
  }
}
