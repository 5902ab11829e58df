package dev.ledgerload.harness.setup;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import java.time.LocalDate;

/** Which columns of a day are loaded, by the words of the results. */
public final class Columns {
  /** All of the grain. */
  public static final String ALL = "all";

  /** Those that totals need. */
  public static final String TOTALS = "totals";

  /** No table is loaded. */
  public static final String NONE = "none";

  private Columns() {}

  /**
   * The columns that a word stands for, other than {@link #NONE}.
   *
   * @param schema of the grain
   */
  public static ColumnSet of(JournalSchema schema, String word) {
    return word.equals(ALL)
        ? schema.columns()
        : JournalQuery.forTotals(schema, LocalDate.EPOCH).columns();
  }
}
