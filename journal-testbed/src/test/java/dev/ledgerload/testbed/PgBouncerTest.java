package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
class PgBouncerTest {
  private static final String SERVER_PROCESS = "SELECT pg_backend_pid()::text";

  private static JournalTestbed testbed;
  private static PostgresUrl postgres;

  @BeforeAll
  static void start() throws SQLException {
    testbed = JournalTestbed.start();
    postgres = testbed.postgresUrl();
    try (var connection = PostgresProbe.connect(postgres);
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE pool_guest LOGIN PASSWORD 'guests-own'");
    }
  }

  @AfterAll
  static void end() throws SQLException {
    try (var connection = PostgresProbe.connect(postgres);
        var statement = connection.createStatement()) {
      statement.execute("DROP ROLE pool_guest");
    }
    testbed.close();
  }

  @Test
  void givesAServerConnectionToWhoeverIsInATransaction() throws SQLException {
    var guest = DatabaseUrl.of(postgres).withUser("pool_guest", "guests-own").url();
    try (var pool = PgBouncer.start(List.of("default_pool_size = 1"), postgres, guest);
        var one = PostgresProbe.connect(pool.url());
        var other = PostgresProbe.connect(pool.url());
        var guests = PostgresProbe.connect(pool.via(guest))) {
      assertThat(ask(one, SERVER_PROCESS)).isEqualTo(ask(other, SERVER_PROCESS));
      assertThat(ask(guests, "SELECT current_user::text")).isEqualTo("pool_guest");
    }
  }

  @Test
  void leavesASessionsSettingToTheNextClient() throws SQLException {
    try (var pool = PgBouncer.start(List.of("default_pool_size = 1"), postgres);
        var one = PostgresProbe.connect(pool.url());
        var other = PostgresProbe.connect(pool.url())) {
      one.createStatement().execute("SET work_mem = '7MB'");
      assertThat(ask(other, "SHOW work_mem")).isEqualTo("7MB");
    }
  }

  @Test
  void asksForPasswords() {
    try (var pool = PgBouncer.start(postgres)) {
      var stranger =
          DatabaseUrl.of(pool.url()).withUser(DatabaseUrl.of(postgres).user(), "wrong").url();
      assertThatThrownBy(() -> PostgresProbe.connect(stranger).close())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void saysWhyItDoesNotStart() {
    assertThatThrownBy(() -> PgBouncer.start(List.of("pool_mode = sometimes"), postgres))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("PgBouncer did not start")
        .hasMessageContaining("sometimes");
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
