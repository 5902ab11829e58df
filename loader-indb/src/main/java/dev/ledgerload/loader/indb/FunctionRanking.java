package dev.ledgerload.loader.indb;

import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * By the function that is installed.
 *
 * @param byIndex whether to read the covering index rather than the table
 * @param workers the server's processes that may help; null for as many as it allows
 */
record FunctionRanking(boolean byIndex, @Nullable Integer workers) implements Ranking {
  /*
   * What is installed, and settings, in one round trip.
   *
   *  parallel_*_cost  with the server's own, a day must be large before a helper is worth its start
   *  work_mem         so that some hundred thousand pairs are grouped without writing files; only
   *                   ever raised
   *  jit              compiling costs more than it saves below some million entries
   *  plan_cache_mode  days differ in size, so each is planned for itself
   *  enable_indexonlyscan, random_page_cost
   *                   the table is read, or the index: what is asked for
   */
  private static final String PREPARE =
      """
      SELECT
        obj_description(to_regprocedure(?), 'pg_proc'),
        (SELECT obj_description(indexrelid, 'pg_class') FROM pg_index
          WHERE indexrelid = to_regclass(?) AND indrelid = ? AND indisvalid),
        set_config('max_parallel_workers_per_gather',
          coalesce(?, current_setting('max_parallel_workers_per_gather')), true),
        set_config('parallel_setup_cost', '0', true),
        set_config('parallel_tuple_cost', '0', true),
        set_config('work_mem',
          greatest(65536, pg_size_bytes(current_setting('work_mem')) / 1024) || 'kB', true),
        set_config('jit', 'off', true),
        set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('enable_indexonlyscan', ?, true),
        set_config('random_page_cost',
          coalesce(?, current_setting('random_page_cost')), true)
      """;

  private static final String CALL =
      "SELECT journal_id, account_debit, account_credit, total_amount, entries FROM %s(?)";

  @Override
  public PreparedStatement prepare(Connection connection, JournalSchema schema, LocalDate day)
      throws SQLException {
    var sql = TotalsSql.of(connection, schema);
    try (var statement = connection.prepareStatement(PREPARE)) {
      statement.setString(1, sql.functionSignature());
      statement.setString(2, sql.index());
      statement.setLong(3, sql.journal().oid());
      statement.setString(4, workers == null ? null : workers.toString());
      statement.setString(5, byIndex ? "on" : "off");
      statement.setString(6, byIndex ? "1" : null);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        sql.requireFunction(row.getString(1));
        if (byIndex) {
          sql.requireIndex(row.getString(2));
        }
      }
    }
    return Ranking.of(day, connection, CALL.formatted(sql.function()));
  }
}
