package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A day that is held.
 *
 * @param table this holder's handle
 * @param begunNanos when its load began, on {@link System#nanoTime()}'s clock: whatever was
 *     committed before is in it
 */
record Picture(JournalTable table, long begunNanos) implements AutoCloseable {
  /**
   * How old it is: at least since its load began, and since the time that the database gave it. The
   * first can't be wrong by the difference of two machines' clocks, the second counts where the
   * load itself took it from a copy.
   */
  Duration age() {
    var sinceLoad = Duration.ofNanos(System.nanoTime() - begunNanos);
    var sinceSnapshot = Duration.between(table.snapshot().asOf(), Instant.now());
    return sinceLoad.compareTo(sinceSnapshot) > 0 ? sinceLoad : sinceSnapshot;
  }

  boolean serves(Set<JournalColumn> columns, Duration maxAge) {
    return table.columns().containsAll(columns) && age().compareTo(maxAge) <= 0;
  }

  boolean isNewerThan(Picture other) {
    return table.snapshot().isNewerThan(other.table.snapshot());
  }

  long bytes() {
    return table.bytes();
  }

  @Override
  public void close() {
    table.close();
  }
}
