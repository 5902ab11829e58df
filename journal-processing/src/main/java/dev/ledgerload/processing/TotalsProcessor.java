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
   * Sums and ranks a table's account pairs.
   *
   * <p>A row with a NULL amount counts as nothing, as in SQL's {@code SUM}; NULL accounts form
   * pairs of their own. A table of grain {@code ENTRY} needs the columns {@code acc_debit}, {@code
   * acc_credit} and {@code amount}, one of grain {@code GROUP} has {@code total_amount} for the
   * last; further columns are ignored.
   *
   * @param table stays the caller's; what was processed of it holds none of its memory
   * @return the totals, at the scale of the amount column
   * @throws IllegalArgumentException if the table lacks a column; the message names it
   * @throws ArithmeticException if a pair's sum, whatever its sign, needs more than 38 digits
   * @throws TotalsProcessingException if the processor failed or the thread was interrupted (its
   *     interrupt flag stays set); it can be used again
   * @throws IllegalStateException if the table's handle or this processor is closed
   */
  Totals process(JournalTable table);

  /** Releases what the processor holds. Idempotent; returned totals stay valid. */
  @Override
  void close();
}
