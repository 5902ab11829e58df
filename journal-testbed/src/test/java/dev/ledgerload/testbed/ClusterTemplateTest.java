package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What initdb made, for servers to come. */
@Tag("processes")
class ClusterTemplateTest {
  private static final String CLUSTER = "SELECT system_identifier::text FROM pg_control_system()";

  @TempDir Path temporary;
  private ClusterTemplate template;

  @BeforeEach
  void name() {
    template = new ClusterTemplate(temporary.resolve("template.zip"));
  }

  @Test
  void serversBeginFromOneClusterButShareNoData() throws SQLException {
    var first = start();
    var cluster = ask(first, CLUSTER);
    execute(first, "CREATE TABLE of_the_first ()");
    first.stop().run();

    var second = start();
    assertThat(ask(second, CLUSTER)).isEqualTo(cluster);
    assertThat(ask(second, "SELECT to_regclass('of_the_first')::text")).isNull();
    second.stop().run();
  }

  @Test
  void aSpoiltOneIsMadeAnew() throws SQLException, IOException {
    Files.writeString(template.file(), "no archive");
    var server = start();
    assertThat(ask(server, "SELECT 'answers'")).isEqualTo("answers");
    server.stop().run();

    assertThat(template.unpack(Files.createDirectory(temporary.resolve("unpacked")))).isTrue();
    assertThat(temporary.resolve("unpacked/data/PG_VERSION")).exists();
  }

  @Test
  void oneThatAServerDoesNotStartFromIsGivenUp() throws SQLException, IOException {
    template.pack(Files.createDirectory(temporary.resolve("no-cluster")));
    assertThatThrownBy(this::start).hasMessageContaining("did not start");

    var next = start();
    assertThat(ask(next, "SELECT 'answers'")).isEqualTo("answers");
    next.stop().run();
  }

  @Test
  void isKeptWhereAServerFailsForAnotherReason() throws IOException {
    template.pack(Files.createDirectory(temporary.resolve("cluster")));
    var options = TestbedOptions.fromEnvironment().withDirectory(template.file());
    assertThatThrownBy(() -> EmbeddedPostgresServer.start(options, template))
        .hasMessageContaining("can't write to");
    assertThat(template.exists()).isTrue();
  }

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    template.pack(Files.createDirectory(temporary.resolve("cluster")));
    assertThat(Files.getPosixFilePermissions(template.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void thereIsNoneWhereItCannotBeKept() {
    var nowhere = new ClusterTemplate(temporary.resolve("no/such/place.zip"));
    assertThatCode(() -> nowhere.pack(temporary)).doesNotThrowAnyException();
    assertThat(nowhere.exists()).isFalse();
  }

  @Test
  void thereIsOneForEachVersionAndSettings() throws IOException {
    var file = ClusterTemplate.of("a").file();
    assertThat(file.getFileName().toString())
        .matches("cluster-\\d+\\.\\d+\\.\\d+-[0-9a-f]{8}\\.zip");
    assertThat(file).isNotEqualTo(ClusterTemplate.of("b").file());
  }

  private RunningServer<PostgresUrl> start() {
    return EmbeddedPostgresServer.start(
        TestbedOptions.fromEnvironment().withDirectory(temporary), template);
  }

  private static void execute(RunningServer<PostgresUrl> server, String sql) throws SQLException {
    try (var connection = PostgresProbe.connect(server.url());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(RunningServer<PostgresUrl> server, String sql) throws SQLException {
    try (var connection = PostgresProbe.connect(server.url());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
