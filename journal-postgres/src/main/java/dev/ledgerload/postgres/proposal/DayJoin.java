package dev.ledgerload.postgres.proposal;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the lines of a ledger have no day, the table of their heads that has one.
 *
 * @param column of the lines, that leads there
 * @param head the table of the heads
 * @param key of the heads, which the column equals
 * @param day of the heads
 */
record DayJoin(
    CatalogueColumn column, CatalogueTable head, CatalogueColumn key, CatalogueColumn day) {

  private static final Pattern LEADS = Pattern.compile("(.+)_(id|guid|uuid|no|key)");

  /** What columns that lead to a table call it, where that isn't the beginning of its name. */
  private static final Map<String, String> SHORT =
      Map.of("tx", "trans", "txn", "trans", "trx", "trans", "je", "journal", "doc", "document");

  private static final String NEIGHBOURS =
      """
      SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid <> ?
        AND (c.relname = ? OR lower(c.relname) LIKE ? || '%')
      ORDER BY c.relname = ? DESC, length(c.relname), c.relname LIMIT 5
      """;

  /** Finds it: by foreign keys, else by the names of columns. */
  static Optional<DayJoin> find(Connection connection, String strategy, CatalogueTable lines)
      throws SQLException {
    List<CatalogueColumn> columns = new ArrayList<>(lines.columns());
    columns.sort(Comparator.comparing(column -> column.references().isEmpty()));
    for (var column : columns) {
      for (var table : candidates(connection, lines, column)) {
        var join = join(column, CatalogueTable.read(connection, strategy, table));
        if (join.isPresent()) {
          return join;
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> candidates(
      Connection connection, CatalogueTable lines, CatalogueColumn column) throws SQLException {
    var leads = LEADS.matcher(NameRules.words(column.name()));
    if (!column.readable() || (column.references().isEmpty() && !leads.matches())) {
      return List.of();
    }
    var stem = leads.matches() ? leads.group(1) : "";
    var beginning = SHORT.getOrDefault(stem, stem);
    try (var statement = connection.prepareStatement(NEIGHBOURS)) {
      statement.setString(1, lines.schema());
      statement.setLong(2, lines.oid());
      statement.setString(3, column.references().orElse(""));
      statement.setString(4, beginning.isEmpty() ? "\\" : beginning.replace("_", "\\_"));
      statement.setString(5, column.references().orElse(""));
      try (var rows = statement.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        return found;
      }
    }
  }

  private static Optional<DayJoin> join(CatalogueColumn column, CatalogueTable head) {
    var day = DayChoice.of(head);
    var key =
        head.columns().stream()
            .filter(one -> one.unique() && one.readable() && one.type().equals(column.type()))
            .findFirst();
    return day.isPresent() && key.isPresent()
        ? Optional.of(new DayJoin(column, head, key.get(), day.get()))
        : Optional.empty();
  }

  /** The lines with their day, in one line of SQL. */
  String query(CatalogueTable lines, List<CatalogueColumn> columns) {
    return "SELECT h.%s, %s FROM %s AS l JOIN %s AS h ON h.%s = l.%s"
        .formatted(
            CatalogueTable.quoted(day.name()),
            columns.stream()
                .map(one -> "l." + CatalogueTable.quoted(one.name()))
                .collect(joining(", ")),
            lines.sql(),
            head.sql(),
            CatalogueTable.quoted(key.name()),
            CatalogueTable.quoted(column.name()));
  }
}
