package dev.ledgerload.spi;

/** What one row of a {@link JournalTable} stands for. */
public enum Grain {
  /** One row for each entry of the journal. */
  ENTRY,
  /** One row for each pair of debit and credit account: the total and the number of its entries. */
  ACCOUNT_PAIR
}
