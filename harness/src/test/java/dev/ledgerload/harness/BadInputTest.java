package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.testbed.JournalTestbed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one message that says what to do, an exit code, and leaves nothing behind. */
class BadInputTest {
  private static JournalTestbed testbed;
  private static String url;

  @TempDir Path output;

  @BeforeAll
  static void seedADay() {
    testbed = JournalTestbed.start();
    url = testbed.postgresUrl().jdbcUrl();
    assertThat(CommandLineRun.of("seed", "--postgres-url", url, "--rows", "500").exitCode())
        .isZero();
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  @Test
  void refusesADayThatIsNoDate() {
    var run = bench("--postgres-url", url, "--day", "31.01.2026");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err())
        .isEqualTo(oneLine("--day must be a date as 2026-01-31, not \"31.01.2026\""));
  }

  @Test
  void refusesADayWithoutEntries() {
    var run = bench("--postgres-url", url, "--day", "2001-01-01");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err())
        .isEqualTo(
            oneLine("gl_entries has no entries on 2001-01-01: name a day that has some (--day)"));
  }

  @Test
  void namesTheStrategiesWhereOneIsUnknown() {
    var run = bench("--postgres-url", url, "--day", "2026-01-01", "--strategies", "teleport");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains("no strategy \"teleport\"").contains("copy").contains("select");
  }

  @Test
  void saysHowToNameAMissingTable() {
    var run = bench("--postgres-url", url, "--day", "2026-01-01", "--table", "nowhere");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("\"nowhere\" does not exist").contains("layout");
    assertOneMessage(run);
  }

  @Test
  void saysHowToNameAMissingColumn() {
    var run =
        bench("--postgres-url", url, "--day", "2026-01-01", "--column", "acc_debit=debit_account");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("debit_account").contains("layout");
    assertOneMessage(run);
  }

  @Test
  void saysWhichTypeAColumnMustHave() throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE floating AS SELECT id, trx_date, acc_debit, acc_credit,"
              + " amount::float8, t_1, t_2, t_3, t_4, t_5 FROM gl_entries");
    }
    var run = bench("--postgres-url", url, "--day", "2026-01-01", "--table", "floating");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("\"amount\"").contains("float8").contains("must be numeric");
    assertOneMessage(run);
  }

  @Test
  void saysWhichRightIsMissing() throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE stranger LOGIN PASSWORD 'hush-hush'");
    }
    var strangers =
        url.replaceFirst("user=[^&]*", "user=stranger")
            .replaceFirst("password=[^&]*", "password=hush-hush");
    var run = bench("--postgres-url", strangers, "--day", "2026-01-01");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("permission denied").contains("grant").doesNotContain("hush");
    assertOneMessage(run);
  }

  @Test
  void saysWhatToDoAboutAServerThatDoesNotAnswer() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var nobody = "jdbc:postgresql://localhost:%d/x?user=me&password=hush-hush".formatted(port);
    var run = bench("--postgres-url", nobody, "--day", "2026-01-01");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err())
        .contains("localhost:" + port)
        .contains("start the server")
        .doesNotContain("hush");
    assertOneMessage(run);
  }

  @Test
  void saysWhatToDoAboutAWrongPassword() {
    var wrong = url.replaceFirst("password=[^&]*", "password=hush-hush");
    var run = bench("--postgres-url", wrong, "--day", "2026-01-01");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("correct user and password").doesNotContain("hush");
    assertOneMessage(run);
  }

  @Test
  void refusesAUrlThatIsNoJdbcUrlWithoutRepeatingIt() {
    var run = bench("--postgres-url", "postgresql://me:hush-hush@host/db", "--day", "2026-01-01");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains("jdbc:postgresql:").doesNotContain("hush");
    assertOneMessage(run);
  }

  @Test
  void refusesToSeedOverATableThatIsThere() {
    var run = CommandLineRun.of("seed", "--postgres-url", url, "--rows", "10");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("gl_entries").contains("replace");
    assertOneMessage(run);
  }

  @Test
  void refusesAResultsFileThatIsNone() throws IOException {
    var file = Files.writeString(output.resolve("results.json"), "not json");
    var run = CommandLineRun.of("report", file + "");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains(file.toString());
    assertOneMessage(run);
  }

  @Test
  void refusesAnUnknownProvider() {
    var run = bench("--provider", "cloud");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("cloud").contains("docker").contains("embedded");
    assertOneMessage(run);
  }

  @Test
  void showsTheStackTraceOnlyWhereItIsAskedFor() {
    var run = CommandLineRun.of("--verbose", "report", output.resolve("missing") + "");
    assertThat(run.err()).contains("\tat ");
  }

  @Test
  void doctorSaysWhatWouldBeUsed() {
    var run = CommandLineRun.of("doctor");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("postgresql")
        .contains("redis")
        .contains("strategy copy")
        .contains("verdict            ready");
  }

  @Test
  void saysInALineThatDockerIsBroken() throws IOException {
    var socket = UnixDomainSocketAddress.of(output.resolve("docker.sock"));
    try (var engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      engine.bind(socket); // and nobody listens there from now on
    }
    assertThat(doctorWith("unix://" + socket))
        .contains("Docker")
        .contains("verdict            ready")
        .doesNotContain("\tat ")
        .doesNotContain(" WARN ")
        .doesNotContain(" ERROR ");
    assertThat(doctorWith("unix://" + socket, "--verbose"))
        .contains(" org.testcontainers.dockerclient.");
  }

  /** What the program prints, in a JVM of its own. */
  private String doctorWith(String dockerHost, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Duser.home=" + output); // where Testcontainers remembers other engines
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Ledgerload.class.getName(), "doctor"));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LEDGERLOAD_"));
    builder.environment().put("DOCKER_HOST", dockerHost);
    // should Testcontainers find another engine after all
    builder.environment().put("LEDGERLOAD_POSTGRES_IMAGE", "localhost:1/no/postgres:0");
    builder.environment().put("LEDGERLOAD_REDIS_IMAGE", "localhost:1/no/redis:0");
    builder.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true"); // nor that image
    return new String(builder.start().getInputStream().readAllBytes(), UTF_8);
  }

  private CommandLineRun bench(String... args) {
    var all = new ArrayList<>(List.of("bench", "--preset", "smoke"));
    all.addAll(List.of("--output", output + ""));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static String oneLine(String message) {
    return "ledgerload: " + message + System.lineSeparator();
  }

  private static void assertOneMessage(CommandLineRun run) {
    assertThat(run.err()).startsWith("ledgerload: ").doesNotContain("\tat ");
  }
}
