package dev.ledgerload.loader.select;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.TablePart;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All rows as a list of arrays, then the arrays into columns. */
final class PlainRows implements Rows {
  @Override
  public void prepare(PreparedStatement statement) {
    // as the driver does it by default
  }

  @Override
  public void read(ResultSet rows, List<ColumnSpec> specs, TablePart part, Duration roundTrip)
      throws SQLException {
    for (var row : list(new RowReader(rows, specs))) {
      part.append(row);
    }
  }

  private static List<@Nullable Object[]> list(RowReader rows) throws SQLException {
    List<@Nullable Object[]> list = new ArrayList<>();
    for (var row = rows.next(); row != null; row = rows.next()) {
      list.add(row);
    }
    return list;
  }
}
