package dev.ledgerload.loader.flight;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.spi.JournalLoadException;
import org.apache.arrow.memory.BufferAllocator;

/** Lets a load begin once there is memory for the day that it loads. Thread-safe. */
final class LoadRoom {
  /*
   * How large a day is shows when it has been loaded. So one load runs alone until one has ended
   * well; from then on each is expected to take twice as much as the largest did, and a batch to
   * work with. Whatever it takes, the allocator's limit holds.
   *
   * What is in the way are days that clients don't take: while a load waits here they are given
   * less time (CallWatch). Nobody says when gRPC gives memory back, so it is looked at. Who waits
   * for the load bounds the waiting by its own deadline, after which the load is interrupted.
   */
  private static final long LOOK_MILLIS = 10;

  private static final long WORKING_BYTES = 16 << 20;

  private final BufferAllocator memory;
  private final long beyondCacheBytes;
  private long largestBytes;
  private int running;
  private int waiting;

  /**
   * @param memory of all days, held, loaded or on their way to clients; it has a limit
   * @param beyondCacheBytes how much of the limit is never taken by days that are held
   */
  LoadRoom(BufferAllocator memory, long beyondCacheBytes) {
    this.memory = memory;
    this.beyondCacheBytes = beyondCacheBytes;
  }

  /** Waits for room; {@link #leave} ends the load that begins then. */
  synchronized void enter() throws InterruptedException {
    waiting++;
    try {
      while (!fits()) {
        wait(LOOK_MILLIS);
      }
      running++;
    } finally {
      waiting--;
    }
  }

  private boolean fits() {
    long free = memory.getLimit() - memory.getAllocatedMemory();
    long expected = 2 * largestBytes + WORKING_BYTES;
    return running == 0
        ? free >= Math.min(expected, beyondCacheBytes) // which there will be, whatever is held
        : largestBytes > 0 && free >= expected * (running + 1);
  }

  /**
   * @param bytes how large the day is; 0 if there is none
   */
  synchronized void leave(long bytes) {
    running--;
    largestBytes = Math.max(largestBytes, bytes);
    notifyAll();
  }

  /** Whether a load waits. */
  synchronized boolean isShort() {
    return waiting > 0;
  }

  /** What a load fails with that met the limit. */
  JournalLoadException exceeded(String loading, Throwable cause) {
    return Failures.load(
        UNAVAILABLE,
        loading,
        "the server is busy: days have %,d bytes (its cache-bytes and send-bytes), others take %,d of them, and this one needs more than the rest: try again, or give the server more send-bytes"
            .formatted(memory.getLimit(), memory.getAllocatedMemory()),
        cause);
  }
}
