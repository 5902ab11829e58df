package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.Standby;
import dev.ledgerload.testbed.TestbedOptions;
import dev.ledgerload.testbed.TestbedProvider;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With freshness=version a standby gives what it has replayed, and says so to who wants more. */
@Tag("settings")
@Timeout(120)
class StandbyFreshnessTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final JournalQuery QUERY = JournalQuery.entriesForTotals(DAY);
  private static final JournalSchema COUNTED = JournalSchema.GL_ENTRIES.withTable("counted");
  private static final JournalSchema UNCOUNTED = JournalSchema.GL_ENTRIES.withTable("uncounted");

  private static JournalTestbed testbed;
  private static Standby standby;

  private final RootAllocator allocator = new RootAllocator();

  @BeforeAll
  static void follow() throws SQLException {
    testbed =
        JournalTestbed.start(TestbedOptions.fromEnvironment().withForced(TestbedProvider.EMBEDDED));
    for (var schema : new JournalSchema[] {COUNTED, UNCOUNTED}) {
      execute(
          "CREATE TABLE %s (id bigint, trx_date date, acc_debit text, acc_credit text, amount numeric(18,2))"
              .formatted(schema.tableSql()));
    }
    try (var allocator = new RootAllocator()) {
      Servers.installation("versions")
          .install(SourceConfig.of(testbed.postgresUrl(), allocator).withSchema(COUNTED));
    }
    standby = Standby.of(testbed.postgresUrl());
  }

  @AfterAll
  static void stop() {
    standby.close();
    testbed.close();
  }

  @AfterEach
  void leavesNothingBehind() {
    allocator.close();
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void insert(JournalSchema schema) throws SQLException {
    execute("INSERT INTO %s VALUES (1, '%s', 'd', 'c', 5)".formatted(schema.tableSql(), DAY));
  }

  private HybridJournalSource open(JournalSchema schema) {
    return HybridJournalSource.open(
        new SourceConfig(
            standby.url(),
            null,
            schema,
            allocator,
            Map.of("tiers", "memory,copy", "freshness", "version")),
        LoadRecorder.NONE);
  }

  private static String requireRows(HybridJournalSource source, long rows) {
    var answer = source.answer(QUERY);
    try (var table = answer.table()) {
      assertThat(table.rows()).isEqualTo(rows);
      return answer.from();
    }
  }

  @Test
  void givesWhatItHasReplayedWhereNoVersionIsKnown() throws SQLException {
    try (var source = open(UNCOUNTED)) {
      standby.pauseReplay();
      insert(UNCOUNTED);
      assertThat(requireRows(source, 0)).isEqualTo("copy");
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () -> source.load(QUERY.noOlderThan(Duration.ofNanos(1))).close());
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("standby");
      standby.resumeReplay();
      standby.awaitReplay();
      assertThat(requireRows(source, 1)).isEqualTo("copy");
    }
  }

  @Test
  void servesACopyAsLongAsItHasReplayedNoChange() throws SQLException {
    try (var source = open(COUNTED)) {
      assertThat(requireRows(source, 0)).isEqualTo("copy");
      standby.pauseReplay();
      insert(COUNTED);
      assertThat(requireRows(source, 0)).isEqualTo("memory");
      standby.resumeReplay();
      standby.awaitReplay();
      assertThat(requireRows(source, 1)).isEqualTo("copy");
      assertThat(requireRows(source, 1)).isEqualTo("memory");
    }
  }
}
