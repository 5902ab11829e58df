package dev.ledgerload.testbed;

import java.time.Duration;

/**
 * What seeding took.
 *
 * @param rows entries written
 * @param copying from the first to the last byte of COPY
 * @param total that, and creating the table, its indexes, and VACUUM
 */
public record SeedReport(long rows, Duration copying, Duration total) {

  /** Entries a second while copying. */
  public long copiedRowsPerSecond() {
    return perSecond(copying);
  }

  /** Entries a second over all. */
  public long rowsPerSecond() {
    return perSecond(total);
  }

  private long perSecond(Duration time) {
    return Math.round(rows * 1e9 / Math.max(1, time.toNanos()));
  }
}
