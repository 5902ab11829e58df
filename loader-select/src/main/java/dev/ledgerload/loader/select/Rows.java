package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.JournalColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** A way to bring a statement's rows into a table. */
interface Rows {
  void read(PreparedStatement statement, List<JournalColumn> columns, TablePart part)
      throws SQLException;
}
