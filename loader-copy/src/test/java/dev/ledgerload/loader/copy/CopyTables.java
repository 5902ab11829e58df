package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSchemaBuilder;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalTestbed;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;

/** Tables of one test class, in a schema of their own, and loads of one of their days. */
final class CopyTables implements AutoCloseable {
  static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  static final String COLUMNS =
      "(id bigint, day date, account text, amount numeric(18,2), filler text)";

  /** Twelve days of 1,000 entries, one after the other on some 230 pages; {@link #DAY} is amid. */
  static final String ROWS =
      " SELECT n, DATE '2026-03-25' + n / 1000, 'a' || n % 7, 1, repeat('x', 100)"
          + " FROM generate_series(0, 11999) n";

  private final String name;
  private final JournalTestbed testbed = JournalTestbed.start();
  private final RootAllocator allocator = new RootAllocator();

  /**
   * @param name the schema's, for which {@code $} stands in all SQL
   */
  CopyTables(String name) {
    this.name = name;
    execute("DROP SCHEMA IF EXISTS $ CASCADE", "CREATE SCHEMA $");
  }

  void execute(String... statements) {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql.replace("$", name));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the planner take the tables for so much larger than they are that a day's load is long. */
  void makeLargeForThePlanner() {
    execute(
        "UPDATE pg_class SET reltuples = 1e5 * greatest(reltuples, 1000)"
            + " WHERE relnamespace = '$'::regnamespace AND relkind IN ('r', 'm') AND reltuples < 1e8");
  }

  JournalSchemaBuilder builder(String table) {
    return JournalSchema.of(name + "." + table)
        .day("day")
        .keys("account")
        .measures("amount")
        .columns("id");
  }

  JournalSchema schema(String table) {
    return builder(table).build();
  }

  JournalSource open(JournalSchema schema, String streams) {
    return new CopySourceProvider()
        .open(
            SourceConfig.of(testbed.postgresUrl(), allocator)
                .withSchema(schema)
                .withOptions(Map.of("streams", streams)));
  }

  /** The ids of the day's entries by a load, ascending. */
  List<Long> loaded(JournalSchema schema, String streams) {
    try (var source = open(schema, streams)) {
      return loaded(schema, source);
    }
  }

  static List<Long> loaded(JournalSchema schema, JournalSource source) {
    var id = schema.column("id");
    try (var table = source.load(JournalQuery.of(schema, DAY).select(id))) {
      List<Long> ids = new ArrayList<>();
      var rows = table.cursor();
      while (rows.next()) {
        ids.add(rows.getLong(id));
      }
      ids.sort(null);
      return ids;
    }
  }

  /** The ids of entries by SQL, ascending. */
  List<Long> selected(JournalSchema schema, String condition) {
    var sql = "SELECT id FROM %s WHERE %s ORDER BY id".formatted(schema.fromSql(), condition);
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<Long> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  <T> T inSnapshot(PostgresSession.Work<T> work) {
    try (var session = PostgresSession.open("copy", testbed.postgresUrl(), Map.of())) {
      return session.inSnapshot(null, Deadline.after(Duration.ofMinutes(1)), () -> "asking", work);
    }
  }

  @Override
  public void close() {
    execute("DROP SCHEMA $ CASCADE");
    allocator.close();
    testbed.close();
  }
}
