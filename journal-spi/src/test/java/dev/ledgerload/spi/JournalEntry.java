package dev.ledgerload.spi;

import static dev.ledgerload.spi.GlEntries.ACC_CREDIT;
import static dev.ledgerload.spi.GlEntries.ACC_DEBIT;
import static dev.ledgerload.spi.GlEntries.AMOUNT;
import static dev.ledgerload.spi.GlEntries.ID;
import static dev.ledgerload.spi.GlEntries.TRX_DATE;
import static dev.ledgerload.spi.GlEntries.T_1;
import static dev.ledgerload.spi.GlEntries.T_2;
import static dev.ledgerload.spi.GlEntries.T_3;
import static dev.ledgerload.spi.GlEntries.T_4;
import static dev.ledgerload.spi.GlEntries.T_5;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the journal. A component is null where the database holds NULL, or where the column
 * was not loaded.
 *
 * @param id the entry's number
 * @param trxDate the booking day
 * @param accDebit the account debited
 * @param accCredit the account credited
 * @param amount the amount booked, at the scale of the column
 * @param t1 the first analysis code
 * @param t2 the second analysis code
 * @param t3 the third analysis code
 * @param t4 the fourth analysis code
 * @param t5 the fifth analysis code
 */
record JournalEntry(
    @Nullable Long id,
    @Nullable LocalDate trxDate,
    @Nullable String accDebit,
    @Nullable String accCredit,
    @Nullable BigDecimal amount,
    @Nullable String t1,
    @Nullable String t2,
    @Nullable String t3,
    @Nullable String t4,
    @Nullable String t5) {

  /** A table's entries, in its order; null also where the table hasn't got the column. */
  static List<JournalEntry> of(JournalTable table) {
    List<JournalEntry> entries = new ArrayList<>();
    var loaded = table.columns();
    var rows = table.cursor();
    while (rows.next()) {
      entries.add(
          new JournalEntry(
              !loaded.contains(ID) || rows.isNull(ID) ? null : rows.getLong(ID),
              loaded.contains(TRX_DATE) ? rows.getDay(TRX_DATE) : null,
              text(rows, loaded, ACC_DEBIT),
              text(rows, loaded, ACC_CREDIT),
              loaded.contains(AMOUNT) ? rows.getDecimal(AMOUNT) : null,
              text(rows, loaded, T_1),
              text(rows, loaded, T_2),
              text(rows, loaded, T_3),
              text(rows, loaded, T_4),
              text(rows, loaded, T_5)));
    }
    return entries;
  }

  private static @Nullable String text(RowCursor rows, ColumnSet loaded, Column column) {
    return loaded.contains(column) ? rows.getString(column) : null;
  }
}
