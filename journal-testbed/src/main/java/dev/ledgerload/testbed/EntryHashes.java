package dev.ledgerload.testbed;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import java.time.LocalDate;

/** The hashes of a day's entries over some columns. */
final class EntryHashes {
  private static final int SCALE = 2;
  private static final Column[] CODES = {
    GlEntries.T_1, GlEntries.T_2, GlEntries.T_3, GlEntries.T_4, GlEntries.T_5
  };

  private final Column[] columns;
  private final long idSalt = RowDigest.salt(GlEntries.ID);
  private final long amountSalt = RowDigest.salt(GlEntries.AMOUNT);
  private final long day;
  private final long[] debits;
  private final long[] credits;
  private final long[][] codes = new long[CODES.length][];

  EntryHashes(JournalTables tables, LocalDate date, ColumnSet columns) {
    this.columns = columns.toArray(Column[]::new);
    day = RowDigest.ofNumber(RowDigest.salt(GlEntries.TRX_DATE), date.toEpochDay());
    debits = hashes(GlEntries.ACC_DEBIT, tables.accounts());
    credits = hashes(GlEntries.ACC_CREDIT, tables.accounts());
    for (int i = 0; i < codes.length; i++) {
      codes[i] = hashes(CODES[i], tables.codes().get(i));
    }
  }

  /** One hash a code; the last is NULL's. */
  private static long[] hashes(Column column, CodeList list) {
    long salt = RowDigest.salt(column);
    var hashes = new long[list.size() + 1];
    for (int i = 0; i < list.size(); i++) {
      hashes[i] = RowDigest.ofBytes(salt, list.utf8(i), 0, list.utf8(i).length);
    }
    hashes[list.size()] = RowDigest.ofNull(salt);
    return hashes;
  }

  long of(EntryGenerator entry) {
    long row = RowDigest.START;
    for (var column : columns) {
      row = RowDigest.fold(row, hash(column, entry));
    }
    return RowDigest.finish(row);
  }

  private long hash(Column column, EntryGenerator entry) {
    return switch (column.name()) {
      case "id" -> RowDigest.ofNumber(idSalt, entry.id);
      case "trx_date" -> day;
      case "acc_debit" -> debits[entry.debit];
      case "acc_credit" -> credits[entry.credit];
      case "amount" -> RowDigest.ofDecimal(amountSalt, entry.cents >> 63, entry.cents, SCALE);
      case "t_1" -> code(0, entry);
      case "t_2" -> code(1, entry);
      case "t_3" -> code(2, entry);
      case "t_4" -> code(3, entry);
      case "t_5" -> code(4, entry);
      default -> throw new IllegalArgumentException(column + " is no column of entries");
    };
  }

  private long code(int i, EntryGenerator entry) {
    int index = entry.code[i];
    return codes[i][index == EntryGenerator.NULL_CODE ? codes[i].length - 1 : index];
  }
}
