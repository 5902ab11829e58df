package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.CellBlock;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.JournalColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.PGProperty;

/** Rows in pieces, each cell's bytes as the server sent them, straight into columns. */
final class TunedRows implements Rows {
  /** Binary from the first execution on, rather than after five. */
  static final Map<PGProperty, String> DRIVER_SETTINGS = Map.of(PGProperty.PREPARE_THRESHOLD, "-1");

  private static final int FETCH_ROWS = 10_000;

  @Override
  public void read(PreparedStatement statement, List<JournalColumn> columns, TablePart part)
      throws SQLException {
    statement.setFetchSize(FETCH_ROWS);
    var block = new CellBlock(columns.size());
    var cells = new byte[columns.size()][];
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        for (int i = 0; i < cells.length; i++) {
          cells[i] = rows.getBytes(i + 1);
        }
        block.addCells(cells);
        if (block.isFull()) {
          part.append(block);
          block.clear();
        }
      }
    }
    part.append(block);
  }
}
