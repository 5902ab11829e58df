package dev.ledgerload.harness.output;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loaded day as CSV: a header of the columns' names, then its rows. */
public final class CsvTable {
  private CsvTable() {}

  /** Writes it. */
  public static void write(JournalTable table, Appendable out) throws IOException {
    var csv = new CsvWriter(out);
    var columns = List.copyOf(table.columns());
    csv.write(columns.stream().map(Column::name).toList());
    List<@Nullable Object> fields = new ArrayList<>(columns);
    var rows = table.cursor();
    while (rows.next()) {
      for (int i = 0; i < columns.size(); i++) {
        fields.set(i, rows.getObject(columns.get(i)));
      }
      csv.write(fields);
    }
  }
}
