package dev.ledgerload.harness.setup;

import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.Layout;

/**
 * What a seeded day that is measured lies among.
 *
 * @param days of history, as in {@link JournalParameters}; with 0 there is one day of its own size
 *     before it
 * @param layout how all of them lie in the table
 */
public record History(int days, Layout layout) {

  /** No history: a table of two days, the second of which is measured. */
  public static final History NONE = new History(0, Layout.IN_ORDER);

  JournalParameters journal(int rows, long seed) {
    return JournalParameters.of(rows, days == 0 ? 2 : 1).withSeed(seed).withHistoryDays(days);
  }
}
