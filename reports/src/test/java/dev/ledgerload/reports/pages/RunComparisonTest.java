package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.reports.compare.RunComparison;
import dev.ledgerload.reports.compare.RunDifference;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.Environment;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {

  @TempDir private Path directory;

  /** All strategies, then again with copy a fifth slower, indb a fifth faster, without mv. */
  static List<RunResults> twoRuns() {
    RunResults first = AllStrategies.results();
    var cells = new ArrayList<Cell>();
    for (Cell cell : first.cells()) {
      double factor =
          switch (cell.id().strategy()) {
            case "copy" -> 1.2;
            case "indb" -> 0.8;
            default -> 1.001;
          };
      if (!cell.id().strategy().equals("mv")) {
        cells.add(times(cell, factor));
      }
    }
    return List.of(first, run("later", cells, first.environment()));
  }

  @Test
  void aCellIsAboveWhereAllOfTheIntervalIs() {
    assertThat(differences("copy")).containsOnly("above");
  }

  @Test
  void aCellIsBelowWhereAllOfTheIntervalIs() {
    assertThat(differences("indb")).containsOnly("below");
  }

  @Test
  void whereTheIntervalIncludesNoChangeOneCannotTell() {
    assertThat(differences("select")).containsOnly("~");
  }

  @Test
  void whatOneRunDidNotMeasureIsComparedWithNothing() {
    assertThat(differences("mv")).containsOnly("–");
  }

  @Test
  void withoutAnIntervalOneCannotTell() {
    Cell once = cell(10.0);
    Cell again = cell(99.0);
    var runs = List.of(SampleRun.of(List.of(once)), SampleRun.of(List.of(again)));
    assertThat(RunComparison.of(runs).rows())
        .extracting(RunComparison.Row::difference)
        .containsExactly("~");
  }

  @Test
  void aWrongAnswersTimeIsComparedWithNothing() {
    Cell good = SampleRun.cell("a/b", "all", 10, "load").measured(none(), some(5), true);
    Cell wrong = SampleRun.cell("a/b", "all", 10, "load").measured(none(), some(1), false);
    var runs = List.of(SampleRun.of(List.of(good)), SampleRun.of(List.of(wrong)));
    assertThat(RunComparison.of(runs).rows())
        .extracting(RunComparison.Row::difference)
        .containsExactly("–");
  }

  @Test
  void whatWasMeasuredOverALinkIsComparedOverTheSame() {
    Cell here = cell(1.0);
    Cell far = over(new LinkSpeed(10, 200_000_000));
    Cell near = over(new LinkSpeed(1, 1_000_000_000));
    var runs =
        List.of(
            SampleRun.of(List.of(here), List.of(far)),
            SampleRun.of(List.of(here), List.of(far, near)));
    assertThat(RunComparison.of(runs).rows())
        .extracting(RunComparison.Row::lineText, RunComparison.Row::difference)
        .containsExactly(
            tuple("no link", "~"), tuple("10 ms + 200 Mbit/s", "~"), tuple("1 ms + 1 Gbit/s", "–"));
  }

  @Test
  void theFindingSaysHowFarTheyLieApart() {
    assertThat(RunComparison.of(twoRuns()).findings())
        .containsExactly(
            "B against A: of 49 cells half take 1.00× to 1.00× of the time, all of them 0.80× to"
                + " 1.20×.");
  }

  @Test
  void runsOfDifferentCellsHaveNothingInCommon() {
    var runs = List.of(SampleRun.of(List.of(cell(1.0))), AllStrategies.results());
    assertThat(RunComparison.of(runs).findings())
        .containsExactly("B against A: they have no cell in common.");
  }

  @Test
  void saysWhatDiffersAndWhetherThatCanChangeTimes() {
    RunResults first = AllStrategies.results();
    Environment here = first.environment();
    var there =
        new Environment(
            Map.of("cpu", "another", "load average", "9"),
            here.jvm(),
            here.postgres(),
            here.redis(),
            here.journal(),
            Map.of("commit", "0000000"));
    var comparison = RunComparison.of(List.of(first, run("later", first.cells(), there)));
    assertThat(comparison.differences())
        .extracting(RunDifference::name)
        .contains("Machine: cpu", "Machine: load average", "Source: commit", "Machine: cores");
    assertThat(comparison.weighty())
        .extracting(RunDifference::fact)
        .contains("cpu")
        .doesNotContain("load average", "commit");
  }

  @Test
  void theSameRunTwiceDiffersInNothing() {
    var comparison = RunComparison.of(List.of(SampleRun.results(), SampleRun.results()));
    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.rows()).noneMatch(row -> row.difference().equals("above"));
  }

  @Test
  void oneRunIsNoComparison() {
    assertThatThrownBy(() -> RunComparison.of(List.of(SampleRun.results())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two runs or more, not 1");
  }

  @Test
  void thePageShowsTheChangeWithItsInterval() throws IOException {
    Element row = page(twoRuns()).expectFirst("#cell-1000000-copy-two-streams-entry-all-load");
    assertThat(row.expectFirst(".change .value").text()).startsWith("+").endsWith("% above");
    assertThat(row.expectFirst(".change .interval").text()).matches("\\[\\+.* %, \\+.* %]");
  }

  @Test
  void threeRunsAreEachSetAgainstTheFirst() throws IOException {
    var runs = new ArrayList<RunResults>(twoRuns());
    runs.add(twoRuns().get(1));
    assertThat(page(runs).select("#comparison thead th").eachText())
        .containsExactly("Method", "Entries", "Phase", "A", "B", "B ÷ A", "C", "C ÷ A");
  }

  @Test
  void thePageIsDrawnWhenItsTablesAreThere() throws IOException {
    var page = page(twoRuns());
    String afterTables = page.expectFirst("link[rel=expect][blocking=render]").attr("href");
    assertThat(page.select("#comparison ~ " + afterTables)).hasSize(1);
  }

  @Test
  void theRunsAreInThePage() throws IOException {
    JsonNode runs =
        new ObjectMapper().readTree(page(twoRuns()).expectFirst("script#data-json").data());
    assertThat(runs).hasSize(2);
    assertThat(runs.get(1).path("runId").asText()).isEqualTo("later");
  }

  private Document page(List<RunResults> runs) throws IOException {
    RunComparisonReport.write(runs, directory);
    return Jsoup.parse(Files.readString(directory.resolve("comparison.html")));
  }

  private static List<String> differences(String strategy) {
    return RunComparison.of(twoRuns()).rows().stream()
        .filter(row -> row.method().strategy().equals(strategy))
        .map(RunComparison.Row::difference)
        .toList();
  }

  private static Cell times(Cell cell, double factor) {
    var samples =
        cell.times().samples().stream()
            .map(fork -> fork.stream().map(ms -> ms * factor).toList())
            .toList();
    return new CellBuilder(cell.id())
        .floor(cell.floor())
        .provider(cell.provider())
        .measured(cell.times().warmup(), samples, cell.verified());
  }

  private static RunResults run(String id, List<Cell> cells, Environment environment) {
    RunResults like = AllStrategies.results();
    return new RunResults(
        like.schemaVersion(),
        id,
        like.startedAt(),
        like.finishedAt(),
        like.preset(),
        like.provider(),
        like.baseline(),
        environment,
        cells,
        List.of());
  }

  private static Cell over(LinkSpeed link) {
    return SampleRun.cell("a/b", "all", 10, "load")
        .link(link)
        .measured(none(), List.of(List.of(1.0)), true);
  }

  private static Cell cell(double ms) {
    return SampleRun.cell("a/b", "all", 10, "load").measured(none(), List.of(List.of(ms)), true);
  }

  private static List<List<Double>> none() {
    return List.of();
  }

  private static List<List<Double>> some(double ms) {
    return SampleRun.times(ms, 1);
  }
}
