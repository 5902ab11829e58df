package dev.ledgerload.spi;

import java.time.LocalDate;
import java.util.List;

/**
 * What processing makes of a day: the account pairs with a positive sum, ranked. Immutable.
 *
 * <p>Every strategy and every processor gives the same totals for the same day, to the last digit:
 * pairs are ranked by falling amount; equal amounts by debit account, then by credit account, both
 * in the order of their UTF-8 bytes with null last.
 *
 * @param day the day
 * @param ranked the pairs; the first has {@code journalId} 1, the next 2, and so on
 */
public record Totals(LocalDate day, List<PairTotal> ranked) {
  public Totals {
    ranked = List.copyOf(ranked);
  }
}
