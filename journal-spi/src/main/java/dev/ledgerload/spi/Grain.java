package dev.ledgerload.spi;

/** What one row of a {@link JournalTable} stands for. */
public enum Grain {
  /** One row for each entry of the journal. */
  ENTRY,
  /** One row for each group of entries with the same keys: their sums and their number. */
  GROUP
}
