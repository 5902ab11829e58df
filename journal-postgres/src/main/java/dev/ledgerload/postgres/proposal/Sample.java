package dev.ledgerload.postgres.proposal;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a bounded number of rows tells, whichever the database gives first.
 *
 * @param rows how many were looked at
 * @param scales the most digits behind the point that a column had, by its name
 * @param sole the one value that a column had in all of them, by its name
 * @param lastDay the last day in it, of the column that was asked for
 */
record Sample(
    long rows, Map<String, Integer> scales, Map<String, String> sole, Optional<String> lastDay) {
  static final int MOST_ROWS = 10_000;

  Sample {
    scales = Map.copyOf(scales);
    sole = Map.copyOf(sole);
  }

  /**
   * Looks at rows.
   *
   * @param day the SQL of a day, or empty
   * @param untyped {@code numeric} columns without digits
   * @param sole columns that may have one value
   */
  static Sample of(
      Connection connection,
      CatalogueTable table,
      String day,
      List<CatalogueColumn> untyped,
      List<CatalogueColumn> sole)
      throws SQLException {
    List<String> wanted = new ArrayList<>(List.of("count(*)"));
    wanted.add(day.isEmpty() ? "NULL" : "max(%s)::text".formatted(day));
    untyped.forEach(column -> wanted.add("max(min_scale(%s))".formatted(sql(column))));
    sole.forEach(
        column ->
            wanted.add(
                "CASE WHEN min(%1$s) = max(%1$s) THEN min(%1$s)::text END".formatted(sql(column))));
    var named =
        table.columns().stream()
            .filter(CatalogueColumn::readable)
            .map(Sample::sql)
            .collect(joining(", "));
    var query =
        "SELECT %s FROM (SELECT %s FROM %s LIMIT %d) AS looked_at"
            .formatted(String.join(", ", wanted), named, table.sql(), MOST_ROWS);
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      Map<String, Integer> scales = new HashMap<>();
      Map<String, String> soleValues = new HashMap<>();
      int next = 3;
      for (var column : untyped) {
        int scale = row.getInt(next++);
        if (!row.wasNull()) {
          scales.put(column.name(), scale);
        }
      }
      for (var column : sole) {
        var value = row.getString(next++);
        if (value != null) {
          soleValues.put(column.name(), value);
        }
      }
      return new Sample(row.getLong(1), scales, soleValues, Optional.ofNullable(row.getString(2)));
    }
  }

  private static String sql(CatalogueColumn column) {
    return CatalogueTable.quoted(column.name());
  }

  /** The most digits behind the point that a column had; empty if it had no value. */
  OptionalInt scale(CatalogueColumn column) {
    var scale = scales.get(column.name());
    return scale == null ? OptionalInt.empty() : OptionalInt.of(scale);
  }

  /** The power of ten that a column is in all rows, as 2 for 100. */
  OptionalInt solePowerOfTen(CatalogueColumn column) {
    var value = sole.getOrDefault(column.name(), "");
    return value.matches("10*") ? OptionalInt.of(value.length() - 1) : OptionalInt.empty();
  }
}
