package dev.ledgerload.loader.mv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.DatabaseUrl;
import dev.ledgerload.testbed.PgBouncer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Behind a pooler: a view that is made, refreshed, read and removed, and what is left of that. */
@Tag("settings")
@EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
@Timeout(120)
class MvPoolTest {
  private static final String ROLE = "ledgerload_mv_pooled";
  private static final Map<String, String> EVERY_SECOND = Map.of("refresh-seconds", "1");

  /** But for what the pooler itself sets, and what is a transaction's. */
  private static final String SETTINGS =
      "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings"
          + " WHERE source IN ('session', 'client', 'user') AND name NOT IN"
          + " ('application_name', 'TimeZone', 'transaction_isolation', 'transaction_read_only')";

  private static final String LEFT =
      "SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')"
          + " + (SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql)";

  @Test
  void leavesTheServersSessionAsItWas() throws Exception {
    try (var journal = new ViewedJournal()) {
      journal.execute(
          "CREATE ROLE %s SUPERUSER LOGIN PASSWORD '%s'".formatted(ROLE, ViewedJournal.PASSWORD),
          "ALTER ROLE %s SET default_transaction_isolation = serializable".formatted(ROLE),
          "ALTER ROLE %s SET default_transaction_read_only = on".formatted(ROLE));
      var url =
          DatabaseUrl.of(ViewedJournal.testbed().postgresUrl())
              .withUser(ROLE, ViewedJournal.PASSWORD)
              .url();
      try (var pool = PgBouncer.start(List.of("default_pool_size = 1"), url);
          var other = connect(pool.url())) {
        var before = journal.ask(other, SETTINGS);
        useIt(journal, pool.url());
        assertThat(journal.ask(other, SETTINGS)).isEqualTo(before);
        assertThat(journal.ask(other, LEFT)).isEqualTo("0");
      }
      journal.execute("REASSIGN OWNED BY " + ROLE + " TO CURRENT_USER", "DROP ROLE " + ROLE);
    }
  }

  private static void useIt(ViewedJournal journal, PostgresUrl pooled) throws Exception {
    var config = journal.config(pooled);
    var installation = new MvInstallation();
    installation.install(config);
    try (var source = new MvSourceProvider().open(config.withOptions(EVERY_SECOND));
        var another = new MvSourceProvider().open(config)) {
      for (int i = 0; i < 7; i++) { // also when the driver would give its statements names
        assertThat(ViewedJournal.pairs(source, journal.today())).isEqualTo(3);
        assertThat(ViewedJournal.pairs(another, journal.today())).isEqualTo(3);
      }
      journal.execute("INSERT INTO %1$s VALUES (6, CURRENT_DATE, 'new', 'b', 1)");
      var day = journal.today();
      ViewedJournal.await("the refreshed view", () -> ViewedJournal.pairs(another, day) == 4);
    }
    installation.refresh(config);
    assertThat(installation.isInstalled(config)).isTrue();
    installation.uninstall(config);
    assertThat(installation.isInstalled(config)).isFalse();
  }

  /** Who used the server's session before has left another role and search path in it. */
  @Test
  void isMadeAsTheUrlsUserBesideTheTableThatTheUrlMeans() throws SQLException {
    try (var journal = new ViewedJournal();
        var pool =
            PgBouncer.start(
                List.of("default_pool_size = 1"), ViewedJournal.testbed().postgresUrl());
        var other = connect(pool.url())) {
      journal.execute(
          "CREATE ROLE " + ROLE,
          "CREATE SCHEMA mv_others AUTHORIZATION " + ROLE,
          "CREATE TABLE mv_others.%1$s (LIKE %1$s)",
          "ALTER TABLE mv_others.%1$s OWNER TO " + ROLE);
      journal.execute(other, "SET search_path = mv_others");
      journal.execute(other, "SET ROLE " + ROLE);

      new MvInstallation().install(journal.config(pool.url()));
      assertThat(
              journal.ask(
                  "SELECT string_agg(schemaname || ' ' || (matviewowner = current_user), ',')"
                      + " FROM pg_matviews WHERE matviewname = 'mv_daily_%1$s'"))
          .isEqualTo("public true");

      journal.execute("DROP SCHEMA mv_others CASCADE", "DROP ROLE " + ROLE);
    }
  }

  private static Connection connect(PostgresUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbcUrl());
  }
}
