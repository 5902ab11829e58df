package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.CellBlock;
import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.ColumnType.Variable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;
import org.postgresql.core.Field;

/** Rows in pieces, each cell's bytes as the server sent them, straight into columns. */
final class TunedRows implements Rows {
  /*
   * Binary is asked for, and isn't always what comes: the URL may say otherwise, so may a pooler
   * between, and after a change of the table the driver falls back to text for once. So what this
   * very result says of its columns decides. Where one came as text, each value goes through the
   * driver's getters, which is slower and as right. A text's bytes are the same in both formats.
   */
  private static final int FETCH_ROWS = 10_000;

  /** Binary from the first execution on, rather than after five. */
  private static final int BINARY = -1;

  /** Of a connection on which statements have no names, and results therefore no binary. */
  private static final int NEVER = 0;

  @Override
  public void prepare(PreparedStatement statement) throws SQLException {
    statement.setFetchSize(FETCH_ROWS);
    var driver = statement.unwrap(PGStatement.class);
    if (driver.getPrepareThreshold() != NEVER) {
      driver.setPrepareThreshold(BINARY);
    }
  }

  @Override
  public void read(ResultSet rows, List<ColumnSpec> specs, TablePart part) throws SQLException {
    if (isBinary(rows, specs)) {
      readCells(rows, specs.size(), part);
    } else {
      readObjects(new RowReader(rows, specs), part);
    }
  }

  private static boolean isBinary(ResultSet rows, List<ColumnSpec> specs) throws SQLException {
    var described = rows.getMetaData().unwrap(PGResultSetMetaData.class);
    for (int i = 0; i < specs.size(); i++) {
      var type = specs.get(i).values();
      boolean isText = type == Variable.TEXT || type == Variable.JSON;
      if (!isText && described.getFormat(i + 1) != Field.BINARY_FORMAT) {
        return false;
      }
    }
    return true;
  }

  private static void readCells(ResultSet rows, int columns, TablePart part) throws SQLException {
    var block = new CellBlock(columns);
    var cells = new byte[columns][];
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
    part.append(block);
  }

  private static void readObjects(RowReader rows, TablePart part) throws SQLException {
    for (var row = rows.next(); row != null; row = rows.next()) {
      part.append(row);
    }
  }
}
