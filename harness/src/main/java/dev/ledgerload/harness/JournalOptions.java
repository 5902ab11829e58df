package dev.ledgerload.harness;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalSchema;
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
  JournalSchema schema() {
    var problems = new Problems();
    var schema = schema(problems);
    problems.refuse();
    return requireNonNull(schema);
  }

  /** The same; null, and problems, if something is wrong with them. */
  @Nullable JournalSchema schema(Problems problems) {
    var name = table;
    var named =
        name == null
            ? JournalSchema.GL_ENTRIES
            : problems.read("--", () -> JournalSchema.GL_ENTRIES.withTable(name));
    var schema = named == null ? JournalSchema.GL_ENTRIES : named;
    boolean isWhole = named != null;
    for (var column : columns.entrySet()) {
      var before = schema;
      var with =
          problems.read(
              "--column: ", () -> before.withSqlName(column(column.getKey()), column.getValue()));
      isWhole &= with != null;
      schema = with == null ? schema : with;
    }
    return isWhole ? schema : null;
  }

  private static Column column(String name) {
    return JournalSchema.GL_ENTRIES.column(name.toLowerCase(Locale.ROOT));
  }
}
