package dev.ledgerload.harness.setup;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server's version, and those settings that measurements depend on and that aren't its defaults.
 * Only those named here: others may hold a password, as {@code primary_conninfo} does, and an
 * extension may bring any.
 */
final class PostgresFacts {
  private static final String SQL =
      """
      SELECT 'server_version', current_setting('server_version') UNION ALL (
        SELECT name, current_setting(name) FROM pg_settings
        WHERE setting IS DISTINCT FROM boot_val
          AND source NOT IN ('default', 'override', 'client', 'session')
          AND name IN (
            'autovacuum', 'backend_flush_after', 'bgwriter_delay', 'bgwriter_lru_maxpages',
            'block_size', 'checkpoint_completion_target', 'checkpoint_timeout',
            'client_connection_check_interval', 'cpu_index_tuple_cost', 'cpu_operator_cost',
            'cpu_tuple_cost', 'cursor_tuple_fraction', 'data_checksums', 'debug_assertions',
            'default_statistics_target', 'default_text_search_config', 'default_toast_compression',
            'default_transaction_isolation', 'effective_cache_size', 'effective_io_concurrency',
            'enable_bitmapscan', 'enable_hashagg', 'enable_hashjoin', 'enable_indexonlyscan',
            'enable_indexscan', 'enable_material', 'enable_memoize', 'enable_mergejoin',
            'enable_nestloop', 'enable_parallel_append', 'enable_parallel_hash',
            'enable_partition_pruning', 'enable_partitionwise_aggregate', 'enable_seqscan',
            'enable_sort', 'fsync', 'full_page_writes', 'hash_mem_multiplier', 'hot_standby',
            'huge_pages', 'io_combine_limit', 'io_method', 'io_workers', 'jit', 'jit_above_cost',
            'lc_messages', 'log_min_duration_statement', 'log_statement', 'log_timezone',
            'logical_decoding_work_mem', 'maintenance_io_concurrency', 'maintenance_work_mem',
            'max_connections', 'max_parallel_maintenance_workers', 'max_parallel_workers',
            'max_parallel_workers_per_gather', 'max_wal_size', 'max_worker_processes',
            'min_parallel_index_scan_size', 'min_parallel_table_scan_size', 'min_wal_size',
            'parallel_leader_participation', 'parallel_setup_cost', 'parallel_tuple_cost',
            'plan_cache_mode', 'random_page_cost', 'scram_iterations', 'seq_page_cost',
            'server_encoding', 'shared_buffers', 'ssl', 'synchronous_commit',
            'synchronize_seqscans', 'TimeZone', 'temp_buffers', 'track_io_timing',
            'wal_buffers', 'wal_compression', 'wal_level', 'work_mem')
        ORDER BY name COLLATE "C")
      """;

  private PostgresFacts() {}

  static Map<String, String> of(PostgresUrl postgres) {
    try (var session = PostgresSession.open("bench", postgres, Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(Duration.ofSeconds(30)),
          () -> "reading the server's settings",
          snapshot -> {
            Map<String, String> facts = new LinkedHashMap<>();
            try (var statement = snapshot.connection().createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
              while (rows.next()) {
                facts.put(rows.getString(1), rows.getString(2));
              }
            }
            return facts;
          });
    }
  }
}
