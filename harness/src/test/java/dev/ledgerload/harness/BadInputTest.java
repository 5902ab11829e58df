package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void servesNeitherWhatIsNotThereNorWhoeverAsks() {
    var nothing =
        CommandLineRun.of(
            "serve-flight", "--postgres-url", url, "--port", "0", "--table", "nothing.there");
    assertThat(nothing.exitCode()).isNotZero();
    assertThat(nothing.err()).contains("nothing", "does not exist", "--table");
    var open =
        CommandLineRun.of(
            "serve-flight", "--postgres-url", url, "--port", "0", "--host", "0.0.0.0");
    assertThat(open.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(open.err()).contains("token-file", "tls-certificate", "insecure");
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
  void namesAllThatIsWrongAtOnceAndStartsNothing() {
    var run =
        bench(
            "--postgres-url",
            url,
            "--forks",
            "0",
            "--rows",
            "0",
            "--strategies",
            "teleport",
            "--day",
            "soon",
            "--table",
            "a.b.c.d",
            "--column",
            "foo=bar",
            "--column",
            "amount=",
            "--untyped-numeric",
            "many",
            "--link",
            "rtt=1ms",
            "--link",
            "rtt=1ms,rate=9g",
            "--history",
            "lots",
            "--partitioned",
            "week");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err())
        .contains("--link must be a round-trip time and a rate in bits a second")
        .contains("--link rate must be a number of bits a second from 1m to 2500m")
        .contains("--forks must be at least 1, not 0")
        .contains("--rows must be at least 1, not [0]")
        .contains("no strategy \"teleport\"")
        .contains("--day must be a date")
        .contains("--table must be \"name\" or \"schema.name\", not \"a.b.c.d\"")
        .contains("--column: there is no column \"foo\"")
        .contains("--column: the name of amount must be a name")
        .contains("--untyped-numeric must be")
        .contains("--history must be a number from 0 to 3650, not \"lots\"")
        .contains("--partitioned must be none, day or month, not \"week\"");
    assertOneMessage(run);
    assertThat(run.out()).isEmpty();
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void refusesOptionsOfAJournalThatIsNotNamed() {
    var run =
        bench("--table", "fin.v2", "--column", "foo=bar", "--untyped-numeric", "38,5", "--install");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    for (var option : List.of("--table", "--column", "--untyped-numeric", "--install")) {
      assertThat(run.err())
          .contains(
              option + " needs a day of your own journal: name it by --day, and the database");
    }
    assertThat(bench("--day", "2026-01-01").err()).contains("name its database by --postgres-url");
    assertThat(bench("--seed-here").err()).contains("--seed-here needs a database");
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void refusesAHistoryThatCannotBe() {
    assertThat(bench("--scattered").err())
        .isEqualTo(
            oneLine(
                "--scattered puts a day's entries among those of others, and there are none:"
                    + " give --history DAYS"));
    assertThat(bench("--history", "0", "--scattered").err()).contains("give --history DAYS");
    var own = bench("--postgres-url", url, "--day", "2026-01-01", "--history", "3", "--scattered");
    assertThat(own.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(own.err())
        .contains("--history is of a seeded journal, and --day of yours: leave it out")
        .contains("--scattered is of a seeded journal");
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void refusesADatabaseWithoutWordOfWhatToMeasureThere() {
    var run = bench("--postgres-url", url);
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
    assertThat(run.err()).contains("--day").contains("--seed-here").contains("only read");
    assertOneMessage(run);
    assertThat(bench("--postgres-url", url, "--seed-here", "--day", "2026-01-01").err())
        .contains("--day reads your journal and --seed-here seeds another: give one of them");
    assertThat(bench("--postgres-url", url, "--provider", "docker", "--seed-here").err())
        .contains("--postgres-url names a database and --provider starts one");
  }

  @Test
  void refusesToServeAJournalThatIsNotThere() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          var missing = serve("--table", "nothing.there");
          assertThat(missing.exitCode()).isEqualTo(Ledgerload.FAILED);
          assertThat(missing.err()).contains("\"nothing").contains("does not exist");
          assertOneMessage(missing);
          var renamed = serve("--column", "t_1=elsewhere");
          assertThat(renamed.exitCode()).isEqualTo(Ledgerload.FAILED);
          assertThat(renamed.err()).contains("elsewhere");
        });
  }

  private static CommandLineRun serve(String... args) {
    List<String> all =
        new ArrayList<>(List.of("serve-flight", "--port", "0", "--postgres-url", url));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  @Test
  void saysHowToNameAMissingTable() {
    var run = bench("--postgres-url", url, "--day", "2026-01-01", "--table", "nowhere");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("\"nowhere\" does not exist").contains("--table");
    assertOneMessage(run);
  }

  @Test
  void saysHowToNameAMissingColumn() {
    var run =
        bench("--postgres-url", url, "--day", "2026-01-01", "--column", "acc_debit=debit_account");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(run.err()).contains("debit_account").contains("--column");
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
    assertThat(run.err()).contains("\"amount\"", "double precision", "must be numeric");
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
    assertThat(run.err())
        .contains("permission denied")
        .contains("SELECT on a table")
        .doesNotContain("hush");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bench --verbose --day 2026-01-01 --postgres-url jdbc:postgresql://me:hush-hush@host.invalid/db",
        "bench --verbose --day 2026-01-01 --postgres-url jdbc:postgresql://me:hush-hush@host.invalid:5432/db",
        "bench --verbose --day 2026-01-01 --postgres-url jdbc:postgresql://127.0.0.1:1/db;password=hush-hush",
        "bench --verbose --day 2026-01-01 --postgres-url jdbc:postgresql://127.0.0.1:1/db?pass%77ord=hush-hush",
        "bench --verbose --day 2026-01-01 --postgres-url jdbc:postgresql://127.0.0.1:1/db?sslmode=disable;password=hush-hush",
        "bench jdbc:postgresql://host/db?user=me&password=hush-hush",
        "bench --postgres-ur jdbc:postgresql://host/db?user=me&password=hush-hush",
        "bench --postgres-ur=jdbc:postgresql://host/db?user=me&password=hush-hush",
        "bench --day jdbc:postgresql://host/db?user=me&password=hush-hush",
        "bench --column jdbc:postgresql://me:hush-hush@host/db?x=y",
        "bench --rows jdbc:postgresql://host/db?user=me&password=hush-hush",
        "seed --verbose --postgres-url jdbc:postgresql://host.invalid/db?password=hush-hush&x=/y",
        "warm --day today --redis-url redis//:hush-hush@host",
        "warm --day today redis://me:hush-hush@host",
        "install postgres://me:hush-hush@host/db",
      })
  void repeatsNoPassword(String commandLine) {
    var run = CommandLineRun.of(commandLine.split(" "));
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).isNotEmpty().doesNotContain("hush");
    assertThat(run.out()).doesNotContain("hush");
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
    assertThat(run.exitCode()).isEqualTo(Ledgerload.USAGE);
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

  @Tag("processes")
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
