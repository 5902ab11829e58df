package dev.ledgerload.harness;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalLayout;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a database calls the journal. */
final class JournalOptions {
  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "The journal's table, as name or schema.name (default: gl_entries).")
  private @Nullable String table;

  @Option(
      names = "--column",
      paramLabel = "COLUMN=NAME",
      description = "What the table calls a column, as acc_debit=debit_account; once for each.")
  private Map<String, String> columns = new LinkedHashMap<>();

  boolean hasTable() {
    return table != null;
  }

  boolean hasColumns() {
    return !columns.isEmpty();
  }

  /**
   * What they say.
   *
   * @throws IllegalArgumentException that names all that is wrong with them
   */
  JournalLayout layout() {
    var problems = new Problems();
    var layout = layout(problems);
    problems.refuse();
    return requireNonNull(layout);
  }

  /** The same; null, and problems, if something is wrong with them. */
  @Nullable JournalLayout layout(Problems problems) {
    var name = table;
    var named =
        name == null
            ? JournalLayout.DEFAULT
            : problems.read("--", () -> JournalLayout.DEFAULT.withTable(name));
    var layout = named == null ? JournalLayout.DEFAULT : named;
    boolean isWhole = named != null;
    for (var column : columns.entrySet()) {
      var before = layout;
      var with =
          problems.read(
              "--column: ", () -> before.withColumn(column(column.getKey()), column.getValue()));
      isWhole &= with != null;
      layout = with == null ? layout : with;
    }
    return isWhole ? layout : null;
  }

  private static JournalColumn column(String name) {
    try {
      return JournalColumn.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "there is no column \"%s\"; there are id, trx_date, acc_debit, acc_credit, amount, t_1 to t_5"
              .formatted(name),
          e);
    }
  }
}
