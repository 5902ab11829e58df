package dev.ledgerload.loader.indb;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.testbed.DatabaseUrl;
import dev.ledgerload.testbed.JournalTestbed;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;

/** A small journal in a schema of its own, gone when it is closed. */
final class Journal implements AutoCloseable {
  static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  static final String SCHEMA = "indb_test";

  /** That of every role that a test makes. */
  static final String PASSWORD = "clerks-secret";

  private static final JournalTestbed TESTBED = JournalTestbed.start(); // ends with the JVM

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema schema;

  Journal(String table) {
    schema = JournalSchema.GL_ENTRIES.withTable(SCHEMA + "." + table);
    execute(
        "DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE",
        "CREATE SCHEMA " + SCHEMA,
        create(table),
        """
        INSERT INTO %s SELECT DATE '2026-01-30' + n %% 3, 'd' || n %% 50, 'c' || n %% 7, n, -n
        FROM generate_series(1, 30000) n
        """
            .formatted(schema.tableSql()));
    analyse();
  }

  static String create(String table) {
    return "CREATE TABLE %s.\"%s\" (trx_date date, acc_debit varchar, acc_credit varchar, amount numeric(18,2), other numeric(18,2))"
        .formatted(SCHEMA, table);
  }

  void analyse() {
    execute("VACUUM ANALYZE " + schema.tableSql());
  }

  JournalSchema schema() {
    return schema;
  }

  static PostgresUrl url() {
    return TESTBED.postgresUrl();
  }

  SourceConfig config() {
    return config(url());
  }

  SourceConfig config(PostgresUrl url) {
    return SourceConfig.of(url, allocator).withSchema(schema);
  }

  /** As another login. */
  SourceConfig config(String role) {
    return config(DatabaseUrl.of(url()).withUser(role, PASSWORD).url());
  }

  void install() {
    new IndbInstallation().install(config());
  }

  Totals totals(Map<String, String> options) {
    return totals(config().withOptions(options));
  }

  static Totals totals(SourceConfig config) {
    try (var source = new IndbSourceProvider().open(config)) {
      return source.totals(DAY);
    }
  }

  static void execute(String... statements) {
    try (var connection = DriverManager.getConnection(TESTBED.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of what a query returns. */
  static List<String> texts(String sql) {
    try (var connection = DriverManager.getConnection(TESTBED.postgresUrl().jdbcUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All functions, tables, indexes and views of the schema. */
  static List<String> objects() {
    return texts(
        """
        SELECT relkind::text || ' ' || relname FROM pg_class WHERE relnamespace = '%1$s'::regnamespace
        UNION ALL
        SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = '%1$s'::regnamespace
        ORDER BY 1
        """
            .formatted(SCHEMA));
  }

  @Override
  public void close() {
    execute("DROP SCHEMA " + SCHEMA + " CASCADE");
    allocator.close();
  }
}
