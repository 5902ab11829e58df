package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.postgres.VersionsInstallation;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** A server with ledgers, and what it says of them itself. */
final class TestLedgers {
  /** Of 4 days with 3,000 entries each; of the first it has versions. */
  static final String VERSIONED = "versioned";

  static final String PLAIN = "plain_entries";

  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(3_000, 4));

  private static @Nullable TestLedgers shared;

  private final JournalTestbed testbed = JournalTestbed.start();

  private TestLedgers() throws SQLException {
    seed(VERSIONED);
    seed(PLAIN);
    installVersions(JournalSchema.GL_ENTRIES.withTable(VERSIONED));
    execute(TypedLedger.SQL);
  }

  /** Those of this JVM, which they end with. */
  static synchronized TestLedgers shared() throws SQLException {
    if (shared == null) {
      shared = new TestLedgers();
    }
    return shared;
  }

  private void seed(String table) {
    JOURNAL.seed(
        testbed.postgresUrl(),
        JournalSchema.GL_ENTRIES.withTable(table),
        SeedOptions.DEFAULT.withReplace(true));
  }

  void installVersions(JournalSchema schema) {
    install(new VersionsInstallation(), schema, Map.of());
  }

  void install(JournalInstallation what, JournalSchema schema, Map<String, String> options) {
    try (var allocator = new RootAllocator()) {
      what.install(
          SourceConfig.of(testbed.postgresUrl(), allocator)
              .withSchema(schema)
              .withOptions(options));
    }
  }

  String url() {
    return testbed.postgresUrl().jdbcUrl();
  }

  /** What the source is told of the seeded journal in a table. */
  Map<String, String> options(String table) {
    return options(url(), table);
  }

  /** The same of any database. */
  static Map<String, String> options(String url, String table) {
    return Map.of(
        "url",
        url,
        "table",
        table,
        "day",
        "trx_date",
        "keys",
        "acc_debit,acc_credit",
        "measures",
        "amount",
        "codes",
        "t_1,t_2,t_3,t_4,t_5",
        "columns",
        "id");
  }

  /** A query's rows by the database itself, of each its values as text, separated by tabs. */
  List<String> ask(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> answer = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        answer.add(String.join("\t", values));
      }
      return answer;
    }
  }

  void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How many connections the source has. */
  int connections() throws SQLException {
    return Integer.parseInt(
        ask("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'ledgerload-spark%'")
            .get(0));
  }

  /** How many of these are sending a day. */
  int readers() throws SQLException {
    return Integer.parseInt(
        ask("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'ledgerload-spark-%'"
                + " AND state = 'active' AND query LIKE 'COPY %'")
            .get(0));
  }

  /**
   * Waits until it has none any more; it keeps one for a moment, and a query's end is told late.
   */
  void requireNoConnectionSoon() throws SQLException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (connections() > 0 && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(connections()).isZero();
  }
}
