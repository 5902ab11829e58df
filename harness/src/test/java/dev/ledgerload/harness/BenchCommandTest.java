package dev.ledgerload.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.RunResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, in its shortest form. */
class BenchCommandTest {

  @Tag("processes")
  @Nested
  class OverHonestMethods {
    @TempDir static Path output;
    static CommandLineRun run;
    static RunResults results;

    @BeforeAll
    static void measure() {
      run =
          CommandLineRun.of(
              "bench", "--preset", "smoke", "--strategies", "select,copy", "--output", output + "");
      results = RunResults.read(output.resolve("latest/results.json"));
    }

    @Test
    void endsWell() {
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
    }

    @Test
    void verifiesEveryCell() {
      assertThat(results.cells()).isNotEmpty().allMatch(Cell::verified);
    }

    @Test
    void measuresEveryVariantAndTheFloor() {
      assertThat(
              results.cells().stream()
                  .map(cell -> cell.id().strategy() + "/" + cell.id().variant()))
          .contains(
              "select/plain",
              "select/tuned",
              "copy/one-stream",
              "copy/two-streams",
              "drain/one-stream");
    }

    @Test
    void measuresEveryPhaseAndProcessor() {
      assertThat(
              results.cells().stream().map(cell -> cell.id().phase() + " " + cell.id().processor()))
          .contains(
              "load null", "process kernel", "total kernel", "process duckdb", "total duckdb");
    }

    @Test
    void keepsWarmUpApartFromSamples() {
      assertThat(results.cells())
          .allSatisfy(
              cell -> {
                assertThat(cell.times().warmup().get(0)).hasSize(1);
                assertThat(cell.times().samples().get(0)).hasSize(2);
              });
    }

    @Test
    void countsWhatALoadCosts() {
      assertThat(results.cells())
          .filteredOn(cell -> cell.id().phase().equals("load"))
          .allSatisfy(
              cell -> {
                assertThat(cell.costs().rowsLoaded()).isEqualTo(20_000);
                assertThat(cell.costs().clientCpuMs()).isPositive();
                assertThat(cell.costs().allocBytesPerOp()).isPositive();
              });
    }

    @Test
    void countsWhatALoadOfAllColumnsSendsOverTheWire() {
      assertThat(results.cells())
          .filteredOn(cell -> cell.id().phase().equals("load") && cell.id().columns().equals("all"))
          .hasSize(6)
          .allSatisfy(
              cell -> assertThat(cell.costs().wireBytes()).isBetween(20_000 * 80L, 20_000 * 130L));
    }

    @Test
    void fitsATerminalOfAHundredColumns() {
      assertThat(run.out().lines().dropWhile(line -> !line.startsWith("20,000 entries")))
          .hasSizeGreaterThan(8)
          .allSatisfy(line -> assertThat(line.contains("/") ? "" : line).hasSizeLessThan(101));
    }

    @Test
    void writesTheRunsFilesAndNoOthers() throws IOException {
      try (var files = Files.list(output.resolve("latest/"))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "results.json",
                "jmh.json",
                "report.html",
                "summary.md",
                "charts",
                "metrics.prom",
                "environment.json");
      }
    }

    @Test
    void saysHowFarItIsAndHowLongItTakes() {
      assertThat(run.out()).contains("[  1/18]").contains(" left").contains("[ 18/18]");
    }

    @Test
    void recordsWhatItRanOn() {
      var environment = results.environment();
      assertThat(environment.machine()).containsKeys("cpu", "cores", "memory", "kernel", "steal");
      assertThat(environment.postgres()).containsKeys("server_version", "shared_buffers");
      assertThat(environment.journal()).containsEntry("seed", "1");
      assertThat(run.out()).contains("answers were verified against the oracle.");
      assertThat(environment.source())
          .as("without where its files go")
          .containsEntry("command", "ledgerload bench --preset smoke --strategies select,copy");
    }

    @Test
    void leavesNoPasswordInAnyFile() throws IOException {
      try (var files = Files.walk(output.resolve("latest/"))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          assertThat(new String(Files.readAllBytes(file), UTF_8))
              .doesNotContainPattern("password=[^*&]");
        }
      }
    }

    @Test
    void reportsAnewFromItsResults() throws IOException {
      var again = output.resolve("again");
      Files.createDirectories(again);
      var readme =
          Files.writeString(
              output.resolve("README.md"), "<!-- results:begin -->\n<!-- results:end -->\n");
      var report =
          CommandLineRun.of(
              "report",
              output.resolve("latest") + "",
              "--output",
              again + "",
              "--readme",
              readme + "");
      assertThat(report.exitCode()).isZero();
      assertThat(Files.readString(again.resolve("summary.md")))
          .isEqualTo(Files.readString(output.resolve("latest/summary.md")));
      assertThat(Files.readString(readme)).contains("| Method |").contains("again/charts/");
    }
  }

  @Tag("processes")
  @Nested
  class OverALink {
    private static final LinkSpeed SPEED = new LinkSpeed(2, 100_000_000);
    @TempDir static Path output;
    static CommandLineRun run;
    static RunResults results;

    @BeforeAll
    static void measure() {
      List<String> args = new ArrayList<>(List.of("bench", "--preset", "smoke"));
      args.addAll(List.of("--strategies", "flight,indb", "--output", output + ""));
      args.addAll(List.of("--link", "rtt=2ms,rate=100m"));
      run = CommandLineRun.of(args.toArray(String[]::new));
      results = RunResults.read(output.resolve("latest/results.json"));
    }

    @Test
    void measuresTheHeadlineMethodsAndTheFloorOverItToo() {
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(results.linkedCells())
          .extracting(cell -> cell.id().key())
          .containsExactlyInAnyOrder(
              "drain/one-stream/ENTRY/all/20000/load/-/rtt=2ms,rate=100m",
              "select/plain/ENTRY/all/20000/load/-/rtt=2ms,rate=100m",
              "flight/one-stream/ENTRY/all/20000/load/-/warm/rtt=2ms,rate=100m",
              "indb/covering-index/GROUP/none/20000/total/-/rtt=2ms,rate=100m");
      assertThat(results.cells()).isNotEmpty().allMatch(Cell::verified);
      assertThat(results.linkedCells()).allMatch(Cell::verified);
    }

    /** Who is by the link has its round trip and its rate, and each has its bytes counted. */
    @Test
    void nothingIsFasterThanTheLinkAllows() {
      assertThat(results.linkedCells())
          .allSatisfy(
              cell -> {
                long bytes = requireNonNull(cell.costs().wireBytes());
                assertThat(bytes).isGreaterThan(100_000);
                double leastMs = SPEED.roundTripMs() + 0.95 * SPEED.msOf(bytes);
                assertThat(cell.times().samples())
                    .allSatisfy(fork -> assertThat(fork).allMatch(ms -> ms > leastMs));
              });
    }

    @Test
    void isInReportSummaryAndTerminal() throws IOException {
      assertThat(run.out())
          .contains("flight one-stream warm, 20,000 rows, 2 ms + 100 Mbit/s, fork 1")
          .containsIgnoringCase("longer than "); // its limit: none, or these
      assertThat(Files.readString(output.resolve("latest/summary.md")))
          .contains("<summary>Over a network, 20,000 entries</summary>");
      assertThat(Files.readString(output.resolve("latest/report.html")))
          .contains("also over 2 ms + 100 Mbit/s");
      assertThat(Files.readString(output.resolve("latest/jmh.json")))
          .contains("\"link\" : \"rtt=2ms,rate=100m\"");
    }
  }

  @Test
  void failsTheRunWhenAMethodGivesAWrongAnswer(@TempDir Path output) throws IOException {
    var run =
        CommandLineRun.of(
            "bench", "--preset", "smoke", "--strategies", "lossy", "--output", output + "");
    assertThat(run.exitCode()).isEqualTo(Ledgerload.WRONG_ANSWER);
    assertThat(run.err()).contains("lossy").contains("wrong answer");
    assertThat(Files.readString(output.resolve("latest/summary.md"))).contains("wrong answer");
    var cells = RunResults.read(output.resolve("latest/results.json")).cells();
    assertThat(cells)
        .filteredOn(cell -> cell.id().strategy().equals("lossy"))
        .isNotEmpty()
        .allSatisfy(cell -> assertThat(cell.error()).contains("wrong answer"))
        .noneMatch(Cell::verified);
    assertThat(cells)
        .filteredOn(cell -> !cell.id().strategy().equals("lossy"))
        .isNotEmpty()
        .allMatch(Cell::verified);
  }
}
