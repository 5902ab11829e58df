package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * @param maxAge how much older than now the picture may be (by {@link
 *     JournalTable.Snapshot#asOf()}), more than zero; null for any age that the source's settings
 *     allow. Only a source that answers from a copy has old pictures; if it has none young enough
 *     it fails with kind {@code UNAVAILABLE}, never gives an older one
 */
public record JournalQuery(
    LocalDate day,
    Grain grain,
    Set<JournalColumn> columns,
    Duration timeout,
    @Nullable Duration maxAge) {

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
    if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
      throw new IllegalArgumentException("maxAge must be more than zero, not " + maxAge);
    }
    columns = Collections.unmodifiableSet(EnumSet.copyOf(columns));
  }

  /** All columns of each of a day's entries, within {@link #DEFAULT_TIMEOUT}. */
  public static JournalQuery entries(LocalDate day) {
    return new JournalQuery(day, Grain.ENTRY, JournalColumn.of(Grain.ENTRY), DEFAULT_TIMEOUT, null);
  }

  /** All columns of each of a day's account pairs, within {@link #DEFAULT_TIMEOUT}. */
  public static JournalQuery accountPairs(LocalDate day) {
    return new JournalQuery(
        day, Grain.ACCOUNT_PAIR, JournalColumn.of(Grain.ACCOUNT_PAIR), DEFAULT_TIMEOUT, null);
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
    return new JournalQuery(day, grain, wanted, timeout, maxAge);
  }

  /** This query with another timeout. */
  public JournalQuery within(Duration limit) {
    return new JournalQuery(day, grain, columns, limit, maxAge);
  }

  /** This query for a picture that is at most so old. */
  public JournalQuery noOlderThan(Duration age) {
    return new JournalQuery(day, grain, columns, timeout, age);
  }

  /** The columns wanted, in order. */
  public List<JournalColumn> columnList() {
    return List.copyOf(columns);
  }
}
