package dev.ledgerload.loader.copy;

import dev.ledgerload.columnar.TablePart;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The ranges of a load that nobody has begun to read. Thread-safe. */
final class RangeQueue {
  private final Deque<String> waiting;
  private boolean isClosed;

  /**
   * @param ranges in the order in which they are taken
   */
  RangeQueue(Collection<String> ranges) {
    this.waiting = new ArrayDeque<>(ranges);
  }

  /** Has no reader begin another range but one that may whatever is. */
  synchronized void close() {
    isClosed = true;
  }

  /** Whether there is nothing left to begin for a reader that isn't the first. */
  synchronized boolean isOver() {
    return isClosed || waiting.isEmpty();
  }

  /** One who takes ranges, and reads them into a part of the load. */
  final class Reader {
    private final TablePart part;
    private final boolean isFirst;
    private @Nullable String range;
    private long rowsBefore;
    private boolean hasBegun;

    /**
     * @param isFirst whether it takes what others have given back, after they have ended
     */
    Reader(TablePart part, boolean isFirst) {
      this.part = part;
      this.isFirst = isFirst;
    }

    TablePart part() {
      return part;
    }

    /** Takes the next range; null if there is none. */
    @Nullable String next() {
      synchronized (RangeQueue.this) {
        range = isClosed && !isFirst ? null : waiting.poll();
        rowsBefore = part.rows();
        hasBegun |= range != null;
        return range;
      }
    }

    /** Whether it ever took one. */
    boolean hasBegun() {
      synchronized (RangeQueue.this) {
        return hasBegun;
      }
    }

    /** Leaves its range to another; false if it has none, or something of it has been read. */
    boolean giveBack() {
      synchronized (RangeQueue.this) {
        if (range == null || part.rows() > rowsBefore) {
          return false;
        }
        waiting.addFirst(range);
        range = null;
        return true;
      }
    }
  }
}
