package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.Totals;

/**
 * A way to make totals of a loaded day. All give the same totals for the same table, to the last
 * digit; they differ in how.
 *
 * <p>Confined to one thread at a time.
 */
public interface TotalsProcessor extends AutoCloseable {

  /** The processor's name, as {@code kernel}: lower case, the same for every instance. */
  String name();

  /**
   * Groups, sums and ranks a table's rows, as {@link Totals} says.
   *
   * <p>The table needs the columns of {@link dev.ledgerload.spi.JournalQuery#forTotals}: the keys
   * and measures of its {@link JournalTable#journal()}, at grain {@code GROUP} also {@code
   * entry_count}. Further columns are ignored. Rows with a NULL measure add nothing to its sum, as
   * in SQL.
   *
   * @param table stays the caller's; what was processed of it holds none of its memory
   * @return the totals, at the scale of each measure
   * @throws IllegalArgumentException if the table lacks a column; the message names it
   * @throws ArithmeticException if a group's sum, whatever its sign, needs more than 38 digits
   * @throws TotalsProcessingException if the processor failed or the thread was interrupted (its
   *     interrupt flag stays set); it can be used again
   * @throws IllegalStateException if the table's handle or this processor is closed
   */
  Totals process(JournalTable table);

  /** Releases what the processor holds. Idempotent; returned totals stay valid. */
  @Override
  void close();
}
