package dev.ledgerload.harness.setup;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.Layout;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a day that is measured lies among in its seeded table, on how many pages, and how the server
 * would read it.
 */
final class SeededTableFacts {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Those of the table and its partitions, and those that the day has an entry on. */
  private static final String PAGES =
      """
      SELECT
        (SELECT sum(pg_relation_size(oid)) / current_setting('block_size')::bigint
          FROM (SELECT to_regclass(?)::oid UNION SELECT inhrelid FROM pg_inherits
            WHERE inhparent = to_regclass(?)) tables(oid))::bigint,
        (SELECT count(*)
          FROM (SELECT DISTINCT tableoid, (ctid::text::point)[0] FROM %s WHERE %s = ?) pages)
      """;

  private SeededTableFacts() {}

  static Map<String, String> of(JournalParameters journal, Layout layout, Target target) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("history days", Integer.toString(journal.historyDays()));
    facts.put(
        "rows a history day",
        Integer.toString(journal.historyDays() == 0 ? 0 : journal.rowsPerHistoryDay()));
    facts.put("order", layout.scattered() ? "scattered" : "by day");
    facts.put(
        "partitions",
        switch (layout.partitions()) {
          case NONE -> "none";
          case DAY -> "by day";
          case MONTH -> "by month";
        });
    facts.put("days of the table", Integer.toString(journal.days() + journal.historyDays()));
    facts.put("entries of the table", Long.toString(journal.rows()));
    facts.putAll(pages(target));
    facts.putAll(DayPlan.facts(target.postgres(), target.schema(), target.date()));
    return facts;
  }

  private static Map<String, String> pages(Target target) {
    try (var session = PostgresSession.open("bench", target.postgres(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "counting the pages of " + target.day(),
          snapshot -> pages(snapshot, target));
    }
  }

  private static Map<String, String> pages(PostgresSnapshot snapshot, Target target)
      throws SQLException {
    var table = target.schema().tableSql();
    var sql = PAGES.formatted(table, target.schema().columnSql(target.schema().day()));
    try (var statement = snapshot.connection().prepareStatement(sql)) {
      statement.setString(1, table);
      statement.setString(2, table);
      statement.setObject(3, target.date());
      try (var row = statement.executeQuery()) {
        row.next();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("pages of the table", row.getString(1));
        facts.put("pages of the day", row.getString(2));
        return facts;
      }
    }
  }
}
