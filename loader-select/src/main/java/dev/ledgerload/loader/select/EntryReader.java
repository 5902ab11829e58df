package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalEntry;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** Reads a result's rows as records, by the driver's getters, in whatever format they came. */
final class EntryReader {
  private final ResultSet rows;
  private final int id;
  private final int trxDate;
  private final int accDebit;
  private final int accCredit;
  private final int amount;
  private final int t1;
  private final int t2;
  private final int t3;
  private final int t4;
  private final int t5;
  private long entries;

  EntryReader(ResultSet rows, List<Column> columns) {
    this.rows = rows;
    this.id = columns.indexOf(GlEntries.ID) + 1;
    this.trxDate = columns.indexOf(GlEntries.TRX_DATE) + 1;
    this.accDebit = columns.indexOf(GlEntries.ACC_DEBIT) + 1;
    this.accCredit = columns.indexOf(GlEntries.ACC_CREDIT) + 1;
    this.amount = columns.indexOf(GlEntries.AMOUNT) + 1;
    this.t1 = columns.indexOf(GlEntries.T_1) + 1;
    this.t2 = columns.indexOf(GlEntries.T_2) + 1;
    this.t3 = columns.indexOf(GlEntries.T_3) + 1;
    this.t4 = columns.indexOf(GlEntries.T_4) + 1;
    this.t5 = columns.indexOf(GlEntries.T_5) + 1;
  }

  /** The next row; null behind the last. */
  @Nullable JournalEntry next() throws SQLException {
    if (!rows.next()) {
      return null;
    }
    entries++;
    return new JournalEntry(
        id == 0 ? null : number(id),
        trxDate == 0 ? null : rows.getObject(trxDate, LocalDate.class),
        accDebit == 0 ? null : rows.getString(accDebit),
        accCredit == 0 ? null : rows.getString(accCredit),
        amount == 0 ? null : amount(amount),
        t1 == 0 ? null : rows.getString(t1),
        t2 == 0 ? null : rows.getString(t2),
        t3 == 0 ? null : rows.getString(t3),
        t4 == 0 ? null : rows.getString(t4),
        t5 == 0 ? null : rows.getString(t5));
  }

  /** Of any integer type; as an object the driver gives a {@code Long} of {@code bigint} only. */
  private @Nullable Long number(int column) throws SQLException {
    long number = rows.getLong(column);
    return rows.wasNull() ? null : number;
  }

  /** The driver says what is wrong with a value, not where it is. */
  private @Nullable BigDecimal amount(int column) throws SQLException {
    try {
      return rows.getBigDecimal(column);
    } catch (SQLException e) {
      if (PSQLState.NUMERIC_VALUE_OUT_OF_RANGE.getState().equals(e.getSQLState())) {
        throw new CorruptValueException(
            "amount of entry %d is %s".formatted(entries, rows.getString(column)));
      }
      throw e;
    }
  }
}
