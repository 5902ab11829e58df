package dev.ledgerload.cache;

import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A day that is held.
 *
 * @param table the holder's handle
 * @param sinceNanos when its load began, or when it was put, on {@link System#nanoTime()}'s clock
 */
record HeldDay(JournalTable table, long sinceNanos) {
  /**
   * Whether it is older than a limit by either clock. What this JVM has measured since the load
   * began can't be wrong by the difference of two machines' clocks; the time that the database gave
   * the snapshot counts where the load itself took it from a copy.
   */
  boolean isOlderThan(@Nullable Duration limit, InstantSource clock) {
    return limit != null
        && (Duration.between(table.snapshot().asOf(), clock.instant()).compareTo(limit) > 0
            || Duration.ofNanos(System.nanoTime() - sinceNanos).compareTo(limit) > 0);
  }

  /** Whether it takes another's place: it is newer, or as new and has all of its columns. */
  boolean replaces(HeldDay other) {
    var mine = table.snapshot();
    var others = other.table.snapshot();
    return mine.isNewerThan(others)
        || (!others.isNewerThan(mine) && table.columns().containsAll(other.table.columns()));
  }
}
