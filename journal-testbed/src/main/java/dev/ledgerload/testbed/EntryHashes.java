package dev.ledgerload.testbed;

import dev.ledgerload.spi.JournalColumn;
import java.time.LocalDate;
import java.util.Set;

/** The hashes of a day's entries over some columns. */
final class EntryHashes {
  private static final int SCALE = 2;
  private static final JournalColumn[] CODES = {
    JournalColumn.T_1, JournalColumn.T_2, JournalColumn.T_3, JournalColumn.T_4, JournalColumn.T_5
  };

  private final JournalColumn[] columns;
  private final long idSalt = RowDigest.salt(JournalColumn.ID);
  private final long amountSalt = RowDigest.salt(JournalColumn.AMOUNT);
  private final long day;
  private final long[] debits;
  private final long[] credits;
  private final long[][] codes = new long[CODES.length][];

  EntryHashes(JournalTables tables, LocalDate date, Set<JournalColumn> columns) {
    this.columns = columns.toArray(JournalColumn[]::new);
    day = RowDigest.ofNumber(RowDigest.salt(JournalColumn.TRX_DATE), date.toEpochDay());
    debits = hashes(JournalColumn.ACC_DEBIT, tables.accounts());
    credits = hashes(JournalColumn.ACC_CREDIT, tables.accounts());
    for (int i = 0; i < codes.length; i++) {
      codes[i] = hashes(CODES[i], tables.codes().get(i));
    }
  }

  /** One hash a code; the last is NULL's. */
  private static long[] hashes(JournalColumn column, CodeList list) {
    long salt = RowDigest.salt(column);
    var hashes = new long[list.size() + 1];
    for (int i = 0; i < list.size(); i++) {
      hashes[i] = RowDigest.ofCode(salt, list.utf8(i), 0, list.utf8(i).length);
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

  private long hash(JournalColumn column, EntryGenerator entry) {
    return switch (column) {
      case ID -> RowDigest.ofNumber(idSalt, entry.id);
      case TRX_DATE -> day;
      case ACC_DEBIT -> debits[entry.debit];
      case ACC_CREDIT -> credits[entry.credit];
      case AMOUNT -> RowDigest.ofDecimal(amountSalt, entry.cents >> 63, entry.cents, SCALE);
      case T_1 -> code(0, entry);
      case T_2 -> code(1, entry);
      case T_3 -> code(2, entry);
      case T_4 -> code(3, entry);
      case T_5 -> code(4, entry);
      case TOTAL_AMOUNT, ENTRY_COUNT ->
          throw new IllegalArgumentException(column + " is no column of entries");
    };
  }

  private long code(int i, EntryGenerator entry) {
    int index = entry.code[i];
    return codes[i][index == EntryGenerator.NULL_CODE ? codes[i].length - 1 : index];
  }
}
