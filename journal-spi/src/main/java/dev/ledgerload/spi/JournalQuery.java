package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to load: one day, at one grain, some columns of it, within some time.
 *
 * <p>Projection is real: a source reads none of the columns that aren't asked for. Immutable.
 *
 * @param day the booking day, in the years 1 to 9999
 * @param grain what a row stands for
 * @param columns the columns wanted, at least one, each a column of the grain; kept in the order of
 *     {@link Column}
 * @param timeout how long the whole load may take, more than zero
 * @param maxAge how much older than now the snapshot may be (by {@link
 *     JournalTable.Snapshot#asOf()}), more than zero; null for any age that the source's settings
 *     allow. Only a source that answers from a copy has old snapshots; if it has none young enough
 *     it fails with kind {@code UNAVAILABLE}, never gives an older one
 */
public record JournalQuery(
    LocalDate day, Grain grain, ColumnSet columns, Duration timeout, @Nullable Duration maxAge) {

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
    if (!columns.stream().allMatch(column -> column.isOf(grain))) {
      throw new IllegalArgumentException(
          "columns must be of %s, not %s".formatted(columns.allOf(grain), columns));
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be more than zero, not " + timeout);
    }
    if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
      throw new IllegalArgumentException("maxAge must be more than zero, not " + maxAge);
    }
  }

  /**
   * All columns of each of a day's entries of {@link JournalSchema#GL_ENTRIES}, within {@link
   * #DEFAULT_TIMEOUT}.
   */
  public static JournalQuery entries(LocalDate day) {
    return of(JournalSchema.GL_ENTRIES, day);
  }

  /**
   * All columns of each of a day's groups (account pairs) of {@link JournalSchema#GL_ENTRIES},
   * within {@link #DEFAULT_TIMEOUT}.
   */
  public static JournalQuery groups(LocalDate day) {
    return of(JournalSchema.GL_ENTRIES.of(Grain.GROUP), day);
  }

  /** All columns of a day's rows, at the schema's grain, within {@link #DEFAULT_TIMEOUT}. */
  public static JournalQuery of(JournalSchema schema, LocalDate day) {
    return new JournalQuery(day, schema.grain(), schema.columns(), DEFAULT_TIMEOUT, null);
  }

  /**
   * The columns of a day's rows that {@link Totals} are made of, at the schema's grain, within
   * {@link #DEFAULT_TIMEOUT}: keys and measures, of groups also the number of entries.
   */
  public static JournalQuery forTotals(JournalSchema schema, LocalDate day) {
    return of(schema, day).select(schema.columnsForTotals());
  }

  /** {@link #forTotals} of the entries of {@link JournalSchema#GL_ENTRIES}. */
  public static JournalQuery entriesForTotals(LocalDate day) {
    return forTotals(JournalSchema.GL_ENTRIES, day);
  }

  /**
   * This query for these columns only.
   *
   * @throws IllegalArgumentException if its schema, or its grain, hasn't got one of them
   */
  public JournalQuery select(Column... wanted) {
    return select(columns.of(Arrays.asList(wanted)));
  }

  /** This query for these columns only. */
  public JournalQuery select(ColumnSet wanted) {
    return new JournalQuery(day, grain, wanted, timeout, maxAge);
  }

  /** This query with another timeout. */
  public JournalQuery within(Duration limit) {
    return new JournalQuery(day, grain, columns, limit, maxAge);
  }

  /** This query for a snapshot that is at most so old. */
  public JournalQuery noOlderThan(Duration age) {
    return new JournalQuery(day, grain, columns, timeout, age);
  }

  /** The columns wanted, in order. */
  public List<Column> columnList() {
    return List.copyOf(columns);
  }
}
