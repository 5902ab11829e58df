package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day that lies among others, in random order, in a table with partitions. */
@Tag("processes")
class HistoryBenchTest {
  @TempDir static Path output;
  private static CommandLineRun run;
  private static RunResults results;

  @BeforeAll
  static void measure() {
    run = bench("--history", "20", "--scattered", "--partitioned", "month");
    results = RunResults.read(output.resolve("latest/results.json"));
  }

  private static CommandLineRun bench(String... more) {
    List<String> args = new ArrayList<>(List.of("bench", "--preset", "smoke"));
    args.addAll(List.of("--strategies", "copy,mv,indb", "--output", output + ""));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void measuresAndVerifiesEveryMethodThere() {
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(results.cells()).isNotEmpty().allMatch(Cell::verified);
    assertThat(results.preset()).isEqualTo("smoke, changed");
    assertThat(run.out()).contains("seeded 100,000 entries over 21 days");
  }

  @Test
  void saysWhatTheDayLiesAmongAndHowItWouldBeRead() throws IOException {
    var journal = results.environment().journal();
    assertThat(journal)
        .containsEntry("days", "1")
        .containsEntry("history days", "20")
        .containsEntry("rows a history day", "4000")
        .containsEntry("order", "scattered")
        .containsEntry("partitions", "by month")
        .containsEntry("days of the table", "21")
        .containsEntry("entries of the table", "100000")
        .containsKeys("plan", "index", "workers planned");
    long ofTable = Long.parseLong(requireNonNull(journal.get("pages of the table")));
    long ofDay = Long.parseLong(requireNonNull(journal.get("pages of the day")));
    assertThat(ofDay).isBetween(ofTable / 3, ofTable * 2 / 3); // all of January's, 60,000 entries
    assertThat(Files.readString(output.resolve("latest/report.html"), UTF_8))
        .contains("pages of the day", "entries of the table", "workers planned");
  }
}
