package dev.ledgerload.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example, compiled and run with what spark-submit gives it. */
class SparkExampleTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "spark", "MonthTotals.java");

  @TempDir private Path directory;

  @Test
  void writesAMonthsTotals() throws Exception {
    var ledgers = TestLedgers.shared();
    compile();
    var journal =
        Files.writeString(
            directory.resolve("journal.properties"),
            "table=plain_entries\nday=trx_date\nkeys=acc_debit,acc_credit\nmeasures=amount\n");
    var output = directory.resolve("totals");
    List<String> command =
        new ArrayList<>(
            SparkProcess.java(
                SparkProcess.NEWEST,
                "-XX:TieredStopAtLevel=1",
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false"));
    command.set(
        command.indexOf("-cp") + 1,
        directory + File.pathSeparator + command.get(command.indexOf("-cp") + 1));
    command.addAll(List.of("MonthTotals", journal.toString(), "2026-01", output.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("LEDGERLOAD_POSTGRES_URL", ledgers.url()));
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(csv(output))
        .isEqualTo(
            ledgers.ask(
                "SELECT acc_debit || ',' || sum(amount) || ',' || count(*) FROM plain_entries"
                    + " GROUP BY acc_debit ORDER BY sum(amount) DESC, acc_debit COLLATE \"C\""));
  }

  private void compile() {
    var said = new ByteArrayOutputStream();
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-proc:none",
                "-cp",
                SparkProcess.classPath(SparkProcess.NEWEST),
                "-d",
                directory.toString(),
                EXAMPLE.toString());
    assertThat(exitCode).as(said.toString(UTF_8)).isZero();
  }

  private static List<String> csv(Path output) throws IOException {
    try (var files = Files.list(output)) {
      var csv = files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
      return Files.readAllLines(csv).stream().skip(1).toList();
    }
  }
}
