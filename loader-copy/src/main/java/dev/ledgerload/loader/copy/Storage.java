package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * What a journal's rows lie in, and what the server would do to read them.
 *
 * @param withoutPages something of it that has no pages as a table has
 * @param pages how many those of its tables have that are read
 * @param workers how many processes more than one its owner has it give to a query
 */
record Storage(Optional<String> withoutPages, long pages, int workers) {

  /**
   * A table, its partitions and what inherits from it. Without places are what is shown by a view,
   * what lies on another server, where each stream would see a snapshot of its own, and what isn't
   * stored as PostgreSQL's own tables are (2 is the number of the access method {@code heap}).
   */
  private static final String FIND =
      """
      WITH RECURSIVE tree(oid) AS (
        SELECT to_regclass(?)::oid
        UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.oid)
      SELECT
        min(c.oid::regclass::text) FILTER (
          WHERE c.relkind NOT IN ('r', 'm', 'p') OR (c.relkind <> 'p' AND c.relam <> 2)),
        coalesce(
          sum(pg_relation_size(c.oid)) FILTER (
            WHERE ? OR c.oid IN (SELECT to_regclass(name)::oid FROM unnest(?::text[]) AS n(name))),
          0) / current_setting('block_size')::bigint,
        current_setting('max_parallel_workers_per_gather')::int
      FROM tree JOIN pg_class c USING (oid)
      """;

  /**
   * Looks at it.
   *
   * @param journal of a table, not of a query
   * @param read those of its tables that are read, as SQL; empty for all of them
   */
  static Storage find(PostgresSnapshot snapshot, JournalSchema journal, Set<String> read)
      throws SQLException {
    var connection = snapshot.connection();
    try (var statement = connection.prepareStatement(FIND)) {
      statement.setString(1, journal.tableSql());
      statement.setBoolean(2, read.isEmpty());
      statement.setArray(3, connection.createArrayOf("text", read.toArray()));
      try (var rows = statement.executeQuery()) {
        rows.next();
        return new Storage(Optional.ofNullable(rows.getString(1)), rows.getLong(2), rows.getInt(3));
      }
    }
  }
}
