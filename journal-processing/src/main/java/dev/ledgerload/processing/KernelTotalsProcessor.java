package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals;

/** Sums by the dictionaries' indexes, in one pass over the batches where they lie. */
final class KernelTotalsProcessor implements TotalsProcessor {
  /*
   * A key is never looked at as a value until the totals are built: a row is some small integers and
   * 128-bit ones, read by address, and a group is a cell of an array.
   *
   * Rows are taken in chunks that stay in the first-level cache, each step (codes of a key, cells,
   * sums of a measure) a loop of its own over the chunk: the combinations of index widths, numbers
   * of keys and measures, and NULLs then need no loops of their own, and each loop is small enough
   * to compile well and soon.
   *
   * One thread: a second one halves the pass over the batches but not the ranking, and what that
   * saves is little beside any load; it isn't worth threads that somebody must own and close.
   */
  static final String NAME = "kernel";

  private boolean closed;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Totals process(JournalTable table) {
    if (closed) {
      throw new IllegalStateException("this processor is closed");
    }
    var columns = TotalsColumns.of(table);
    try (var handle = columns.project(table)) { // nobody frees the memory meanwhile
      var keys = columns.keyValues(handle);
      var cells = new GroupCells(keys);
      var sums = new CellSums(cells.size(), columns, handle.batches());
      for (var batch : handle.batches()) {
        sums.add(batch, cells);
      }
      var groups = sums.groups(cells, keys);
      return groups.ranked(handle.day(), columns.scales(handle));
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
