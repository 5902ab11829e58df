package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.Standby;
import dev.ledgerload.testbed.TestbedOptions;
import dev.ledgerload.testbed.TestbedProvider;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("settings")
@Timeout(120)
class StandbySessionTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  private static final JournalSchema LAYOUT = JournalSchema.GL_ENTRIES.withTable("public.followed");
  private static final String INSERT = "INSERT INTO followed VALUES (1, '2026-01-31', 1)";

  private static JournalTestbed testbed;
  private static Standby standby;

  @BeforeAll
  static void follow() throws SQLException {
    testbed =
        JournalTestbed.start(TestbedOptions.fromEnvironment().withForced(TestbedProvider.EMBEDDED));
    execute("CREATE TABLE followed (id bigint, trx_date date, amount numeric(18,2))");
    try (var allocator = new RootAllocator()) {
      new VersionsInstallation()
          .install(SourceConfig.of(testbed.postgresUrl(), allocator).withSchema(LAYOUT));
    }
    standby = Standby.of(testbed.postgresUrl());
  }

  @AfterAll
  static void stop() {
    standby.close();
    testbed.close();
  }

  @Test
  void isAsOldAsTheLastCommitThatWasReplayed() throws SQLException {
    try (var session = open(standby.url())) {
      execute(INSERT);
      standby.awaitReplay();
      standby.pauseReplay();
      var between = clock();
      execute(INSERT);

      var asOf = inSnapshot(session, PostgresSnapshot::asOf);
      assertThat(asOf).isBefore(between);
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () -> inSnapshot(session, snapshot -> require(snapshot, Duration.ofNanos(1))));
      assertThat(failure)
          .hasMessageContaining("standby")
          .hasMessageContaining("load from the primary")
          .returns(UNAVAILABLE, JournalLoadException::kind);
      assertThatCode(() -> inSnapshot(session, snapshot -> require(snapshot, Duration.ofDays(1))))
          .doesNotThrowAnyException();

      standby.resumeReplay();
      standby.awaitReplay();
      assertThat(inSnapshot(session, PostgresSnapshot::asOf)).isAfter(between);
    }
  }

  @Test
  void isOfTheClockOnThePrimary() throws SQLException {
    try (var session = open(testbed.postgresUrl())) {
      var before = clock();

      assertThat(inSnapshot(session, PostgresSnapshot::asOf)).isAfter(before);
      assertThatCode(() -> inSnapshot(session, snapshot -> require(snapshot, Duration.ofNanos(1))))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void comparesNoVersionOfAStandbyWithOneOfThePrimary() throws SQLException {
    try (var here = open(standby.url());
        var there = open(testbed.postgresUrl())) {
      standby.awaitReplay();
      var followed = version(here).orElseThrow();

      assertThat(version(here)).hasValue(followed);
      assertThat(version(there).orElseThrow())
          .returns(followed.changes(), DayVersion::changes)
          .isNotEqualTo(followed);
    }
  }

  @Test
  void refusesToLetASessionOfAnotherServerAdoptItsSnapshot() throws SQLException {
    try (var first = open(testbed.postgresUrl());
        var second = open(standby.url())) {
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () ->
                  inSnapshot(
                      first,
                      snapshot ->
                          second.inSnapshot(
                              snapshot.export(), soon(), () -> "adopting", adopted -> "")));
      assertThat(failure)
          .hasMessageContaining("name one host")
          .returns(UNSUPPORTED, JournalLoadException::kind);
    }
  }

  private static boolean require(PostgresSnapshot snapshot, Duration age) {
    snapshot.requireNoOlderThan(age, "test");
    return true;
  }

  private static Optional<DayVersion> version(PostgresSession session) {
    return inSnapshot(session, snapshot -> snapshot.version(LAYOUT, DAY));
  }

  private static <T> T inSnapshot(PostgresSession session, PostgresSession.Work<T> work) {
    return session.inSnapshot(null, soon(), () -> "asking", work);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private static PostgresSession open(PostgresUrl url) {
    return PostgresSession.open("test", url, Map.of());
  }

  private static Instant clock() throws SQLException {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT clock_timestamp()")) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
