package dev.ledgerload.harness.setup;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.PostgresChange;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/**
 * A schema for the journals of one run. In a database that isn't ours it has a name that nobody
 * else has, so that nothing there is touched, and is dropped when this is closed, with all that
 * lies in it.
 */
final class BenchSchema implements AutoCloseable {
  private static final String BENCH = "bench";
  private static final int ID_LENGTH = 8;

  /** What JVMs that were ended may have left at work there, for nobody; autovacuum gives way. */
  private static final String END_USERS =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND usename = session_user
        AND backend_type = 'client backend' AND pid <> pg_backend_pid()
        AND pid IN (
          SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
          WHERE l.database = datid AND c.relnamespace = to_regnamespace(?))
      """;

  private final PostgresUrl postgres;
  private final String name;

  /** Makes none yet. */
  BenchSchema(PostgresUrl postgres) {
    this.postgres = postgres;
    this.name = "ledgerload_bench_" + UUID.randomUUID().toString().substring(0, ID_LENGTH);
  }

  /**
   * Makes it.
   *
   * @throws JournalLoadException if the user may not
   */
  void create() {
    change(
        "creating the schema " + name,
        connection -> {
          requireRight(connection);
          execute(connection, "CREATE SCHEMA " + name);
        });
  }

  /** The schema of a journal in it. */
  JournalSchema journal(int rows, String suffix) {
    return JournalSchema.GL_ENTRIES.withTable(
        String.format(Locale.ROOT, "%s.entries_%d%s", name, rows, suffix));
  }

  private static void requireRight(Connection connection) throws SQLException {
    var sql =
        "SELECT has_database_privilege(current_database(), 'CREATE'), current_database(), current_user";
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      if (!row.getBoolean(1)) {
        throw new JournalLoadException(
            UNSUPPORTED,
            BENCH,
            "a journal is seeded in a schema of its own, which %s may not create in %s: grant CREATE on the database, or name another user or database"
                .formatted(row.getString(3), row.getString(2)));
      }
    }
  }

  private void change(String doing, PostgresChange.Work work) {
    PostgresChange.make(BENCH, postgres, doing, work);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Drops it, if it is there. */
  @Override
  public void close() {
    change(
        "dropping the schema %s, which DROP SCHEMA %s CASCADE does".formatted(name, name),
        connection -> {
          try (var statement = connection.prepareStatement(END_USERS)) {
            statement.setString(1, name);
            statement.execute();
          }
          execute(connection, "DROP SCHEMA IF EXISTS %s CASCADE".formatted(name));
        });
  }
}
