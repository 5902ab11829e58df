package dev.ledgerload.processing;

/** Gives each pair of two numbers, an outer and an inner one, a cell: a small number from 0. */
interface PairCells {

  /** Finds the cells of {@code count} pairs. The arrays are three different ones. */
  void locate(int[] outers, int[] inners, int count, int[] cells);

  /** The number of cells so far. */
  int size();

  /** The outer number of the pair at a cell. */
  int outer(int cell);

  /** The inner number of the pair at a cell. */
  int inner(int cell);
}
