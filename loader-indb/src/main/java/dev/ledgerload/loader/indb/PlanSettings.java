package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How the server is to plan, for the rest of the transaction.
 *
 * @param byIndex whether to read an index that has all that is asked for, rather than the table;
 *     null for as the server would
 * @param workers the server's processes that may help; null for as many as it allows
 */
record PlanSettings(@Nullable Boolean byIndex, @Nullable Integer workers)
    implements Question<Boolean> {
  /*
   *  parallel_*_cost  with the server's own, a day must be large before a helper is worth its start
   *  work_mem         so that some hundred thousand groups are formed without writing files; only
   *                   ever raised
   *  jit              compiling costs more than it saves below some million entries
   *  plan_cache_mode  days differ in size, so each is planned for itself
   *  enable_indexonlyscan, random_page_cost
   *                   the table is read, or the index: what is asked for
   */
  private static final String SQL =
      """
        set_config('max_parallel_workers_per_gather',
          coalesce(%s, current_setting('max_parallel_workers_per_gather')), true),
        set_config('parallel_setup_cost', '0', true),
        set_config('parallel_tuple_cost', '0', true),
        set_config('work_mem',
          greatest(65536, pg_size_bytes(current_setting('work_mem')) / 1024) || 'kB', true),
        set_config('jit', 'off', true),
        set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('enable_indexonlyscan',
          coalesce(%s, current_setting('enable_indexonlyscan')), true),
        set_config('random_page_cost',
          coalesce(%s, current_setting('random_page_cost')), true)
      """;

  /** What to select for them to hold. */
  String selected(Literals literals) throws SQLException {
    return SQL.formatted(
        literals.of(workers == null ? null : workers.toString()),
        literals.of(byIndex == null ? null : byIndex ? "on" : "off"),
        literals.of(byIndex != null && byIndex ? "1" : null));
  }

  @Override
  public String sql(Literals literals) throws SQLException {
    return "SELECT\n" + selected(literals);
  }

  @Override
  public Boolean answer(ResultSet rows) throws SQLException {
    return rows.next();
  }
}
