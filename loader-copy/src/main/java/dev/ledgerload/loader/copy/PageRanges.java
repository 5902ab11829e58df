package dev.ledgerload.loader.copy;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Divides a table's pages among streams. */
final class PageRanges {
  /*
   * Every range is a condition on ctid, the place of a row version; the first range has no lower
   * bound, the last no upper, and each begins where the one before ends. So whatever the bounds are,
   * and however many partitions and children the table has, each row that the snapshot sees is in exactly one
   * range. The bounds only balance the work. They are quantiles of the pages on which a sample finds
   * the day's rows: a day usually lies together, and a bound outside of it would leave a stream
   * without work. Since PostgreSQL 14 a scan reads only the pages of its range.
   */
  private static final int SAMPLED_PAGES = 400;

  /**
   * What a table's rows lie in: itself, its partitions and what inherits from it. Those that have
   * no places come first: what is shown by a view, and what lies on another server, where each
   * stream would see a snapshot of its own.
   */
  private static final String TREE =
      """
      WITH RECURSIVE tree(oid) AS (
        SELECT to_regclass(?)::oid
        UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.oid)
      SELECT
        min(c.oid::regclass::text) FILTER (WHERE c.relkind NOT IN ('r', 'm', 'p')),
        coalesce(sum(pg_relation_size(c.oid)), 0) / current_setting('block_size')::bigint
      FROM tree JOIN pg_class c USING (oid)
      """;

  private PageRanges() {}

  /** As many conditions as streams, to be added to a WHERE clause. */
  static List<String> conditions(
      PostgresSnapshot snapshot, JournalShape journal, LocalDate day, int streams)
      throws SQLException {
    var bounds = bounds(pagesOfDay(snapshot, journal, day), streams);
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
      PostgresSnapshot snapshot, JournalShape journal, LocalDate day) throws SQLException {
    double percent = samplePercent(snapshot, journal.schema());
    var sql =
        "SELECT (ctid::text::point)[0]::bigint FROM %s TABLESAMPLE SYSTEM (%s) WHERE %s ORDER BY 1"
            .formatted(journal.schema().tableSql(), percent, journal.entriesOfSql(day));
    try (var statement = snapshot.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      List<Long> pages = new ArrayList<>();
      try (var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          pages.add(rows.getLong(1));
        }
      }
      return pages;
    }
  }

  static double samplePercent(PostgresSnapshot snapshot, JournalSchema schema) throws SQLException {
    if (schema.isQuery()) {
      throw refusal(schema.title());
    }
    try (var statement = snapshot.connection().prepareStatement(TREE)) {
      statement.setString(1, schema.tableSql());
      try (var rows = statement.executeQuery()) {
        rows.next();
        var without = rows.getString(1);
        if (without != null) {
          throw refusal(without);
        }
        return Math.min(100, 100.0 * SAMPLED_PAGES / Math.max(1, rows.getLong(2)));
      }
    }
  }

  private static JournalLoadException refusal(String relation) {
    return new JournalLoadException(
        UNSUPPORTED,
        CopySourceProvider.STRATEGY,
        "%s has no pages of its own for several streams to share, as a table has: load it by one stream"
            .formatted(relation));
  }
}
