package dev.ledgerload.loader.mv;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.postgres.VersionsInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import java.sql.SQLException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are hidden from some: no view shows their sums, but where that is meant. */
@Timeout(120)
@Tag("rights")
class MvRowSecurityTest {
  private static final String CLERK = "ledgerload_mv_clerk";
  private static final String OWNER = "ledgerload_mv_owner";
  private static final String MEANT = "ignore";

  @BeforeAll
  static void makeRoles() throws SQLException {
    try (var journal = new ViewedJournal()) {
      for (var role : new String[] {CLERK, OWNER}) {
        journal.execute(
            "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, ViewedJournal.PASSWORD));
      }
    }
  }

  @AfterAll
  static void dropRoles() throws SQLException {
    try (var journal = new ViewedJournal()) {
      for (var role : new String[] {CLERK, OWNER}) {
        journal.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
      }
    }
  }

  private static JournalLoadException requireUnsupported(ThrowingCallable action) {
    var failure = catchThrowableOfType(JournalLoadException.class, action);
    assertThat(failure).isNotNull().returns(UNSUPPORTED, JournalLoadException::kind);
    return failure;
  }

  /** No advice opens what is closed. */
  private static void requireRefused(ThrowingCallable action, String reason) {
    assertThat(requireUnsupported(action))
        .hasMessageContaining(reason)
        .message()
        .doesNotContainIgnoringCase("grant")
        .doesNotContain(MEANT)
        .doesNotContain("NO FORCE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY",
        "CREATE TABLE part_of_%1$s () INHERITS (%1$s); ALTER TABLE part_of_%1$s ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE %1$s RENAME TO beneath_%1$s; ALTER TABLE beneath_%1$s ENABLE ROW LEVEL SECURITY;"
            + " CREATE VIEW upon_%1$s AS SELECT * FROM beneath_%1$s; CREATE VIEW %1$s AS SELECT * FROM upon_%1$s",
        "ALTER TABLE %1$s RENAME TO beneath_%1$s;"
            + " CREATE VIEW %1$s AS SELECT * FROM beneath_%1$s WHERE t_1 = CURRENT_USER",
        "ALTER TABLE %1$s RENAME TO beneath_%1$s;"
            + " CREATE VIEW %1$s AS SELECT * FROM beneath_%1$s WHERE t_1 = current_setting('app.tenant', true)",
      })
  void refusesAJournalThatShowsRowsByWhoAsks(String statements) throws SQLException {
    try (var journal = new ViewedJournal()) {
      journal.execute(statements);
      requireRefused(() -> journal.install(Map.of()), journal.table());
      assertThat(journal.ask("SELECT to_regclass('mv_daily_%1$s')")).isEqualTo("NULL");
      dropAll(journal);
    }
  }

  private static void dropAll(ViewedJournal journal) throws SQLException {
    journal.execute(
        "DROP VIEW IF EXISTS upon_%1$s CASCADE", "DROP TABLE IF EXISTS beneath_%1$s CASCADE");
    journal.execute("CREATE TABLE IF NOT EXISTS %1$s (id bigint)");
  }

  @Test
  void isNeitherReadNorRefreshedOnceItIsSwitchedOn() throws SQLException {
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of())) {
      var query = JournalQuery.groups(journal.today());
      journal.execute("ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY");

      requireRefused(() -> source.load(query).close(), journal.table());
      requireRefused(journal::refresh, journal.table());
      requireRefused(() -> journal.install(Map.of()), journal.table());
      assertThatThrownBy(() -> journal.ask("SELECT mv_refresh_%1$s()"))
          .as("by cron")
          .hasMessageContaining("rows are shown by who asks");

      journal.install(Map.of("row-level-security", MEANT));
      journal.refresh();
      assertThat(ViewedJournal.pairs(source, query.day())).as("meant").isEqualTo(3);
    }
  }

  @Test
  void isReadWhereThatIsMeantByWhoMaySelectFromIt() throws SQLException {
    try (var journal = new ViewedJournal();
        var source = journal.open(CLERK, Map.of())) {
      journal.execute(
          "ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY", "GRANT SELECT ON %1$s TO " + CLERK);
      journal.install(Map.of("row-level-security", MEANT));
      var query = JournalQuery.groups(journal.today());

      requireRefused(() -> source.load(query).close(), "this user has no SELECT on");
      journal.execute("GRANT SELECT ON mv_daily_%1$s TO " + CLERK);
      assertThat(ViewedJournal.pairs(source, query.day())).isEqualTo(3);
    }
  }

  /** Else it would have a part of the sums, and look as if it had all. */
  @Test
  void isNotFilledByWhomRowsAreHiddenFrom() throws SQLException {
    try (var journal = new ViewedJournal()) {
      journal.execute(
          "GRANT CREATE, USAGE ON SCHEMA public TO " + OWNER,
          "ALTER TABLE %1$s OWNER TO " + OWNER,
          "ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY",
          "CREATE POLICY of_a ON %1$s USING (acc_debit = 'a')");
      var query = JournalQuery.groups(journal.today());
      var meant = Map.of("row-level-security", MEANT);
      journal.install(OWNER, meant);
      try (var source = journal.open(OWNER, Map.of())) {
        assertThat(ViewedJournal.pairs(source, query.day())).isEqualTo(3);

        journal.execute("ALTER TABLE %1$s FORCE ROW LEVEL SECURITY");
        requireRefused(() -> journal.install(OWNER, meant), journal.table());
        requireRefused(() -> journal.refresh(OWNER), journal.table());
        requireRefused(journal::refresh, journal.table());
        assertThat(ViewedJournal.pairs(source, query.day())).as("from before").isEqualTo(3);

        journal.execute("REFRESH MATERIALIZED VIEW mv_daily_%1$s");
        assertThat(journal.ask("SELECT count(acc_credit) FROM mv_daily_%1$s")).isEqualTo("1");
        requireRefused(() -> source.load(query).close(), "was refreshed by hand");
      }
      journal.execute("ALTER TABLE %1$s NO FORCE ROW LEVEL SECURITY");
      journal.uninstall();
      journal.execute("REVOKE ALL ON SCHEMA public FROM " + OWNER);
    }
  }

  @Test
  void keepsToTheColumnsThatWereGrantedWhenInstalledAgain() throws SQLException {
    try (var journal = ViewedJournal.installed()) {
      journal.execute(
          "GRANT SELECT (trx_date, entry_count) ON mv_daily_%1$s TO " + CLERK,
          "GRANT SELECT (acc_debit) ON mv_daily_%1$s TO " + OWNER + " WITH GRANT OPTION");
      journal.install(Map.of("window-days", "3"));

      var rights =
          "SELECT concat_ws(' ', has_column_privilege('%2$s', 'mv_daily_%1$s', '%3$s', 'SELECT'),"
              + " has_column_privilege('%2$s', 'mv_daily_%1$s', 'total_amount', 'SELECT'),"
              + " has_column_privilege('%2$s', 'mv_daily_%1$s', '%3$s', 'SELECT WITH GRANT OPTION'))";
      assertThat(journal.ask(rights.replace("%2$s", CLERK).replace("%3$s", "entry_count")))
          .isEqualTo("t f f");
      assertThat(journal.ask(rights.replace("%2$s", OWNER).replace("%3$s", "acc_debit")))
          .isEqualTo("t f t");
    }
  }

  @Test
  void letsWhoMayReadSomeColumnsCountChangesButSeeNoSums() throws SQLException {
    var versions = new VersionsInstallation();
    try (var journal = new ViewedJournal()) {
      journal.execute("GRANT SELECT (id, trx_date) ON %1$s TO " + CLERK);
      versions.install(journal.config());
      journal.install(Map.of());
      journal.install(Map.of());

      var may = "SELECT has_any_column_privilege('" + CLERK + "', '%s', 'SELECT')";
      assertThat(journal.ask(may.formatted("journal_versions_%1$s"))).isEqualTo("t");
      assertThat(journal.ask(may.formatted("mv_daily_%1$s"))).isEqualTo("f");
      versions.uninstall(journal.config());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow", "true", ""})
  void refusesAnotherValueOfTheOption(String value) throws SQLException {
    try (var journal = new ViewedJournal()) {
      assertThatThrownBy(() -> journal.install(Map.of("row-level-security", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be refuse or ignore, not \"" + value + '"');
    }
  }
}
