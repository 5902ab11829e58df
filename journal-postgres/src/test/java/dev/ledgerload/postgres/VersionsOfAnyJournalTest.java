package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSchemaBuilder;
import dev.ledgerload.spi.SourceConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of days that aren't dates, and of what isn't a table. */
@Tag("ledgers")
class VersionsOfAnyJournalTest {
  private static final LocalDate DAY = LocalDate.of(2026, 10, 25); // of 25 hours in Berlin
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final PostgresSession session = PostgresSession.open("test", Database.url(), Map.of());

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  @BeforeEach
  void makeTable() throws SQLException {
    execute(
        "DROP TABLE IF EXISTS t, journal_versions_t CASCADE",
        "CREATE TABLE t (d timestamp, m timestamptz, k int, amount int)");
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static void execute(String... statements) throws SQLException {
    for (var sql : statements) {
      Database.execute("SET search_path = %s; %s".formatted(Database.SCHEMA, sql));
    }
  }

  private static JournalSchemaBuilder journal(String table, String day) {
    return JournalSchema.of(Database.SCHEMA + "." + table).day(day).keys("k").measures("amount");
  }

  private static void install(JournalSchema schema) {
    try (var allocator = new RootAllocator()) {
      new VersionsInstallation().install(config(schema, allocator));
    }
  }

  private static boolean isInstalled(JournalSchema schema) {
    try (var allocator = new RootAllocator()) {
      return new VersionsInstallation().isInstalled(config(schema, allocator));
    }
  }

  private static SourceConfig config(JournalSchema schema, RootAllocator allocator) {
    return SourceConfig.of(Database.url(), allocator).withSchema(schema);
  }

  private Optional<DayVersion> version(JournalSchema schema, LocalDate day) {
    return inSnapshot(snapshot -> snapshot.version(schema, day));
  }

  private long changes(JournalSchema schema, LocalDate day) {
    return version(schema, day).orElseThrow().changes();
  }

  private <T> T inSnapshot(PostgresSession.Work<T> work) {
    return session.inSnapshot(null, Deadline.after(Duration.ofMinutes(1)), () -> "asking", work);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-24 23:59:59.999999, -1",
    "2026-10-25 00:00:00, 0",
    "2026-10-25 23:59:59.999999, 0",
    "2026-10-26 00:00:00, 1"
  })
  void countsATimestampForItsDay(String moment, int day) throws SQLException {
    var schema = journal("t", "d").build();
    install(schema);
    execute("INSERT INTO t (d) VALUES ('%s')".formatted(moment));

    for (int i = -1; i <= 1; i++) {
      assertThat(changes(schema, DAY.plusDays(i))).isEqualTo(i == day ? 1 : 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-24 21:59:59.999999+00, -1",
    "2026-10-24 22:00:00+00, 0",
    "2026-10-25 22:59:59.999999+00, 0",
    "2026-10-25 23:00:00+00, 1"
  })
  void countsAMomentForItsZonesDayWhateverTheWritersZone(String moment, int day)
      throws SQLException {
    var schema = journal("t", "m").dayZone(BERLIN).build();
    install(schema);
    execute("SET TimeZone = 'Asia/Tokyo'; INSERT INTO t (m) VALUES ('%s')".formatted(moment));

    for (int i = -1; i <= 1; i++) {
      assertThat(changes(schema, DAY.plusDays(i))).isEqualTo(i == day ? 1 : 0);
    }
  }

  @Test
  void countsBothDaysOfWhatMovesAndADayOnceForAStatement() throws SQLException {
    var schema = journal("t", "d").build();
    execute("INSERT INTO t (d) SELECT '2026-10-25' FROM generate_series(1, 10)");
    install(schema);
    execute("UPDATE t SET d = '2026-10-26 10:00'", "DELETE FROM t");

    assertThat(changes(schema, DAY)).isEqualTo(1);
    assertThat(changes(schema, DAY.plusDays(1))).isEqualTo(2);
  }

  @Test
  void hasNoVersionOfOtherDaysThanAreCounted() throws SQLException {
    var berlins = journal("t", "m").dayZone(BERLIN).build();
    var utcs = journal("t", "m").dayZone(ZoneId.of("UTC")).build();
    var others = journal("t", "d").build();
    install(berlins);
    assertThat(version(berlins, DAY)).isPresent();
    assertThat(version(utcs, DAY)).isEmpty();
    assertThat(version(others, DAY)).isEmpty();

    var before = version(berlins, DAY).orElseThrow();
    install(utcs);
    assertThat(version(utcs, DAY)).isPresent();
    assertThat(version(berlins, DAY)).isEmpty();

    install(berlins);
    assertThat(version(berlins, DAY).orElseThrow().structure()).isNotEqualTo(before.structure());
  }

  /** The server takes the name for an offset that is the same all the year, the JVM for a place. */
  @Test
  void refusesAZoneThatTheServerHasOtherRulesFor() throws SQLException {
    var schema = journal("t", "m").dayZone(ZoneId.of("CET")).build();

    assertThatThrownBy(() -> install(schema))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("the server's clocks in CET change at other times");
  }

  @Test
  void hasTheSameVersionsWithAFilter() throws SQLException {
    var all = journal("t", "d").build();
    var some = journal("t", "d").filter("k = 1").build();
    install(some);
    execute("INSERT INTO t (d, k) VALUES ('2026-10-25', 2)");

    assertThat(version(some, DAY)).isEqualTo(version(all, DAY));
    assertThat(changes(some, DAY)).isEqualTo(1);
  }

  @Test
  void countsWhatIsWrittenToChildren() throws SQLException {
    execute(
        "CREATE TABLE child (more text) INHERITS (t)", "CREATE TABLE grand () INHERITS (child)");
    var schema = journal("t", "d").build();
    install(schema);
    execute("INSERT INTO grand (d) VALUES ('2026-10-25')", "UPDATE t SET k = 1");

    assertThat(changes(schema, DAY)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VIEW", "MATERIALIZED VIEW"})
  void refusesAView(String kind) throws SQLException {
    execute("CREATE %s v AS SELECT * FROM t".formatted(kind));

    assertRefused(journal("v", "d").build(), "is no table: name the table beneath it");
    assertThat(version(journal("v", "d").build(), DAY)).isEmpty();
  }

  @Test
  void refusesAQuery() {
    var query =
        JournalSchema.ofQuery("SELECT * FROM %s.t".formatted(Database.SCHEMA))
            .day("d")
            .keys("k")
            .measures("amount")
            .build();

    assertRefused(query, "the journal is a query");
    assertThat(isInstalled(query)).isFalse();
    assertThat(version(query, DAY)).isEmpty();
  }

  @Test
  void refusesForeignTables() throws SQLException {
    execute(
        "CREATE EXTENSION file_fdw",
        "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
        "CREATE FOREIGN TABLE far (d timestamp, k int, amount int) SERVER files OPTIONS (filename '/nothing')",
        "CREATE FOREIGN TABLE part () INHERITS (t) SERVER files OPTIONS (filename '/nothing')");
    try {
      assertRefused(journal("far", "d").build(), "is no table");
      assertRefused(journal("t", "d").build(), "on another server");
    } finally {
      execute("DROP EXTENSION file_fdw CASCADE");
    }
  }

  private static void assertRefused(JournalSchema schema, String message) {
    assertThatThrownBy(() -> install(schema))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining(message);
  }

  /** An older snapshot finds the table empty, as it never was. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRUNCATE t",
        "ALTER TABLE t ALTER COLUMN k TYPE bigint USING k + 1",
        "ALTER TABLE t RENAME TO old; CREATE TABLE t AS TABLE old; DROP TABLE old CASCADE",
      })
  void tellsWhatWasRewrittenBeforeItWasRead(String change) throws SQLException {
    execute("INSERT INTO t (d) VALUES ('2026-10-25')");
    var sql = "SELECT * FROM %s.t".formatted(Database.SCHEMA);
    var query = JournalSchema.ofQuery(sql).day("d").keys("k").measures("amount").build();
    for (var schema : List.of(journal("t", "d").build(), query)) {
      assertThat(versionBehind("", schema)).isEmpty();
      assertThatThrownBy(() -> versionBehind(change, schema))
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining("load again");
      execute("CREATE TABLE IF NOT EXISTS t (d timestamp, k int, amount int)");
    }
  }

  @Test
  void tellsWhatWasRewrittenBeneathAView() throws SQLException {
    execute("CREATE VIEW v AS SELECT * FROM t");
    var schema = journal("v", "d").build();

    assertThat(versionBehind("", schema)).isEmpty();
    assertThatThrownBy(() -> versionBehind("TRUNCATE t", schema))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("load again");
  }

  /** Changes what a snapshot sees before a journal is read in it. */
  private Optional<DayVersion> versionBehind(String change, JournalSchema schema) {
    return inSnapshot(
        snapshot -> {
          execute(change);
          try (var statement = snapshot.connection().createStatement()) {
            statement.execute("SELECT count(*) FROM " + schema.fromSql());
          }
          return snapshot.version(schema, DAY);
        });
  }
}
