package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that the environment names gets nothing that wasn't asked for, and keeps nothing. */
@Tag("processes")
class NamedDatabaseTest {
  private static JournalTestbed testbed;
  private static Map<String, String> environment;
  private static List<String> before;

  @TempDir Path output;
  @TempDir Path temporary;

  @BeforeAll
  static void seedADay() throws SQLException {
    testbed = JournalTestbed.start();
    var url = testbed.postgresUrl().jdbcUrl();
    environment = Map.of("LEDGERLOAD_POSTGRES_URL", url);
    assertThat(
            CommandLineRun.of("seed", "--postgres-url", url, "--rows", "500", "--table", "mine")
                .exitCode())
        .isZero();
    before = contents();
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  @AfterEach
  void isAsBefore() throws SQLException, IOException {
    assertThat(contents()).isEqualTo(before);
    try (var files = Files.walk(temporary)) { // of other names are what libraries unpack
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("ledgerload-targets"));
    }
  }

  /** All relations, functions and schemas. */
  private static List<String> contents() throws SQLException {
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT 'relation ' || oid::regclass FROM pg_class WHERE relnamespace::regnamespace::text NOT IN ('pg_toast')
                UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc
                UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_'
                ORDER BY 1
                """)) {
      List<String> contents = new ArrayList<>();
      while (rows.next()) {
        contents.add(rows.getString(1));
      }
      return contents;
    }
  }

  /** A jar that has this build for its class path. */
  private String thisBuild() throws IOException {
    var manifest = new Manifest();
    var classPath = System.getProperty("java.class.path").split(File.pathSeparator);
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(classPath).map(path -> Path.of(path).toUri() + "").collect(joining(" ")));
    var jar = temporary.resolve("this.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar.toString();
  }

  private ChildCommand start(String command, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(command, "--output", output + ""));
    all.addAll(List.of(args));
    return new ChildCommand(temporary, environment, all.toArray(String[]::new));
  }

  @Test
  void isNotWrittenToUnlessThatIsSaid() throws Exception {
    try (var bench = start("bench", "--preset", "smoke", "--strategies", "copy")) {
      assertThat(bench.exitCode()).isEqualTo(Ledgerload.USAGE);
      assertThat(bench.printed())
          .contains("LEDGERLOAD_POSTGRES_URL")
          .contains("--day")
          .contains("--seed-here")
          .contains("--provider embedded");
    }
    try (var gate = start("gate", "--baseline", "a.jar", "--candidate", "b.jar")) {
      assertThat(gate.exitCode()).isEqualTo(Ledgerload.USAGE);
      assertThat(gate.printed()).contains("LEDGERLOAD_POSTGRES_URL").contains("--seed-here");
    }
  }

  @Test
  void isOnlyReadByCommandsThatLook() throws Exception {
    for (var command :
        List.of(
            "init --table mine",
            "doctor --table mine",
            "load --table mine --day 2026-01-01",
            "totals --table mine --day 2026-01-01 --strategy indb --format csv")) {
      try (var looking = new ChildCommand(temporary, environment, command.split(" "))) {
        assertThat(looking.exitCode()).as(command).isZero();
        assertThat(looking.printed()).as(command).isNotEmpty();
      }
    }
  }

  @Test
  void hasTheJournalThatIsMeant() throws Exception {
    try (var bench =
        start(
            "bench",
            "--preset",
            "smoke",
            "--strategies",
            "select",
            "--table",
            "mine",
            "--day",
            "2026-01-01")) {
      assertThat(bench.exitCode()).isZero();
    }
    var results = RunResults.read(output.resolve("latest/results.json"));
    assertThat(results.cells())
        .isNotEmpty()
        .allMatch(Cell::verified)
        .allMatch(cell -> cell.id().rows() == 500);
    assertThat(results.environment().journal()).containsEntry("table", "mine");
  }

  @Test
  void keepsNothingOfASeededRunThatIsInterruptedAndTheRunKeepsWhatItHas() throws Exception {
    try (var bench =
        start("bench", "--preset", "smoke", "--seed-here", "--strategies", "indb,copy")) {
      bench.await("[  2/").interrupt();
      assertThat(bench.exitCode()).isEqualTo(Interruption.EXIT_CODE);
      assertThat(bench.printed()).contains("ledgerload: interrupted: ").doesNotContain("FAILED");
    }
    var results = RunResults.read(output.resolve("latest/results.json"));
    assertThat(results.preset()).isEqualTo("smoke, changed, interrupted");
    assertThat(results.cells()).isNotEmpty().allMatch(Cell::verified);
    assertThat(output.resolve("latest/report.html")).exists();
  }

  @Test
  void keepsNothingOfSeedingThatIsInterrupted() throws Exception {
    try (var bench =
        start("bench", "--seed-here", "--rows", "1000,3000000", "--strategies", "copy")) {
      bench.await("seeded").interrupt();
      assertThat(bench.exitCode()).isEqualTo(Interruption.EXIT_CODE);
      assertThat(bench.printed()).contains("interrupted: nothing was measured");
    }
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void keepsNothingOfASeededRunThatFails() throws Exception {
    var file = Files.createFile(output.resolve("file"));
    try (var bench =
        new ChildCommand(
            temporary,
            environment,
            "bench",
            "--preset=smoke",
            "--seed-here",
            "--strategies=select",
            "--output=" + file.resolve("below"))) {
      assertThat(bench.exitCode()).isEqualTo(Ledgerload.FAILED);
      assertThat(bench.printed()).contains("seeded");
    }
  }

  @Test
  void keepsNothingThatWasInstalledForARunThatIsInterrupted() throws Exception {
    try (var bench =
        start(
            "bench",
            "--preset=smoke",
            "--strategies=indb",
            "--table=mine",
            "--day=2026-01-01",
            "--install")) {
      bench.await("[  1/");
      assertThat(contents()).contains("function journal_totals_mine(date)");
      bench.interrupt();
      assertThat(bench.exitCode()).isEqualTo(Interruption.EXIT_CODE);
    }
  }

  @Test
  void hasACacheThatIsLeftAsItWas() throws Exception {
    var redis = testbed.redisUrl().uri();
    var day = List.of("--day=2026-01-01", "--table=mine");
    var warm = new ArrayList<>(List.of("warm", "--redis-url=" + redis, "--postgres-url"));
    warm.add(environment.get("LEDGERLOAD_POSTGRES_URL"));
    warm.addAll(day);
    assertThat(CommandLineRun.of(warm.toArray(String[]::new)).exitCode()).isZero();
    var keys = keys(redis);
    assertThat(keys).isNotEmpty();
    Map<String, String> both = new HashMap<>(environment);
    both.put("LEDGERLOAD_REDIS_URL", redis.toString());
    try (var bench =
        new ChildCommand(
            temporary,
            both,
            "bench",
            "--preset=smoke",
            "--strategies=redis",
            "--output=" + output,
            day.get(0),
            day.get(1))) {
      assertThat(bench.exitCode()).isZero();
      assertThat(bench.printed()).contains("redis arrow-lz4 cold");
    }
    assertThat(keys(redis)).as("another write has other keys").isEqualTo(keys);
  }

  /** The answer to KEYS, whose order is the server's. */
  private static Set<String> keys(URI redis) throws IOException {
    var login = redis.getUserInfo().split(":", -1);
    try (var socket = new Socket(redis.getHost(), redis.getPort())) {
      var request = "AUTH %s %s\r\nKEYS *\r\nQUIT\r\n".formatted(login[0], login[1]);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answer.lines().filter(line -> line.startsWith("ledgerload")).collect(toSet());
    }
  }

  @Test
  void keepsNothingOfAGateThatIsInterrupted() throws Exception {
    var jar = thisBuild();
    try (var gate =
        start(
            "gate",
            "--baseline",
            jar,
            "--candidate",
            jar,
            "--seed-here",
            "--rows",
            "2000",
            "--strategies",
            "copy",
            "--cells",
            "ENTRY/totals")) {
      gate.await("look 1").interrupt();
      assertThat(gate.exitCode()).isEqualTo(Interruption.EXIT_CODE);
      assertThat(gate.printed()).contains("interrupted: the same gate goes on");
    }
    try (var logs = Files.find(output, 2, (file, facts) -> file.endsWith("trials.jsonl"))) {
      assertThat(logs.toList())
          .singleElement()
          .satisfies(log -> assertThat(log).content().contains("wire").doesNotContain("error"));
    }
  }
}
