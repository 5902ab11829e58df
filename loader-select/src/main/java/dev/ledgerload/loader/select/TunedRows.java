package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.CellBlock;
import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.ColumnType.Variable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

  /** Binary from the first execution on, rather than after five. */
  private static final int BINARY = -1;

  /** Of a connection on which statements have no names, and results therefore no binary. */
  private static final int NEVER = 0;

  @Override
  public void prepare(PreparedStatement statement) throws SQLException {
    statement.setFetchSize(Pieces.FIRST_ROWS);
    var driver = statement.unwrap(PGStatement.class);
    if (driver.getPrepareThreshold() != NEVER) {
      driver.setPrepareThreshold(BINARY);
    }
  }

  @Override
  public void read(ResultSet rows, List<ColumnSpec> specs, TablePart part, Duration roundTrip)
      throws SQLException {
    if (isBinary(rows, specs)) {
      readCells(rows, specs.size(), part, new Pieces(roundTrip));
    } else {
      rows.setFetchSize(Pieces.USUAL_ROWS);
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

  private static void readCells(ResultSet rows, int columns, TablePart part, Pieces pieces)
      throws SQLException {
    var block = new CellBlock(columns);
    var cells = new byte[columns][];
    boolean more = true;
    while (more) {
      int piece = pieces.rows();
      int row = 0;
      long bytes = 0;
      long startNanos = System.nanoTime();
      while (row < piece && (more = rows.next())) { // the first is when the driver fetches
        for (int i = 0; i < cells.length; i++) {
          cells[i] = rows.getBytes(i + 1);
        }
        block.addCells(cells);
        row++;
        if (block.isFull() || row == piece) {
          bytes += block.copiedBytes();
          part.append(block);
          block.clear();
        }
      }
      pieces.learn(bytes, System.nanoTime() - startNanos);
      rows.setFetchSize(pieces.rows());
    }
    part.append(block);
  }

  private static void readObjects(RowReader rows, TablePart part) throws SQLException {
    for (var row = rows.next(); row != null; row = rows.next()) {
      part.append(row);
    }
  }
}
