package dev.ledgerload.processing;

/** Gives each account pair a cell: a small number from 0. */
interface PairCells {

  /** Finds the cells of {@code count} pairs of codes. */
  void locate(int[] debitCodes, int[] creditCodes, int count, int[] cells);

  /** The number of cells so far. */
  int size();

  /** The debit account's code of the pair at a cell. */
  int debitCode(int cell);

  /** The credit account's code of the pair at a cell. */
  int creditCode(int cell);
}
