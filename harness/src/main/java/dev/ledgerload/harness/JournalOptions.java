package dev.ledgerload.harness;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalSchema;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say which journal is meant: a {@code journal.properties}, or what a database
 * calls the table of {@link JournalSchema#GL_ENTRIES} and its columns.
 */
final class JournalOptions {
  private static final String FILE = "--journal";

  @Option(
      names = FILE,
      paramLabel = "FILE",
      description =
          "A journal.properties that says what the journal is; ledgerload init proposes one.")
  private @Nullable Path file;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "Without a file: the table of the shape of gl_entries, as name or schema.name (default:"
              + " gl_entries).")
  private @Nullable String table;

  @Option(
      names = "--column",
      paramLabel = "COLUMN=NAME",
      description = "What that table calls a column, as acc_debit=debit_account; once for each.")
  private Map<String, String> columns = new LinkedHashMap<>();

  /** Whether any of them is. */
  boolean isGiven() {
    return hasFile() || hasTable() || hasColumns();
  }

  boolean hasFile() {
    return file != null;
  }

  boolean hasTable() {
    return table != null;
  }

  boolean hasColumns() {
    return !columns.isEmpty();
  }

  /** What to call a journal in a line of output. */
  static String nameOf(JournalSchema schema) {
    return schema.isQuery() ? "the query" : schema.table();
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
    var path = file;
    if (path == null) {
      return named(problems);
    }
    boolean isAlone = !hasTable() && !hasColumns();
    problems.require(
        isAlone,
        "%s says which table it is, and what its columns are called: give it without --table and --column"
            .formatted(FILE));
    return isAlone ? problems.read(() -> read(path)) : null;
  }

  private static JournalSchema read(Path file) {
    try {
      return JournalSchema.read(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "%s: there is no file %s; ledgerload init --output writes one".formatted(FILE, file), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: %s can't be read: %s".formatted(FILE, file, e.getMessage()), e);
    }
  }

  private @Nullable JournalSchema named(Problems problems) {
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
