package dev.ledgerload.harness;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say what a database calls the journal. */
final class JournalOptions {
  @Option(
      names = "--table",
      paramLabel = "NAME",
      defaultValue = "gl_entries",
      description = "The journal's table, as name or schema.name (default: ${DEFAULT-VALUE}).")
  private String table = "gl_entries";

  @Option(
      names = "--column",
      paramLabel = "COLUMN=NAME",
      description = "What the table calls a column, as acc_debit=debit_account; once for each.")
  private Map<String, String> columns = new LinkedHashMap<>();

  JournalLayout layout() {
    var layout = JournalLayout.DEFAULT.withTable(table);
    for (var column : columns.entrySet()) {
      layout = layout.withColumn(column(column.getKey()), column.getValue());
    }
    return layout;
  }

  private static JournalColumn column(String name) {
    try {
      return JournalColumn.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--column: there is no column \"%s\"; there are id, trx_date, acc_debit, acc_credit, amount, t_1 to t_5"
              .formatted(name),
          e);
    }
  }
}
