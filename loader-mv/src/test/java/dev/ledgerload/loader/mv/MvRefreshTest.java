package dev.ledgerload.loader.mv;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A view that is refreshed from time to time, by a process or by the database. */
@Timeout(180)
class MvRefreshTest {
  private static final Map<String, String> EVERY_SECOND = Map.of("refresh-seconds", "1");
  private static final int CRON_SECONDS = 100; // its jobs begin with the minute

  private static void awaitPairs(ViewedJournal journal, JournalSource source, long pairs)
      throws Exception {
    var day = journal.today();
    ViewedJournal.await("the refreshed view", () -> ViewedJournal.pairs(source, day) == pairs);
  }

  /** A thread that has nothing more to do is there for a moment yet. */
  private static void awaitRefreshersEnd() throws Exception {
    ViewedJournal.await(
        "the refreshers' end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("ledgerload-mv-refresh")));
  }

  @Test
  void followsTheJournalWhileASourceIsOpen() throws Exception {
    try (var journal = ViewedJournal.installed()) {
      try (var source = journal.open(EVERY_SECOND);
          var another = journal.open(EVERY_SECOND)) {
        journal.execute("INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'new', 'b', 1)");
        awaitPairs(journal, source, 4);
        journal.execute("DELETE FROM %1$s WHERE id = 6");
        awaitPairs(journal, another, 3);
      }
      awaitRefreshersEnd();
      ViewedJournal.await("the connections' end", () -> journal.connections("true") == 0);
    }
  }

  @Test
  void goesOnAfterRefreshesThatFailed() throws Exception {
    try (var journal = ViewedJournal.installed();
        var source = journal.open(EVERY_SECOND)) {
      journal.execute("ALTER TABLE %1$s RENAME TO away_%1$s");
      long before = failures(journal);
      ViewedJournal.await("failures", () -> failures(journal) >= before + 2);
      journal.execute(
          "ALTER TABLE away_%1$s RENAME TO %1$s",
          "INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'new', 'b', 1)");
      awaitPairs(journal, source, 4);
    }
  }

  private static long failures(ViewedJournal journal) throws SQLException {
    return Long.parseLong(
        journal.ask(
            "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()"));
  }

  @Test
  void endsWithItsSourceInTheMidstOfARefresh() throws Exception {
    try (var journal = ViewedJournal.installed();
        var blocking = ViewedJournal.connect()) {
      blocking.setAutoCommit(false);
      journal.execute(blocking, "LOCK TABLE %1$s IN ACCESS EXCLUSIVE MODE");
      journal.execute("SELECT pg_sleep(0.6)"); // the view is then old enough to be refreshed
      var source = journal.open(EVERY_SECOND);
      ViewedJournal.await(
          "the refresh at the lock", () -> journal.connections("wait_event_type = 'Lock'") == 1);
      source.close();
      awaitRefreshersEnd();
      ViewedJournal.await("the connections' end", () -> journal.connections("true") == 0);
      blocking.rollback();
    }
  }

  /** Whoever refreshes from wherever: else the window moved to and fro. */
  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Kiritimati", "Etc/GMT+12"})
  void countsItsWindowFromTheDayInUtc(String zone) throws SQLException {
    try (var journal = ViewedJournal.installed();
        var refreshing = ViewedJournal.connect()) {
      journal.execute(refreshing, "SET TIME ZONE '%s'".formatted(zone));
      journal.ask(refreshing, "SELECT mv_refresh_%1$s()");
      assertThat(
              journal.ask(
                  "SELECT window_from = (as_of AT TIME ZONE 'UTC')::date - 7 FROM mv_daily_%1$s WHERE as_of IS NOT NULL"))
          .isEqualTo("t");
    }
  }

  /** Its snapshot would be older than a TRUNCATE that it waits for, and have no entries. */
  @Test
  void isNotDoneWithASnapshotFromBeforeItsLock() throws SQLException {
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of())) {
      var serializable = "options=-c%20default_transaction_isolation=serializable";
      try (var connection = DriverManager.getConnection(journal.urlWith(serializable).jdbcUrl())) {
        assertThatThrownBy(() -> journal.ask(connection, "SELECT mv_refresh_%1$s()"))
            .hasMessageContaining("READ COMMITTED");
      }
      journal.execute("INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'new', 'b', 1)");
      new MvInstallation().refresh(journal.configWith(serializable));
      assertThat(ViewedJournal.pairs(source, journal.today())).isEqualTo(4);
    }
  }

  @Test
  void isDoneByTheDatabaseThatHasCronAndRefusedByOneThatHasNot() throws Exception {
    try (var journal = new ViewedJournal()) {
      if (hasCron(journal)) {
        try (var withCron = ViewedJournal.withCron()) {
          withCron.execute("CREATE EXTENSION IF NOT EXISTS pg_cron");
          requireRefreshedByCron(withCron);
        }
      }
      requireScheduleRefused(journal);
    }
  }

  private static boolean hasCron(ViewedJournal journal) throws SQLException {
    return journal
        .ask("SELECT count(*) > 0 FROM pg_available_extensions WHERE name = 'pg_cron'")
        .equals("t");
  }

  private static void requireRefreshedByCron(ViewedJournal journal) throws Exception {
    var jobs =
        "SELECT coalesce(string_agg(schedule, ',' ORDER BY jobid), '') FROM cron.job WHERE jobname LIKE '%%\"mv_daily_%1$s\"'";
    assertThatThrownBy(() -> journal.install(Map.of("schedule", "at noon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at noon");
    assertThat(journal.ask("SELECT to_regclass('mv_daily_%1$s')")).isEqualTo("NULL");
    journal.install(Map.of("schedule", "0 * * * *"));
    journal.install(Map.of("schedule", "* * * * *"));
    assertThat(journal.ask(jobs)).isEqualTo("* * * * *");
    // where this server lets its own jobs in; what to say to cron is the server's configuration
    journal.execute("UPDATE cron.job SET nodename = '' WHERE jobname LIKE '%%mv_daily_%1$s\"'");
    journal.execute("INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'new', 'b', 1)");
    try (var source = journal.open(Map.of())) {
      var day = journal.today();
      ViewedJournal.await(
          "the job's refresh", CRON_SECONDS, () -> ViewedJournal.pairs(source, day) == 4);
    }
    journal.install(Map.of());
    assertThat(journal.ask(jobs)).as("without a schedule").isEmpty();
    journal.install(Map.of("schedule", "0 * * * *"));
    journal.uninstall();
    assertThat(journal.ask(jobs)).as("uninstalled").isEmpty();
  }

  private static void requireScheduleRefused(ViewedJournal journal) throws Exception {
    assertThatThrownBy(() -> journal.install(Map.of("schedule", "0 * * * *")))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("pg_cron")
        .hasMessageContaining("refresh-seconds")
        .extracting(e -> ((JournalLoadException) e).kind())
        .isEqualTo(UNSUPPORTED);
    assertThat(journal.ask("SELECT to_regclass('mv_daily_%1$s')")).isEqualTo("NULL");
    journal.install(Map.of());
    try (var source = journal.open(EVERY_SECOND)) {
      journal.execute("INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'new', 'b', 1)");
      awaitPairs(journal, source, 4);
    }
  }
}
