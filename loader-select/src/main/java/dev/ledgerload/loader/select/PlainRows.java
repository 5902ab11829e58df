package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalEntry;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** All rows as a list of records, then the records into columns. */
final class PlainRows implements Rows {
  @Override
  public void read(PreparedStatement statement, List<JournalColumn> columns, TablePart part)
      throws SQLException {
    for (var entry : entries(statement, columns)) {
      part.append(entry);
    }
  }

  private static List<JournalEntry> entries(
      PreparedStatement statement, List<JournalColumn> columns) throws SQLException {
    int id = columns.indexOf(JournalColumn.ID) + 1;
    int trxDate = columns.indexOf(JournalColumn.TRX_DATE) + 1;
    int accDebit = columns.indexOf(JournalColumn.ACC_DEBIT) + 1;
    int accCredit = columns.indexOf(JournalColumn.ACC_CREDIT) + 1;
    int amount = columns.indexOf(JournalColumn.AMOUNT) + 1;
    int t1 = columns.indexOf(JournalColumn.T_1) + 1;
    int t2 = columns.indexOf(JournalColumn.T_2) + 1;
    int t3 = columns.indexOf(JournalColumn.T_3) + 1;
    int t4 = columns.indexOf(JournalColumn.T_4) + 1;
    int t5 = columns.indexOf(JournalColumn.T_5) + 1;
    List<JournalEntry> entries = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        entries.add(
            new JournalEntry(
                id == 0 ? null : rows.getObject(id, Long.class),
                trxDate == 0 ? null : rows.getObject(trxDate, LocalDate.class),
                accDebit == 0 ? null : rows.getString(accDebit),
                accCredit == 0 ? null : rows.getString(accCredit),
                amount == 0 ? null : amount(rows, amount, entries.size() + 1),
                t1 == 0 ? null : rows.getString(t1),
                t2 == 0 ? null : rows.getString(t2),
                t3 == 0 ? null : rows.getString(t3),
                t4 == 0 ? null : rows.getString(t4),
                t5 == 0 ? null : rows.getString(t5)));
      }
    }
    return entries;
  }

  /** The driver says what is wrong with a value, not where it is. */
  private static @Nullable BigDecimal amount(ResultSet rows, int column, int entry)
      throws SQLException {
    try {
      return rows.getBigDecimal(column);
    } catch (SQLException e) {
      if (PSQLState.NUMERIC_VALUE_OUT_OF_RANGE.getState().equals(e.getSQLState())) {
        throw new CorruptValueException(
            "amount of entry %d is %s".formatted(entry, rows.getString(column)));
      }
      throw e;
    }
  }
}
