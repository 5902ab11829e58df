package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to load: one day, at one grain, some columns of it, within some time.
 *
 * <p>Projection is real: a source reads none of the columns that aren't asked for. Immutable.
 *
 * @param day the booking day, in the years 1 to 9999
 * @param grain what a row stands for
 * @param columns the columns wanted, at least one, each a column of the grain; kept in the order of
 *     {@link JournalColumn}
 * @param timeout how long the whole load may take, more than zero
 */
public record JournalQuery(
    LocalDate day, Grain grain, Set<JournalColumn> columns, Duration timeout) {

  /** The timeout of a query that doesn't name one. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public JournalQuery {
    requireNonNull(day, "day");
    requireNonNull(grain, "grain");
    requireNonNull(timeout, "timeout");
    if (day.getYear() < 1 || day.getYear() > 9999) {
      throw new IllegalArgumentException("day must be in the years 1 to 9999, not " + day);
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("columns must name at least one column");
    }
    if (!JournalColumn.of(grain).containsAll(columns)) {
      throw new IllegalArgumentException(
          "columns must be of %s, not %s".formatted(JournalColumn.of(grain), columns));
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be more than zero, not " + timeout);
    }
    columns = Collections.unmodifiableSet(EnumSet.copyOf(columns));
  }

  /** All columns of each of a day's entries, within {@link #DEFAULT_TIMEOUT}. */
  public static JournalQuery entries(LocalDate day) {
    return new JournalQuery(day, Grain.ENTRY, JournalColumn.of(Grain.ENTRY), DEFAULT_TIMEOUT);
  }

  /** All columns of each of a day's account pairs, within {@link #DEFAULT_TIMEOUT}. */
  public static JournalQuery accountPairs(LocalDate day) {
    return new JournalQuery(
        day, Grain.ACCOUNT_PAIR, JournalColumn.of(Grain.ACCOUNT_PAIR), DEFAULT_TIMEOUT);
  }

  /** The three columns of a day's entries that {@link Totals} are made of. */
  public static JournalQuery entriesForTotals(LocalDate day) {
    return entries(day)
        .select(JournalColumn.ACC_DEBIT, JournalColumn.ACC_CREDIT, JournalColumn.AMOUNT);
  }

  /** This query for these columns only. */
  public JournalQuery select(JournalColumn first, JournalColumn... more) {
    return select(EnumSet.of(first, more));
  }

  /** This query for these columns only. */
  public JournalQuery select(Set<JournalColumn> wanted) {
    return new JournalQuery(day, grain, wanted, timeout);
  }

  /** This query with another timeout. */
  public JournalQuery within(Duration limit) {
    return new JournalQuery(day, grain, columns, limit);
  }

  /** The columns wanted, in order. */
  public List<JournalColumn> columnList() {
    return List.copyOf(columns);
  }
}
