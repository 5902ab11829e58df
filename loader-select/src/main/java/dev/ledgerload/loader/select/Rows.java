package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.TablePart;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A way to bring a statement's rows into a table. */
interface Rows {
  /** Says how the rows are to come, before the statement is executed. */
  void prepare(PreparedStatement statement) throws SQLException;

  /** Reads them all; the result's columns are these. */
  void read(ResultSet rows, List<ColumnSpec> specs, TablePart part) throws SQLException;
}
