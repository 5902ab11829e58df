package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.TablePart;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A way to bring a statement's rows into a table. */
interface Rows {
  /** Says how the rows are to come, before the statement is executed. */
  void prepare(PreparedStatement statement) throws SQLException;

  /**
   * Reads them all.
   *
   * @param specs the result's columns
   * @param roundTrip how long the way to the server and back is
   */
  void read(ResultSet rows, List<ColumnSpec> specs, TablePart part, Duration roundTrip)
      throws SQLException;
}
