package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.PostgresUrl;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("processes")
class StandbyTest {
  private static final String RECEIVED = "SELECT pg_last_wal_receive_lsn() >= '%s'";

  @Test
  void hasThePrimarysRowsButNoneWhileItsReplayIsPaused() throws SQLException {
    var embedded = TestbedOptions.fromEnvironment().withForced(TestbedProvider.EMBEDDED);
    try (var testbed = JournalTestbed.start(embedded)) {
      var primary = testbed.postgresUrl();
      execute(primary, "CREATE TABLE noted AS SELECT 1 AS number");
      try (var standby = Standby.of(primary)) {
        assertThat(rows(standby.url())).isEqualTo("1");

        execute(primary, "INSERT INTO noted VALUES (2)");
        standby.awaitReplay();
        assertThat(rows(standby.url())).isEqualTo("2");

        standby.pauseReplay();
        execute(primary, "INSERT INTO noted VALUES (3)");
        var written = ask(primary, "SELECT pg_current_wal_flush_lsn()");
        while (ask(standby.url(), RECEIVED.formatted(written)).equals("f")) {
          PostgresProbe.pause();
        }
        assertThat(rows(standby.url())).isEqualTo("2");

        standby.resumeReplay();
        standby.awaitReplay();
        assertThat(rows(standby.url())).isEqualTo("3");
        assertThatThrownBy(() -> execute(standby.url(), "DELETE FROM noted"))
            .hasMessageContaining("read-only");
      }
    }
  }

  private static void execute(PostgresUrl url, String sql) throws SQLException {
    try (var connection = PostgresProbe.connect(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String rows(PostgresUrl url) throws SQLException {
    return ask(url, "SELECT count(*) FROM noted");
  }

  private static String ask(PostgresUrl url, String sql) throws SQLException {
    try (var connection = PostgresProbe.connect(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
