package dev.ledgerload.loader.copy;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Divides a table's pages among streams. */
final class PageRanges {
  /*
   * Every range is a condition on ctid, the place of a row version; the first range has no lower
   * bound, the last no upper, and each begins where the one before ends. So whatever the bounds are,
   * and however many partitions the table has, each row that the snapshot sees is in exactly one
   * range. The bounds only balance the work. They are quantiles of the pages on which a sample finds
   * the day's rows: a day usually lies together, and a bound outside of it would leave a stream
   * without work. Since PostgreSQL 14 a scan reads only the pages of its range.
   */
  private static final int SAMPLED_PAGES = 400;

  /** Tables, materialized views and partitioned tables. */
  private static final Set<String> SAMPLED_KINDS = Set.of("r", "m", "p");

  private PageRanges() {}

  /** As many conditions as streams, to be added to a WHERE clause. */
  static List<String> conditions(
      PostgresSnapshot snapshot, JournalSchema schema, LocalDate day, int streams)
      throws SQLException {
    var bounds = bounds(pagesOfDay(snapshot, schema, day), streams);
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      var condition = new StringBuilder();
      if (i > 0) {
        condition.append(" AND ctid >= '(").append(bounds.get(i - 1)).append(",0)'");
      }
      if (i < streams - 1) {
        condition.append(" AND ctid < '(").append(bounds.get(i)).append(",0)'");
      }
      conditions.add(condition.toString());
    }
    return conditions;
  }

  private static List<Long> bounds(List<Long> pages, int streams) {
    List<Long> bounds = new ArrayList<>();
    for (int i = 1; i < streams; i++) {
      bounds.add(pages.isEmpty() ? i : pages.get((int) ((long) pages.size() * i / streams)));
    }
    return bounds;
  }

  /** The pages of a sample of the day's rows, ascending. */
  private static List<Long> pagesOfDay(
      PostgresSnapshot snapshot, JournalSchema schema, LocalDate day) throws SQLException {
    var sql =
        "SELECT (ctid::text::point)[0]::bigint FROM %s TABLESAMPLE SYSTEM (?) WHERE %s = ? ORDER BY 1"
            .formatted(schema.tableSql(), schema.columnSql(schema.day()));
    try (var statement = snapshot.connection().prepareStatement(sql)) {
      statement.setDouble(1, samplePercent(snapshot, schema));
      statement.setObject(2, day);
      List<Long> pages = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          pages.add(rows.getLong(1));
        }
      }
      return pages;
    }
  }

  private static double samplePercent(PostgresSnapshot snapshot, JournalSchema schema)
      throws SQLException {
    var sql =
        """
        SELECT relkind, (
          SELECT coalesce(sum(pg_relation_size(relid)), pg_relation_size(c.oid))
            / current_setting('block_size')::bigint
          FROM pg_partition_tree(c.oid))
        FROM pg_class c WHERE oid = to_regclass(?)
        """;
    try (var statement = snapshot.connection().prepareStatement(sql)) {
      statement.setString(1, schema.tableSql());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next() || !SAMPLED_KINDS.contains(rows.getString(1))) {
          throw new JournalLoadException(
              UNSUPPORTED,
              CopySourceProvider.STRATEGY,
              "%s has no pages of its own for several streams to share, as a table has: load it by one stream"
                  .formatted(schema.tableSql()));
        }
        return Math.min(100, 100.0 * SAMPLED_PAGES / Math.max(1, rows.getLong(2)));
      }
    }
  }
}
