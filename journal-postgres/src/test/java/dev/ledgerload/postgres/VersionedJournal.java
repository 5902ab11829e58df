package dev.ledgerload.postgres;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;

/** A journal with versions, in the schema of the tests, and a session that reads them. */
final class VersionedJournal implements AutoCloseable {
  static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  static final LocalDate NEXT = DAY.plusDays(1);
  static final LocalDate OTHER = DAY.plusDays(2);
  static final List<LocalDate> DAYS = List.of(DAY, NEXT, OTHER);

  private static final JournalInstallation VERSIONS = new VersionsInstallation();
  private static final AtomicInteger TABLES = new AtomicInteger();

  private final JournalSchema schema;
  private final RootAllocator allocator = new RootAllocator();
  private final PostgresSession session = PostgresSession.open("test", Database.url(), Map.of());

  private VersionedJournal(JournalSchema schema) {
    this.schema = schema;
  }

  /** A journal without versions yet. */
  static VersionedJournal without(JournalSchema schema, String behind) throws SQLException {
    Database.execute(
        "CREATE TABLE %s (%s bigint, %s date, %s numeric(18,2))%s"
            .formatted(
                schema.tableSql(),
                schema.columnSql(GlEntries.ID),
                schema.columnSql(GlEntries.TRX_DATE),
                schema.columnSql(GlEntries.AMOUNT),
                behind));
    return new VersionedJournal(schema);
  }

  static VersionedJournal of(JournalSchema schema) throws SQLException {
    var journal = without(schema, "");
    journal.install();
    return journal;
  }

  static VersionedJournal plain() throws SQLException {
    return of(uniqueLayout());
  }

  static JournalSchema uniqueLayout() {
    return JournalSchema.GL_ENTRIES.withTable(
        "%s.versioned_%d".formatted(Database.SCHEMA, TABLES.incrementAndGet()));
  }

  /** Partitioned by day; the last day's partition is partitioned once more, by id. */
  static VersionedJournal partitioned() throws SQLException {
    var journal = without(uniqueLayout(), " PARTITION BY LIST (trx_date)");
    journal.execute(
        "CREATE TABLE %2$s_a PARTITION OF %1$s FOR VALUES IN ('2026-01-31')",
        "CREATE TABLE %2$s_b PARTITION OF %1$s FOR VALUES IN ('2026-02-01')",
        "CREATE TABLE %2$s_c PARTITION OF %1$s FOR VALUES IN ('2026-02-02') PARTITION BY HASH (id)",
        "CREATE TABLE %2$s_c0 PARTITION OF %2$s_c FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
    journal.install();
    return journal;
  }

  JournalSchema schema() {
    return schema;
  }

  SourceConfig config(PostgresUrl url) {
    return SourceConfig.of(url, allocator).withSchema(schema);
  }

  void install() {
    VERSIONS.install(config(Database.url()));
  }

  void refresh() {
    VERSIONS.refresh(config(Database.url()));
  }

  void uninstall() {
    VERSIONS.uninstall(config(Database.url()));
  }

  JournalLoadException failureToInstall(PostgresUrl url) {
    return catchThrowableOfType(JournalLoadException.class, () -> VERSIONS.install(config(url)));
  }

  /** Statements with {@code %1$s} for the table and {@code %2$s} for its bare name, committed. */
  void execute(String... statements) throws SQLException {
    for (var sql : statements) {
      Database.execute(sql.formatted(table(), schema.table()));
    }
  }

  String table() {
    return schema.tableSql();
  }

  /** Where the changes are counted, as SQL. */
  String versions() {
    var parts = schema.table().split("\\.", -1);
    return "\"%s\".\"journal_versions_%s\""
        .formatted(parts[0].replace("\"", "\"\""), parts[1].replace("\"", "\"\""));
  }

  Optional<DayVersion> version(LocalDate day) {
    return version(session, day);
  }

  Optional<DayVersion> version(PostgresSession asking, LocalDate day) {
    return asking.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> snapshot.version(schema, day));
  }

  <T> T inSnapshot(PostgresSession.Work<T> work) {
    return session.inSnapshot(null, Deadline.after(Duration.ofMinutes(1)), () -> "reading", work);
  }

  static Connection connect() throws SQLException {
    return DriverManager.getConnection(Database.url().jdbcUrl());
  }

  @Override
  public void close() throws SQLException {
    session.close();
    allocator.close();
    Database.execute("DROP TABLE IF EXISTS " + table() + " CASCADE");
  }
}
