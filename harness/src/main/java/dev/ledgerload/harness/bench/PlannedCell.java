package dev.ledgerload.harness.bench;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import java.time.LocalDate;
import java.util.Set;

/**
 * Something to measure: one method at one number of rows.
 *
 * @param strategy the strategy, or {@link #DRAIN}
 * @param variant of the strategy
 * @param columns {@link #ALL} or {@link #TOTALS}
 * @param processor what makes the totals
 * @param rows entries of the day
 */
record PlannedCell(String strategy, String variant, String columns, String processor, int rows) {
  /** Not a strategy: the COPY read and not decoded, the floor of the others. */
  static final String DRAIN = "drain";

  /** All ten columns. */
  static final String ALL = "all";

  /** The three that totals need. */
  static final String TOTALS = "totals";

  static final String KERNEL = "kernel";

  boolean isDrain() {
    return strategy.equals(DRAIN);
  }

  static Set<JournalColumn> columnSet(String columns) {
    return columns.equals(ALL)
        ? JournalColumn.of(Grain.ENTRY)
        : JournalQuery.entriesForTotals(LocalDate.EPOCH).columns();
  }

  @Override
  public String toString() {
    var text = "%s %s, %,d rows".formatted(strategy, variant, rows);
    text += columns.equals(TOTALS) ? ", totals' columns" : "";
    return text + (isDrain() || processor.equals(KERNEL) ? "" : ", " + processor);
  }
}
