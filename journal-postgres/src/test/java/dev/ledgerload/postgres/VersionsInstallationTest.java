package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.VersionedJournal.DAY;
import static dev.ledgerload.postgres.VersionedJournal.DAYS;
import static dev.ledgerload.postgres.VersionedJournal.NEXT;
import static dev.ledgerload.postgres.VersionedJournal.OTHER;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What changes a day changes its version, and nothing else does. */
@Timeout(120)
class VersionsInstallationTest {
  private static final String THREE_ENTRIES =
      "INSERT INTO %1$s VALUES (1, '2026-01-31', 10), (2, '2026-01-31', 20), (3, '2026-02-01', 30)";

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  /** Does something; the days whose versions it changed, all of which must have grown. */
  private static Set<LocalDate> changedBy(VersionedJournal journal, String... statements)
      throws SQLException {
    var before = versions(journal);
    journal.execute(statements);
    return changedSince(journal, before);
  }

  private static Map<LocalDate, DayVersion> versions(VersionedJournal journal) {
    return DAYS.stream()
        .collect(Collectors.toMap(Function.identity(), day -> journal.version(day).orElseThrow()));
  }

  private static Set<LocalDate> changedSince(
      VersionedJournal journal, Map<LocalDate, DayVersion> before) {
    var after = versions(journal);
    for (var day : DAYS) {
      var now = requireNonNull(after.get(day));
      var then = requireNonNull(before.get(day));
      if (now.structure() == then.structure()) {
        assertThat(now.changes()).isGreaterThanOrEqualTo(then.changes());
      }
    }
    return DAYS.stream()
        .filter(day -> !Objects.equals(after.get(day), before.get(day)))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO %1$s VALUES (9, '2026-01-31', 1)                        | 31",
        "INSERT INTO %1$s VALUES (8, '2026-01-31', 1), (9, '2026-02-01', 1)  | 31 1",
        "INSERT INTO %1$s SELECT * FROM %1$s WHERE false                     | none",
        "INSERT INTO %1$s VALUES (9, NULL, 1)                                | none",
        "UPDATE %1$s SET amount = 11 WHERE id = 1                            | 31",
        "UPDATE %1$s SET trx_date = '2026-02-02' WHERE id = 1                | 31 2",
        "UPDATE %1$s SET trx_date = NULL WHERE id = 3                        | 1",
        "UPDATE %1$s SET amount = 11 WHERE id = 77                           | none",
        "DELETE FROM %1$s WHERE id = 3                                       | 1",
        "DELETE FROM %1$s                                                    | 31 1",
        "TRUNCATE %1$s                                                       | 31 1 2",
        "WITH gone AS (DELETE FROM %1$s WHERE id = 1 RETURNING *) INSERT INTO %1$s SELECT id, '2026-02-02' FROM gone | 31 2",
        "DO $$ BEGIN EXECUTE 'DELETE FROM %1$s WHERE id = 1'; RAISE 'undone'; EXCEPTION WHEN raise_exception THEN END $$ | none",
        "SELECT count(*) FROM %1$s                                           | none"
      })
  void growsForTheDaysThatAStatementChanges(String statement, String days) throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute(THREE_ENTRIES);

      assertThat(changedBy(journal, statement)).isEqualTo(daysOf(days));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO %1$s VALUES (9, '2026-01-31', 1)         | 31",
        "INSERT INTO %2$s_a VALUES (9, '2026-01-31', 1)       | 31",
        "INSERT INTO %2$s_c VALUES (9, '2026-02-02', 1)       | 2",
        "INSERT INTO %2$s_c0 VALUES (9, '2026-02-02', 1)      | 2",
        "UPDATE %1$s SET trx_date = '2026-02-02' WHERE id = 1 | 31 2",
        "DELETE FROM %2$s_b                                   | 1",
        "TRUNCATE %2$s_a                                      | 31 1 2",
        "TRUNCATE %1$s                                        | 31 1 2"
      })
  void growsWhicheverPartitionAStatementNames(String statement, String days) throws SQLException {
    try (var journal = VersionedJournal.partitioned()) {
      journal.execute(THREE_ENTRIES);
      assertThat(changedBy(journal, statement)).isEqualTo(daysOf(days));
    }
  }

  private static Set<LocalDate> daysOf(String text) {
    return DAYS.stream()
        .filter(day -> List.of(text.split(" ")).contains("" + day.getDayOfMonth()))
        .collect(Collectors.toSet());
  }

  @Test
  void growsForTheDaysThatACopyBrings() throws SQLException, IOException {
    try (var journal = VersionedJournal.plain();
        var connection = VersionedJournal.connect()) {
      var before = versions(journal);
      var rows = "1,2026-01-31,1\n2,2026-02-02,1\n3,2026-01-31,1\n";
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY %s FROM STDIN (FORMAT csv)".formatted(journal.table()),
              new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));

      assertThat(changedSince(journal, before)).containsExactlyInAnyOrder(DAY, OTHER);
    }
  }

  @Test
  void growsWhenAConflictBecomesAnUpdateAndWhenRowsAreMerged() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute(THREE_ENTRIES, "CREATE UNIQUE INDEX ON %1$s (id)");
      assertThat(
              changedBy(
                  journal,
                  "INSERT INTO %1$s VALUES (3, '2026-01-31', 7) ON CONFLICT (id) DO UPDATE SET amount = 7"))
          .containsExactly(NEXT);
      assertThat(
              changedBy(
                  journal,
                  "MERGE INTO %1$s j USING (VALUES (1), (9)) s(id) ON j.id = s.id WHEN MATCHED THEN DELETE"
                      + " WHEN NOT MATCHED THEN INSERT VALUES (9, '2026-02-02', 1)"))
          .containsExactlyInAnyOrder(DAY, OTHER);
    }
  }

  @Test
  void countsALoadThatPosesAsReplication() throws SQLException {
    try (var journal = VersionedJournal.plain();
        var connection = VersionedJournal.connect();
        var statement = connection.createStatement()) {
      var before = versions(journal);
      statement.execute("SET session_replication_role = replica");
      statement.execute(THREE_ENTRIES.formatted(journal.table()));

      assertThat(changedSince(journal, before)).containsExactlyInAnyOrder(DAY, NEXT);
    }
  }

  @Test
  void keepsItsVersionWhenATransactionOrASavepointIsRolledBack() throws SQLException {
    try (var journal = VersionedJournal.plain();
        var connection = VersionedJournal.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      var before = versions(journal);
      statement.execute(THREE_ENTRIES.formatted(journal.table()));
      connection.rollback();
      assertThat(changedSince(journal, before)).isEmpty();

      var savepoint = connection.setSavepoint();
      statement.execute(THREE_ENTRIES.formatted(journal.table()));
      connection.rollback(savepoint);
      statement.execute("INSERT INTO %s VALUES (7, '2026-02-02', 7)".formatted(journal.table()));
      assertThat(changedSince(journal, before)).as("before the commit").isEmpty();
      connection.commit();
      assertThat(changedSince(journal, before)).containsExactly(OTHER);
    }
  }

  @Test
  void keepsItsVersionsWhenTheyAreAddedUp() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      for (int i = 0; i < 5; i++) {
        journal.execute(THREE_ENTRIES, "TRUNCATE %1$s");
      }
      var before = versions(journal);
      journal.refresh();
      journal.refresh();

      assertThat(versions(journal)).isEqualTo(before);
      assertThat(Database.ask("SELECT count(*) FROM " + journal.versions()))
          .as("the start, two days, and truncations")
          .isEqualTo("4");
    }
  }

  @Test
  void isUnknownWithAPartitionThatIsntCountedUntilInstalledAgain() throws SQLException {
    try (var journal = VersionedJournal.partitioned()) {
      var before = versions(journal);
      journal.execute("CREATE TABLE %2$s_d PARTITION OF %1$s DEFAULT");
      assertThat(journal.version(DAY)).isEmpty();
      journal.install();
      assertThat(changedSince(journal, before)).containsExactlyInAnyOrderElementsOf(DAYS);
      var other = DAY.minusDays(9);
      long changes = journal.version(other).orElseThrow().changes();
      journal.execute("INSERT INTO %2$s_d VALUES (1, '" + other + "', 1)");
      assertThat(journal.version(other).orElseThrow().changes())
          .as("by way of the new partition")
          .isGreaterThan(changes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE %1$s DISABLE TRIGGER ALL; INSERT INTO %1$s VALUES (7, '2026-01-31', 7); ALTER TABLE %1$s ENABLE TRIGGER ALL",
        "ALTER TABLE %1$s DISABLE TRIGGER ALL; ALTER TABLE %1$s ENABLE REPLICA TRIGGER journal_version_insert",
        "DROP TRIGGER journal_version_update ON %1$s",
        "CREATE TABLE %2$s_child () INHERITS (%1$s); INSERT INTO %2$s_child VALUES (7, '2026-01-31', 7)",
        "TRUNCATE %3$s",
        "DELETE FROM %3$s",
        "DELETE FROM %3$s; INSERT INTO %1$s VALUES (7, '2026-01-31', 7)",
      })
  void isUnknownFromWhenTheCountIsNotComplete(String statements) throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute(THREE_ENTRIES);
      var before = versions(journal);
      journal.execute(statements.replace("%3$s", journal.versions()));

      assertThat(journal.version(DAY)).isEmpty();

      journal.install();
      assertThat(changedSince(journal, before)).containsExactlyInAnyOrderElementsOf(DAYS);
    }
  }

  @Test
  void isUnknownWhileOnePartitionIsNotCounted() throws SQLException {
    try (var journal = VersionedJournal.partitioned()) {
      journal.execute("ALTER TABLE %2$s_c0 DISABLE TRIGGER journal_version_delete");
      assertThat(journal.version(DAY)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE %1$s ALTER amount TYPE numeric(18,3) USING amount * 2",
        "ALTER TABLE %1$s ALTER id TYPE integer",
        "ALTER TABLE %1$s RENAME amount TO x; ALTER TABLE %1$s RENAME other TO amount; ALTER TABLE %1$s RENAME x TO other",
        "ALTER TABLE %1$s DROP other, ADD other numeric(18,2) DEFAULT 5",
        "ALTER TABLE %1$s DISABLE TRIGGER ALL; DELETE FROM %1$s; ALTER TABLE %1$s ENABLE ALWAYS TRIGGER"
            + " journal_version_insert, ENABLE ALWAYS TRIGGER journal_version_update, ENABLE ALWAYS"
            + " TRIGGER journal_version_delete, ENABLE ALWAYS TRIGGER journal_version_truncate",
        "ALTER TABLE %1$s RENAME TO %2$s_x; ALTER TABLE %2$s_x RENAME TO %4$s",
      })
  void isAnotherForEveryDayAfterWhatFiresNoTrigger(String statements) throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute(THREE_ENTRIES, "ALTER TABLE %1$s ADD other numeric(18,2)");
      var before = versions(journal);
      var name = journal.schema().table().split("\\.", -1)[1];
      journal.execute(statements.replace("TO %2$s_x", "TO " + name + "_x").replace("%4$s", name));

      assertThat(changedSince(journal, before)).containsExactlyInAnyOrderElementsOf(DAYS);
    }
  }

  @Test
  void isAnotherAfterAPartitionWasDetachedChangedAndAttachedAgain() throws SQLException {
    try (var journal = VersionedJournal.partitioned()) {
      journal.execute(THREE_ENTRIES);
      var before = versions(journal);
      journal.execute(
          "ALTER TABLE %1$s DETACH PARTITION %2$s_b",
          "ALTER TABLE %1$s ATTACH PARTITION %2$s_b FOR VALUES IN ('2026-02-01')");

      assertThat(changedSince(journal, before)).containsExactlyInAnyOrderElementsOf(DAYS);
    }
  }

  @Test
  void staysWhatItIsWhenNothingChangesEntries() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute(THREE_ENTRIES);
      var before = versions(journal);
      journal.execute("CREATE INDEX ON %1$s (trx_date)");
      Database.execute("VACUUM (ANALYZE) " + journal.table());

      assertThat(versions(journal)).isEqualTo(before);
    }
  }

  @Test
  void neverReturnsToAVersionFromBeforeAnUninstall() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      for (int i = 0; i < 3; i++) {
        journal.execute(THREE_ENTRIES);
        var before = versions(journal);
        journal.uninstall();
        assertThat(journal.version(DAY)).isEmpty();
        journal.install();
        assertThat(changedSince(journal, before)).containsExactlyInAnyOrderElementsOf(DAYS);
      }
    }
  }

  @Test
  void leavesNothingBehindWhenUninstalled() throws SQLException {
    try (var journal = VersionedJournal.partitioned()) {
      journal.uninstall();
      var before = catalogue();
      journal.install();
      assertThat(catalogue()).isNotEqualTo(before);
      journal.uninstall();
      assertThat(catalogue()).isEqualTo(before);
      journal.uninstall(); // nothing to do
      journal.refresh(); // nothing to do either
    }
  }

  private static String catalogue() throws SQLException {
    return Database.ask(
        """
        SELECT string_agg(thing, ',' ORDER BY thing) FROM (
          SELECT relname::text AS thing FROM pg_class WHERE relnamespace = '%1$s'::regnamespace
          UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = '%1$s'::regnamespace
          UNION ALL SELECT tgname || tgrelid FROM pg_trigger
          UNION ALL SELECT typname FROM pg_type WHERE typnamespace = '%1$s'::regnamespace) things
        """
            .formatted(Database.SCHEMA));
  }

  @Test
  void takesNamesThatNeedQuoting() throws SQLException {
    Database.execute("CREATE SCHEMA \"Odd \"\"$body$ ${versions}\"");
    var schema =
        JournalSchema.GL_ENTRIES
            .withTable("Odd \"$body$ ${versions}.{d '1'} ?\\'; --$body_$")
            .withSqlNames(
                Map.of(GlEntries.TRX_DATE, "tg_op \"?$body$", GlEntries.ID, "${trx_date}"));
    try (var journal = VersionedJournal.of(schema)) {
      assertThat(changedBy(journal, THREE_ENTRIES)).containsExactlyInAnyOrder(DAY, NEXT);
      assertThat(changedBy(journal, "TRUNCATE %1$s")).hasSize(3);
      journal.refresh();
      journal.uninstall();
      assertThat(journal.version(DAY)).isEmpty();
    } finally {
      Database.execute("DROP SCHEMA \"Odd \"\"$body$ ${versions}\" CASCADE");
    }
  }

  @Test
  void takesAColumnNamedLikeAVariableOfTheTrigger() throws SQLException {
    var schema = VersionedJournal.uniqueLayout().withSqlName(GlEntries.TRX_DATE, "tg_op");
    try (var journal = VersionedJournal.of(schema)) {
      assertThat(changedBy(journal, THREE_ENTRIES)).containsExactlyInAnyOrder(DAY, NEXT);
    }
  }

  @Test
  void refusesAJournalWhoseNameIsCutToThatOfAnother() throws SQLException {
    var stem = Database.SCHEMA + "." + "x".repeat(62);
    try (var journal = VersionedJournal.of(JournalSchema.GL_ENTRIES.withTable(stem + "1"));
        var other = VersionedJournal.without(JournalSchema.GL_ENTRIES.withTable(stem + "2"), "")) {
      assertThat(other.failureToInstall(Database.url()))
          .hasMessageContaining("63 bytes")
          .returns(UNSUPPORTED, JournalLoadException::kind);
      assertThat(changedBy(journal, THREE_ENTRIES)).containsExactlyInAnyOrder(DAY, NEXT);
    }
  }

  @Test
  void getsOnWithTheTablesOwnTriggers() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute(
          """
          CREATE FUNCTION %s.round_up() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN NEW.trx_date := '2026-02-02'; RETURN NEW; END $$
          """
              .formatted(Database.SCHEMA),
          "CREATE TRIGGER a_own BEFORE INSERT ON %%1$s FOR EACH ROW EXECUTE FUNCTION %s.round_up()"
              .formatted(Database.SCHEMA));
      assertThat(changedBy(journal, THREE_ENTRIES)).containsExactly(OTHER);
      journal.uninstall();
      assertThat(
              Database.ask(
                  "SELECT string_agg(tgname, ',') FROM pg_trigger WHERE tgrelid = '%s'::regclass"
                      .formatted(journal.table())))
          .isEqualTo("a_own");
    }
  }

  @Test
  void keepsTwoJournalsOfASchemaApart() throws SQLException {
    try (var one = VersionedJournal.plain();
        var two = VersionedJournal.plain()) {
      var before = versions(two);
      assertThat(changedBy(one, THREE_ENTRIES)).hasSize(2);
      one.uninstall();
      assertThat(versions(two)).isEqualTo(before);
    }
  }

  @Test
  void isUnknownWhereATableTookTheJournalsPlace() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      var name = journal.schema().table().split("\\.", -1)[1];
      journal.execute(
          "CREATE TABLE %s.new_%s (LIKE %%1$s)".formatted(Database.SCHEMA, name),
          "ALTER TABLE %1$s RENAME TO old_" + name,
          "ALTER TABLE %s.new_%s RENAME TO %s".formatted(Database.SCHEMA, name, name));
      assertThat(journal.version(DAY)).isEmpty();
      Database.execute("DROP TABLE %s.old_%s".formatted(Database.SCHEMA, name));
      journal.install();
      assertThat(changedBy(journal, THREE_ENTRIES)).hasSize(2);
    }
  }

  @Test
  void saysHowATableThatWasRotatedAwayIsToStopCounting() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      var name = journal.schema().table().split("\\.", -1)[1];
      journal.execute(
          "CREATE TABLE %s.new_%s (LIKE %%1$s)".formatted(Database.SCHEMA, name),
          "ALTER TABLE %1$s RENAME TO old_" + name,
          "ALTER TABLE %s.new_%s RENAME TO %s".formatted(Database.SCHEMA, name, name));

      var failure = journal.failureToInstall(Database.url());
      assertThat(failure)
          .hasMessageContaining("old_" + name)
          .hasMessageNotContaining("63 bytes")
          .returns(UNSUPPORTED, JournalLoadException::kind);
      var message = String.valueOf(failure.getMessage());
      journal.execute(message.substring(message.indexOf('"' + "DROP") + 1, message.length() - 1));
      journal.install();
      assertThat(changedBy(journal, THREE_ENTRIES)).hasSize(2);
      Database.execute("DROP TABLE %s.old_%s".formatted(Database.SCHEMA, name));
    }
  }

  @Test
  void isUnknownWhileTheTriggersAreSwitchedOff() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      journal.execute("ALTER TABLE %1$s DISABLE TRIGGER USER");
      assertThat(journal.version(DAY)).isEmpty();
      journal.install();
      assertThat(journal.version(DAY)).isPresent();
    }
  }

  @Test
  void isUnknownOfAViewAndRefusesToBeInstalledOnIt() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      var view = JournalSchema.GL_ENTRIES.withTable(journal.schema().table() + "_view");
      journal.execute("CREATE VIEW %s AS SELECT * FROM %%1$s".formatted(view.table()));
      assertThat(journal.<Boolean>inSnapshot(snapshot -> snapshot.version(view, DAY).isPresent()))
          .isFalse();
      var config = journal.config(Database.url()).withSchema(view);
      assertThatThrownBy(() -> new VersionsInstallation().install(config))
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining("is no table");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRUNCATE %1$s",
        "ALTER TABLE %1$s ALTER id TYPE numeric",
        "TRUNCATE %2$s_c0",
        "DROP TABLE %2$s_a"
      })
  void refusesASnapshotFromBeforeATruncation(String statement) throws SQLException {
    try (var journal =
        statement.contains("%2$s") ? VersionedJournal.partitioned() : VersionedJournal.plain()) {
      journal.execute(THREE_ENTRIES);
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () ->
                  journal.inSnapshot(
                      snapshot -> {
                        journal.execute(statement);
                        return snapshot.version(journal.schema(), DAY);
                      }));
      assertThat(failure)
          .hasMessageContaining("truncated, rewritten or dropped")
          .hasMessageEndingWith("load again")
          .returns(UNAVAILABLE, JournalLoadException::kind);
      assertThat(journal.version(DAY)).isPresent();
    }
  }

  @Test
  void saysWhichTableIsMissingAndWhichOptionsThereAre() throws SQLException {
    try (var journal = VersionedJournal.plain()) {
      var config = journal.config(Database.url());
      var missing = config.withSchema(JournalSchema.GL_ENTRIES.withTable("no_such_table"));
      assertThatThrownBy(() -> new VersionsInstallation().install(missing))
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining("\"no_such_table\"");
      var misspelt = config.withOptions(Map.of("depth", "1"));
      assertThatThrownBy(() -> new VersionsInstallation().install(misspelt))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("versions has no option \"depth\"");
    }
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(JournalInstallation.class))
        .extracting(JournalInstallation::name)
        .containsExactly("versions");
  }
}
