package dev.ledgerload.testbed;

import java.util.function.LongConsumer;

/**
 * How a journal is put into a database. Immutable.
 *
 * @param layout how its entries lie in the table
 * @param replace whether a table of the same name is dropped first; if not, it is left alone and
 *     seeding refuses
 * @param progress told the entries sent so far, now and then, by the seeding thread
 */
public record SeedOptions(Layout layout, boolean replace, LongConsumer progress) {

  /** A plain table, in order, that must not exist yet; no progress. */
  public static final SeedOptions DEFAULT = new SeedOptions(Layout.IN_ORDER, false, rows -> {});

  /** These options with another layout. */
  public SeedOptions withLayout(Layout other) {
    return new SeedOptions(other, replace, progress);
  }

  /** These options, with or without replacing a table that exists. */
  public SeedOptions withReplace(boolean yes) {
    return new SeedOptions(layout, yes, progress);
  }

  /** These options with somebody else to tell the progress. */
  public SeedOptions withProgress(LongConsumer listener) {
    return new SeedOptions(layout, replace, listener);
  }
}
