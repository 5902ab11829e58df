package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestbedProvidersTest {
  private static final TestbedOptions EMBEDDED =
      TestbedOptions.fromEnvironment(Map.of("LEDGERLOAD_TESTBED", "embedded"));
  private static final TestbedOptions NONE = TestbedOptions.fromEnvironment(Map.of());

  @TempDir Path temporary;

  @Test
  void usesWhatTheUserNamesAndLeavesItRunning() throws SQLException {
    try (var server = JournalTestbed.start(EMBEDDED)) {
      var options = NONE.withPostgresUrl(server.postgresUrl()).withRedisUrl(server.redisUrl());
      try (var testbed = JournalTestbed.start(options)) {
        assertThat(testbed.provider()).isEqualTo("url");
        assertThat(testbed.redisProvider()).isEqualTo("url");
        assertThat(testbed.notes()).isEmpty();
        var before = lastCheckpoint(server);
        testbed.settle();
        assertThat(lastCheckpoint(server)).isEqualTo(before);
        server.settle();
        assertThat(lastCheckpoint(server)).isNotEqualTo(before);
      }
      assertThat(server.postgresSettings()).isNotEmpty();
      assertThat(server.redisInfo()).isNotEmpty();
      refusesAWrongPassword(server);
      refusesADatabaseThatIsNotThere(server);
      refusesAWrongRedisPassword(server);
    }
  }

  private static String lastCheckpoint(JournalTestbed server) throws SQLException {
    try (var connection = PostgresProbe.connect(server.postgresUrl());
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT checkpoint_lsn FROM pg_control_checkpoint()")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void refusesAWrongPassword(JournalTestbed server) {
    var url = server.postgresUrl().jdbcUrl().replaceAll("password=.*", "password=wrong-secret");
    assertThatThrownBy(() -> JournalTestbed.start(NONE.withPostgresUrl(new PostgresUrl(url))))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("refused the login")
        .hasMessageNotContaining("wrong-secret");
  }

  private static void refusesADatabaseThatIsNotThere(JournalTestbed server) {
    var url = server.postgresUrl().jdbcUrl().replace("/postgres?", "/nowhere?");
    assertThatThrownBy(() -> JournalTestbed.start(NONE.withPostgresUrl(new PostgresUrl(url))))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("no such database");
  }

  private static void refusesAWrongRedisPassword(JournalTestbed server) {
    var url = RedisUrl.of("redis://default:wrong-secret@127.0.0.1:" + server.redisUrl().port());
    var options = NONE.withPostgresUrl(server.postgresUrl()).withRedisUrl(url);
    try (var testbed = JournalTestbed.start(options)) {
      assertThatThrownBy(testbed::redisUrl)
          .isInstanceOf(TestbedException.class)
          .hasMessageContaining("LEDGERLOAD_REDIS_URL")
          .hasMessageNotContaining("wrong-secret");
    }
  }

  @Test
  void saysWhatIsWrongWithAServerThatDoesNotAnswer() throws IOException {
    int port = freePort();
    var url = "jdbc:postgresql://127.0.0.1:%d/db?user=me&password=hidden".formatted(port);
    assertThatThrownBy(() -> JournalTestbed.start(NONE.withPostgresUrl(new PostgresUrl(url))))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining(Integer.toString(port))
        .hasMessageContaining("LEDGERLOAD_POSTGRES_URL")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void refusesAUrlThatTheDriverCannotReadWithoutShowingItsPassword() {
    var options =
        NONE.withPostgresUrl(
            new PostgresUrl("jdbc:postgresql://h:nowhere/x?user=me&password=s3cret"));
    var failure = catchThrowable(() -> JournalTestbed.start(options));
    assertThat(failure).isInstanceOf(TestbedException.class);
    for (var at = failure; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void refusesToBeForcedToAUrlThatNobodyNamed() {
    assertThatThrownBy(() -> JournalTestbed.start(NONE.withForced(TestbedProvider.URL)))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("LEDGERLOAD_POSTGRES_URL isn't set");
  }

  @Test
  void letsTestsWriteToANamedServerOnlyWhereThatIsAskedFor() {
    var named =
        Map.of(
            "LEDGERLOAD_POSTGRES_URL", "jdbc:postgresql://h/db?user=me",
            "LEDGERLOAD_REDIS_URL", "redis://h:6379");
    assertThat(TestbedOptions.ofTests(named).postgresUrl()).isNull();
    assertThat(TestbedOptions.ofTests(named).redisUrl()).isNull();

    Map<String, String> meant = new HashMap<>(named);
    meant.put("LEDGERLOAD_TESTBED", "url");
    assertThat(TestbedOptions.ofTests(meant)).isEqualTo(TestbedOptions.fromEnvironment(meant));
    assertThat(TestbedOptions.ofTests(meant).postgresUrl()).isNotNull();
  }

  @Test
  void refusesEnvironmentsThatMakeNoSense() {
    assertThatThrownBy(() -> TestbedOptions.fromEnvironment(Map.of("LEDGERLOAD_TESTBED", "podman")))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("podman")
        .hasMessageContaining("LEDGERLOAD_TESTBED must be url, docker or embedded");
    assertThatThrownBy(
            () -> TestbedOptions.fromEnvironment(Map.of("LEDGERLOAD_POSTGRES_URL", "localhost")))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("jdbc:postgresql:");
    assertThatThrownBy(
            () -> TestbedOptions.fromEnvironment(Map.of("LEDGERLOAD_REDIS_URL", "p:secret")))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("redis://")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesAPortThatIsTaken() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      assertThatThrownBy(() -> JournalTestbed.start(EMBEDDED.withPostgresPort(port)))
          .isInstanceOf(TestbedException.class)
          .hasMessageContaining("port %d is taken".formatted(port));
    }
  }

  @Test
  void usesThePortThatIsAskedFor() throws IOException {
    int port = freePort();
    try (var testbed = JournalTestbed.start(EMBEDDED.withPostgresPort(port))) {
      assertThat(testbed.postgresUrl().jdbcUrl()).contains(":" + port + "/");
    }
  }

  @Test
  void refusesADirectoryThatCannotBeWrittenTo() throws IOException {
    var file = Files.createFile(temporary.resolve("a-file"));
    assertThatThrownBy(() -> JournalTestbed.start(EMBEDDED.withDirectory(file.resolve("below"))))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("can't write to")
        .hasMessageContaining("java.io.tmpdir");
  }

  @Test
  void refusesADiskThatIsTooFull() {
    assertThatThrownBy(() -> ServerDirectory.within(temporary, Long.MAX_VALUE))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("MB free")
        .hasMessageContaining("java.io.tmpdir");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void needsNoToolsButSaysWhenRootNeedsThem() throws IOException {
    var child =
        TestbedChild.start(Map.of("LEDGERLOAD_TESTBED", "embedded", "PATH", "/nowhere"), List.of());
    try {
      var line = TestbedChild.firstLine(child);
      if (System.getProperty("user.name").equals("root")) {
        assertThat(line).startsWith("failed").contains("root").contains("LEDGERLOAD_POSTGRES_URL");
      } else {
        assertThat(line).startsWith("ready embedded");
      }
    } finally {
      child.destroy();
      child.onExit().join();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
