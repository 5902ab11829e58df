package dev.ledgerload.spi;

import java.time.LocalDate;

/**
 * Gives a day's totals: a strategy that computes them where the data is, or a source and a
 * processor together.
 */
public interface TotalsSource extends AutoCloseable {

  /**
   * The day's totals.
   *
   * @throws JournalLoadException if the day could not be loaded
   * @throws ArithmeticException if a group's sum, whatever its sign, needs more than 38 digits
   */
  Totals totals(LocalDate day);

  /** Releases what the source holds. Idempotent. */
  @Override
  void close();
}
