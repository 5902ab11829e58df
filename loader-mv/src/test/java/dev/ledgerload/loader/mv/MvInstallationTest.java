package dev.ledgerload.loader.mv;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.postgres.VersionsInstallation;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import java.sql.SQLException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The view: what is in it, who may wait for it, and what is left of it. */
@Timeout(120)
class MvInstallationTest {
  @Test
  void holdsTheColumnsOfGroups() throws SQLException {
    try (var journal = ViewedJournal.installed()) {
      assertThat(
              journal.ask(
                  "SELECT (trx_date = CURRENT_DATE, acc_debit, acc_credit, total_amount, entry_count)"
                      + " FROM mv_daily_%1$s WHERE acc_debit = 'a'"))
          .isEqualTo("(t,a,b,15.00,2)");
    }
  }

  @Test
  void isFilledByParallelWorkersWhereTheServerWantsThem() throws SQLException {
    try (var journal = ViewedJournal.installed();
        var connection = ViewedJournal.connect()) {
      journal.execute(connection, "SET min_parallel_table_scan_size = 0");
      journal.execute(connection, "SET parallel_setup_cost = 0");
      journal.execute(connection, "SET parallel_tuple_cost = 0");
      var filling = journal.ask("SELECT pg_get_viewdef('mv_daily_%1$s'::regclass)");
      assertThat(journal.ask(connection, "EXPLAIN (FORMAT JSON) " + filling))
          .contains("Workers Planned");
    }
  }

  @Test
  void holdsTheDaysOfItsWindowAndThoseToCome() throws SQLException {
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of())) {
      var today = journal.today();
      journal.execute(
          "INSERT INTO %1$s SELECT 9, CURRENT_DATE + i, 'd', 'c', 1 FROM generate_series(-9, 9) i");
      journal.refresh();
      assertThat(ViewedJournal.pairs(source, today.minusDays(7))).isOne();
      assertThat(ViewedJournal.pairs(source, today.plusDays(9))).isOne();
      assertThat(ViewedJournal.pairs(source, today.plusDays(10))).isZero();
      var failure = ViewedJournal.failure(source, JournalQuery.groups(today.minusDays(8)));
      assertThat(failure)
          .hasMessageContaining("begins at " + today.minusDays(7))
          .hasMessageContaining("window-days")
          .returns(UNAVAILABLE, JournalLoadException::kind);

      journal.install(Map.of("window-days", "8"));
      assertThat(ViewedJournal.pairs(source, today.minusDays(8))).isOne();
      journal.install(Map.of("window-days", "all"));
      assertThat(ViewedJournal.pairs(source, today.minusDays(9))).isOne();
      assertThat(ViewedJournal.pairs(source, today.minusYears(99))).isZero();
    }
  }

  @ParameterizedTest // one of these lives in another day than UTC, whatever the time
  @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Midway"})
  void beginsItsWindowByUtcWhereverItIsRefreshed(String zone) throws SQLException {
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of());
        var elsewhere = ViewedJournal.connect()) {
      var begin = journal.today().minusDays(7);
      journal.execute(
          "INSERT INTO %1$s SELECT 9, CURRENT_DATE - i, 'd', 'c', 1 FROM generate_series(6, 8) i");
      journal.execute(elsewhere, "SET TimeZone = '" + zone + "'");
      journal.execute(elsewhere, "SELECT mv_refresh_%1$s()");
      assertThat(ViewedJournal.pairs(source, begin)).isOne();
      assertThat(ViewedJournal.failure(source, JournalQuery.groups(begin.minusDays(1))))
          .hasMessageContaining("begins at " + begin);
    }
  }

  @Test
  void isUnavailableUntilItIsInstalledAndFilled() throws SQLException {
    try (var journal = new ViewedJournal();
        var source = journal.open(Map.of())) {
      var query = JournalQuery.groups(journal.today());
      assertThat(journal.isInstalled()).isFalse();
      journal.refresh(); // nothing to do
      assertThat(ViewedJournal.failure(source, query))
          .hasMessageContaining("ledgerload install mv")
          .returns(UNAVAILABLE, JournalLoadException::kind);
      journal.install(Map.of());
      assertThat(ViewedJournal.pairs(source, query.day())).isEqualTo(3);
      journal.execute("REFRESH MATERIALIZED VIEW mv_daily_%1$s WITH NO DATA");
      assertThat(ViewedJournal.failure(source, query))
          .hasMessageContaining("ledgerload refresh mv")
          .returns(UNAVAILABLE, JournalLoadException::kind);
      assertThat(journal.isInstalled()).isTrue();
      journal.refresh();
      assertThat(ViewedJournal.pairs(source, query.day())).isEqualTo(3);
    }
  }

  @Test
  void servesReadersWhileItIsRefreshed() throws SQLException {
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of());
        var refreshing = ViewedJournal.connect()) {
      var day = journal.today();
      var before = journal.snapshot(source, day);
      journal.execute("INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'new', 'b', 1)");
      refreshing.setAutoCommit(false);
      assertThat(journal.ask(refreshing, "SELECT mv_refresh_%1$s()")).isEqualTo("t");

      assertThat(journal.snapshot(source, day)).isEqualTo(before);
      assertThat(ViewedJournal.pairs(source, day)).isEqualTo(3);
      assertThat(journal.ask("SELECT mv_refresh_%1$s()")).as("another refresh").isEqualTo("f");
      refreshing.commit();
      assertThat(ViewedJournal.pairs(source, day)).isEqualTo(4);
      assertThat(journal.snapshot(source, day).asOf()).isAfter(before.asOf());
    }
  }

  @Test
  void rewritesOnlyThePairsThatChanged() throws SQLException {
    try (var journal = ViewedJournal.installed()) {
      var rows =
          "SELECT string_agg(coalesce(acc_debit, '-') || coalesce(acc_credit, '-') || xmin, ' ' ORDER BY row_key)"
              + " FROM mv_daily_%1$s WHERE as_of IS NULL AND acc_debit IS DISTINCT FROM 'a'";
      var before = journal.ask(rows);
      journal.execute("INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'a', 'b', 1)");
      journal.refresh();

      assertThat(journal.ask(rows)).isEqualTo(before);
      assertThat(journal.ask("SELECT total_amount FROM mv_daily_%1$s WHERE acc_debit = 'a'"))
          .isEqualTo("16.00");
    }
  }

  @Test
  void seesWhatCameWithATruncationThatItWaitedFor() throws Exception {
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of());
        var reloading = ViewedJournal.connect()) {
      reloading.setAutoCommit(false);
      journal.execute(reloading, "TRUNCATE %1$s");
      journal.execute(reloading, "INSERT INTO %1$s VALUES (1, CURRENT_DATE, 'only', 'b', 1)");
      var refresh = CompletableFuture.runAsync(journal::refresh);
      ViewedJournal.await(
          "the refresh at the lock", () -> journal.connections("wait_event_type = 'Lock'") == 1);
      reloading.commit();
      refresh.get();

      assertThat(ViewedJournal.pairs(source, journal.today())).isOne();
    }
  }

  @Test
  void keepsWhoMayReadWhenInstalledAgain() throws SQLException {
    try (var journal = ViewedJournal.installed()) {
      journal.execute(
          "CREATE ROLE ledgerload_mv_reader",
          "GRANT SELECT ON mv_daily_%1$s TO ledgerload_mv_reader");
      journal.install(Map.of("window-days", "3"));
      assertThat(
              journal.ask(
                  "SELECT has_table_privilege('ledgerload_mv_reader', 'mv_daily_%1$s', 'SELECT')"))
          .isEqualTo("t");
      journal.execute("DROP OWNED BY ledgerload_mv_reader", "DROP ROLE ledgerload_mv_reader");
    }
  }

  @Test
  void leavesNothingBehindWhenUninstalled() throws SQLException {
    var catalogue =
        "SELECT (SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relname LIKE '%%%1$s%%')"
            + " || (SELECT count(*) FROM pg_proc WHERE proname LIKE '%%%1$s')";
    try (var journal = new ViewedJournal()) {
      var before = journal.ask(catalogue);
      journal.install(Map.of());
      journal.install(Map.of());
      assertThat(journal.ask(catalogue)).isNotEqualTo(before);
      journal.uninstall();
      assertThat(journal.isInstalled()).isFalse();
      journal.uninstall(); // nothing to do
      assertThat(journal.ask(catalogue)).isEqualTo(before);
    }
  }

  @Test
  void tellsVersionsAsLongAsTheyAreKept() throws SQLException {
    var versions = new VersionsInstallation();
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of())) {
      var day = journal.today();
      assertThat(journal.snapshot(source, day).version()).isEmpty();
      versions.install(journal.config());
      journal.refresh();
      assertThat(journal.snapshot(source, day).version()).isPresent();
      versions.uninstall(journal.config());
      journal.refresh();
      assertThat(journal.snapshot(source, day).version()).isEmpty();
    }
  }

  @Test
  void refusesASnapshotFromBeforeAChangeWhereThatIsAskedFor() throws SQLException {
    var versions = new VersionsInstallation();
    try (var journal = ViewedJournal.installed();
        var source = journal.open(Map.of("require-current", "true"))) {
      var query = JournalQuery.groups(journal.today());
      assertThat(ViewedJournal.pairs(source, query.day())).as("no versions").isEqualTo(3);
      versions.install(journal.config());
      assertThat(ViewedJournal.failure(source, query).kind()).isEqualTo(UNAVAILABLE);
      journal.refresh();
      assertThat(ViewedJournal.pairs(source, query.day())).isEqualTo(3);

      journal.execute("DELETE FROM %1$s WHERE trx_date = CURRENT_DATE");
      assertThat(ViewedJournal.failure(source, query))
          .hasMessageContaining(query.day() + " has changed since the view was refreshed")
          .returns(UNAVAILABLE, JournalLoadException::kind);
      assertThat(ViewedJournal.pairs(source, query.day().plusDays(1))).as("another day").isZero();
      journal.refresh();
      assertThat(ViewedJournal.pairs(source, query.day())).as("emptied").isZero();
      versions.uninstall(journal.config());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window-days | many    | 0 to 36500",
        "window-days | -1      | 0 to 36500",
        "window      | 7       | window-days"
      })
  void refusesOptionsThatItCannotDo(String name, String value, String allowed) throws SQLException {
    try (var journal = new ViewedJournal()) {
      assertThatThrownBy(() -> journal.install(Map.of(name, value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(allowed);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "require-current | perhaps | true or false",
        "refresh-seconds | 0       | 1s to 24h",
        "refresh         | 7       | refresh-seconds"
      })
  void refusesOptionsOfASourceThatItCannotDo(String name, String value, String allowed)
      throws SQLException {
    try (var journal = new ViewedJournal()) {
      assertThatThrownBy(() -> journal.open(Map.of(name, value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(allowed);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amount     | double precision | must be numeric",
        "trx_date   | text             | must be date",
        "acc_credit | tsvector         | can't be held exactly"
      })
  void refusesAColumnThatItCannotSum(String column, String type, String allowed)
      throws SQLException {
    try (var journal = new ViewedJournal()) {
      journal.execute(
          "ALTER TABLE %%1$s ALTER %1$s TYPE %2$s USING %1$s::%2$s".formatted(column, type));
      assertThatThrownBy(() -> journal.install(Map.of()))
          .isInstanceOf(JournalLoadException.class)
          .hasMessageContaining('"' + column + '"')
          .hasMessageContaining(allowed)
          .extracting(e -> ((JournalLoadException) e).kind())
          .isEqualTo(UNSUPPORTED);
    }
  }

  @Test
  void saysWhichRightIsMissing() throws SQLException {
    var clerk = "ledgerload_mv_installer";
    try (var journal = new ViewedJournal()) {
      journal.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(clerk, ViewedJournal.PASSWORD),
          "GRANT CREATE, USAGE ON SCHEMA public TO " + clerk,
          "ALTER TABLE %1$s OWNER TO " + clerk,
          "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC");
      try {
        assertThatThrownBy(() -> journal.install(clerk, Map.of()))
            .isInstanceOf(JournalLoadException.class)
            .hasMessageContaining("permission denied for language plpgsql")
            .hasMessageContaining("USAGE of plpgsql");
      } finally {
        journal.execute("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC");
      }
      journal.install(clerk, Map.of());
      journal.uninstall();
      journal.execute("REASSIGN OWNED BY " + clerk + " TO CURRENT_USER");
      journal.execute("DROP OWNED BY " + clerk, "DROP ROLE " + clerk);
    }
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(JournalInstallation.class))
        .extracting(JournalInstallation::name)
        .containsExactlyInAnyOrder("mv", "versions");
  }
}
