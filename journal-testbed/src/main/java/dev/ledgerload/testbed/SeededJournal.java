package dev.ledgerload.testbed;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.PostgresUrl;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A journal that its {@link JournalParameters} determine: made entry by entry, each from its
 * position alone. Immutable and thread-safe.
 *
 * <p>Its table is {@code gl_entries(id bigint, trx_date date, acc_debit, acc_credit varchar, amount
 * numeric(18,2), t_1 … t_5 varchar)}. Amounts are log-normal; some are negative (reversals), a few
 * zero. Accounts are used unequally. The codes have about 12, 60, 800, 5,000 and 20,000 distinct
 * values and 0, 10, 35, 60 and 80 % NULL; some are long, a few aren't ASCII, one of each but t_1 is
 * the empty string. Ids ascend from 1, over the days, those of history too.
 */
public final class SeededJournal {
  private final JournalTables tables;
  private final JournalOracle oracle;

  public SeededJournal(JournalParameters parameters) {
    this.tables = JournalTables.of(parameters);
    this.oracle = new JournalOracle(tables);
  }

  /** What determines this journal. */
  public JournalParameters parameters() {
    return tables.parameters();
  }

  /** What is true of this journal's days, and those of its history. */
  public JournalOracle oracle() {
    return oracle;
  }

  /**
   * A day as a perfect source would load it, with all columns of its grain. A day that the journal
   * doesn't have is an empty table.
   *
   * @param snapshot names day and grain; the version and age that the table is to claim
   * @param batchRows the rows of each batch but the last
   * @param parent the table's memory is a child of it
   * @return the caller closes it
   */
  public JournalTable table(JournalTable.Snapshot snapshot, int batchRows, BufferAllocator parent) {
    return new GeneratedTable(tables, parent).of(snapshot, batchRows);
  }

  /**
   * Puts the journal, its history too, into a database: the table with its primary key and an index
   * on the booking day, vacuumed and analysed. All or nothing.
   *
   * @param schema names the table and its columns; a schema in it must exist
   * @throws TestbedException if the table exists and may not be replaced, or the database fails
   */
  public SeedReport seed(PostgresUrl database, JournalSchema schema, SeedOptions options) {
    return new JournalSeeder(tables, schema, options).seed(database);
  }
}
