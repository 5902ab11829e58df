package dev.ledgerload.testbed;

import java.util.function.LongConsumer;

/**
 * How a journal is put into a database. Immutable.
 *
 * @param partitionedByDay whether the table has one partition a day
 * @param replace whether a table of the same name is dropped first; if not, it is left alone and
 *     seeding refuses
 * @param progress told the entries sent so far, now and then, by the seeding thread
 */
public record SeedOptions(boolean partitionedByDay, boolean replace, LongConsumer progress) {

  /** A plain table that must not exist yet, no progress. */
  public static final SeedOptions DEFAULT = new SeedOptions(false, false, rows -> {});

  /** These options, with or without partitions. */
  public SeedOptions withPartitionedByDay(boolean yes) {
    return new SeedOptions(yes, replace, progress);
  }

  /** These options, with or without replacing a table that exists. */
  public SeedOptions withReplace(boolean yes) {
    return new SeedOptions(partitionedByDay, yes, progress);
  }

  /** These options with somebody else to tell the progress. */
  public SeedOptions withProgress(LongConsumer listener) {
    return new SeedOptions(partitionedByDay, replace, listener);
  }
}
