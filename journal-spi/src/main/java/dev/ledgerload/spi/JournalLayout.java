package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the database calls the journal's table and its columns. Immutable.
 *
 * <p>Names are taken literally, letter case included, and always quoted as identifiers, so any name
 * that PostgreSQL allows is safe here.
 *
 * @param table the table, as {@code name} (found by the connection's {@code search_path}) or {@code
 *     schema.name}; a name that itself contains a dot can't be given
 * @param columnNames the name of each column that isn't called by its {@link
 *     JournalColumn#fieldName()}
 */
public record JournalLayout(String table, Map<JournalColumn, String> columnNames) {

  /** The table {@code gl_entries} with columns called by their field names. */
  public static final JournalLayout DEFAULT = new JournalLayout("gl_entries", Map.of());

  /**
   * @throws IllegalArgumentException if a name is empty, has a NUL character, or the table's has
   *     more than two parts
   */
  public JournalLayout {
    requireNonNull(table, "table");
    var parts = table.split("\\.", -1);
    if (parts.length > 2) {
      throw new IllegalArgumentException(
          "table must be \"name\" or \"schema.name\", not \"%s\"".formatted(table));
    }
    Arrays.stream(parts).forEach(part -> requireName("table", part));
    columnNames.forEach((column, name) -> requireName("the name of " + column, name));
    columnNames = Map.copyOf(columnNames);
  }

  /** This layout with another table. */
  public JournalLayout withTable(String name) {
    return new JournalLayout(name, columnNames);
  }

  /** This layout with another name for one column. */
  public JournalLayout withColumn(JournalColumn column, String name) {
    Map<JournalColumn, String> names = new EnumMap<>(JournalColumn.class);
    names.putAll(columnNames);
    names.put(column, name);
    return new JournalLayout(table, names);
  }

  /** What the database calls a column, not quoted. */
  public String columnName(JournalColumn column) {
    return columnNames.getOrDefault(column, column.fieldName());
  }

  /** The table as SQL: {@code "schema"."name"}. */
  public String tableSql() {
    return Arrays.stream(table.split("\\.")).map(JournalLayout::quoted).collect(joining("."));
  }

  /** A column as SQL: {@code "name"}. */
  public String columnSql(JournalColumn column) {
    return quoted(columnName(column));
  }

  /** Columns as an SQL select list, in the order given. */
  public String columnsSql(Collection<JournalColumn> columns) {
    return columns.stream().map(this::columnSql).collect(joining(", "));
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private static void requireName(String what, String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + " must be a name, not \"" + name + '"');
    }
  }
}
