package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All rows as a list of records, then the records into columns. */
final class PlainRows implements Rows {
  @Override
  public void prepare(PreparedStatement statement) {
    // as the driver does it by default
  }

  @Override
  public void read(ResultSet rows, List<Column> columns, TablePart part) throws SQLException {
    for (var entry : entries(new EntryReader(rows, columns))) {
      part.append(entry);
    }
  }

  private static List<JournalEntry> entries(EntryReader rows) throws SQLException {
    List<JournalEntry> entries = new ArrayList<>();
    for (var entry = rows.next(); entry != null; entry = rows.next()) {
      entries.add(entry);
    }
    return entries;
  }
}
