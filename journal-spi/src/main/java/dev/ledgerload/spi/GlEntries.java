package dev.ledgerload.spi;

/** The columns of {@link JournalSchema#GL_ENTRIES}, of its entries and of their account pairs. */
public final class GlEntries {
  /** The entry's number. */
  public static final Column ID = entry("id");

  /** The booking day. */
  public static final Column TRX_DATE = entry("trx_date");

  /** The account debited; a key. */
  public static final Column ACC_DEBIT = entry("acc_debit");

  /** The account credited; a key. */
  public static final Column ACC_CREDIT = entry("acc_credit");

  /** The amount booked; negative for a reversal. */
  public static final Column AMOUNT = entry("amount");

  /** The first analysis code. */
  public static final Column T_1 = entry("t_1");

  /** The second analysis code. */
  public static final Column T_2 = entry("t_2");

  /** The third analysis code. */
  public static final Column T_3 = entry("t_3");

  /** The fourth analysis code. */
  public static final Column T_4 = entry("t_4");

  /** The fifth analysis code. */
  public static final Column T_5 = entry("t_5");

  /** The sum of a pair's amounts. */
  public static final Column TOTAL_AMOUNT = pair("total_amount");

  /** The number of a pair's entries. */
  public static final Column ENTRY_COUNT = pair("entry_count");

  private GlEntries() {}

  private static Column entry(String name) {
    return JournalSchema.GL_ENTRIES.column(name);
  }

  private static Column pair(String name) {
    return JournalSchema.GL_ENTRIES.of(Grain.GROUP).column(name);
  }

  /** All columns of a grain, in order. */
  public static ColumnSet of(Grain grain) {
    return JournalSchema.GL_ENTRIES.of(grain).columns();
  }

  /** A set of these columns. */
  public static ColumnSet of(Column... columns) {
    return JournalSchema.GL_ENTRIES.columns(columns);
  }
}
