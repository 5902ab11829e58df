package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.testbed.JournalTestbed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of one's own: here of a view, whose amounts are declared without digits and have more than
 * usual, on a server that has a password in its settings, while another benchmark runs.
 */
@Tag("processes")
class OwnJournalBenchTest {
  private static final String SECRET = "hush-hush";

  @TempDir static Path output;
  private static JournalTestbed testbed;
  private static String url;
  private static CommandLineRun run;
  private static RunResults results;

  @BeforeAll
  static void measure() throws SQLException, IOException {
    testbed = JournalTestbed.start();
    url = testbed.postgresUrl().jdbcUrl();
    assertThat(CommandLineRun.of("seed", "--postgres-url", url, "--rows", "500").exitCode())
        .isZero();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE VIEW viewed AS SELECT id, trx_date, acc_debit, acc_credit,
            (amount + 0.000000000001)::numeric AS amount, t_1, t_2, t_3, t_4, t_5 FROM gl_entries
          """);
    }
    configure("SET primary_conninfo = 'host=primary password=%s'".formatted(SECRET));
    var lock = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
    try (var channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.tryLock(); // which is null where another benchmark does run
      run = bench("--untyped-numeric", "38,12");
    }
    results = RunResults.read(output.resolve("latest/results.json"));
  }

  private static void configure(String setting) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM " + setting);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    configure("RESET primary_conninfo"); // the server is others', too
    testbed.close();
  }

  private static CommandLineRun bench(String... more) {
    List<String> args = new ArrayList<>(List.of("bench", "--preset", "smoke"));
    args.addAll(List.of("--strategies", "copy", "--output", output + ""));
    args.addAll(List.of("--postgres-url", url, "--table", "viewed", "--day", "2026-01-01"));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void leavesOutWhatCannotReadAViewAndMeasuresTheRest() {
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsOnlyOnce("note: copy two-streams is left out: ");
    assertThat(results.cells()).isNotEmpty().allMatch(Cell::verified);
    assertThat(results.cells())
        .extracting(cell -> cell.id().variant())
        .contains("plain", "one-stream")
        .doesNotContain("two-streams");
  }

  @Test
  void takesTheDigitsOfUntypedAmounts() {
    assertThat(results.environment().journal()).containsEntry("untyped-numeric", "38,12");
    var without = bench();
    assertThat(without.exitCode()).isEqualTo(Ledgerload.FAILED);
    assertThat(without.err()).contains("amount");
  }

  @Test
  void writesSettingsThatHoldNoSecretAndForItsOwnerOnly() throws IOException {
    assertThat(results.environment().postgres())
        .containsKeys("server_version", "shared_buffers")
        .doesNotContainKey("primary_conninfo");
    var directory = output.resolve("latest").toRealPath();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain(SECRET);
      }
    }
  }

  @Test
  void saysThatAnotherBenchmarkRuns() {
    assertThat(run.out()).contains("note: another benchmark runs on this machine");
    assertThat(results.environment().machine()).containsKey("disturbed");
  }
}
