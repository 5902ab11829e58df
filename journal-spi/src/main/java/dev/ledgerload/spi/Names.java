package dev.ledgerload.spi;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Names of tables and columns: which there can be, and how SQL writes them. */
final class Names {
  /** What a list in a file can name: no comma, no control character, no blank at an end. */
  private static final Pattern LISTABLE = Pattern.compile("[^,\\p{Cntrl}]+");

  private Names() {}

  /** What is wrong with a table's name; empty if nothing is. */
  static String problemOfTable(String table) {
    var parts = table.split("\\.", -1);
    return parts.length <= 2 && Arrays.stream(parts).allMatch(Names::isSql)
        ? ""
        : "table must be \"name\" or \"schema.name\", not \"%s\"".formatted(table);
  }

  /** Whether PostgreSQL can have something of that name. */
  static boolean isSql(String name) {
    return !name.isEmpty() && name.indexOf('\0') < 0;
  }

  static void requireSql(String what, String name) {
    if (!isSql(name)) {
      throw new IllegalArgumentException(what + " must be a name, not \"" + name + '"');
    }
  }

  /** Whether a schema can have a column of that name. */
  static boolean isColumn(String name) {
    return LISTABLE.matcher(name).matches() && name.strip().equals(name);
  }

  static String quotedTable(String table) {
    return Arrays.stream(table.split("\\.")).map(Names::quoted).collect(joining("."));
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
