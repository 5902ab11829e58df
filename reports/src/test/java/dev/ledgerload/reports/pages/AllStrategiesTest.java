package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllStrategiesTest {
  private static final RunResults RESULTS = AllStrategies.results();
  private static final Comparison COMPARISON = Comparison.of(RESULTS).get(0);

  /** Left in target, to be looked at. */
  private static final Path DIRECTORY = Path.of("target", "all-strategies");

  @Test
  void eachNeedHasTheFastestMethodThatFits() {
    List<Choices.Row> rows = Choices.of(RESULTS).rows();
    assertThat(rows)
        .extracting(Choices.Row::need)
        .containsExactly(
            "all entries, as they are now",
            "all entries, minutes old will do",
            "totals, as they are now",
            "totals, minutes old will do");
    assertThat(names(rows.get(0)))
        .containsExactly("copy · two-streams", Choices.SAME, Choices.SAME);
    assertThat(names(rows.get(1)))
        .containsExactly("memory · off-heap · warm", Choices.SAME, Choices.SAME);
    assertThat(names(rows.get(2)))
        .containsExactly("indb · covering-index*", Choices.SAME, Choices.SAME);
    assertThat(rows.get(3).fits().get(0)).startsWith("memory · off-heap · warm").endsWith(" ms");
  }

  @Test
  void whatNeedsARedisIsOnlyForThoseWhoHaveOne() {
    var cells =
        RESULTS.cells().stream().filter(cell -> !cell.id().strategy().equals("memory")).toList();
    List<Choices.Row> rows = Choices.of(SampleRun.of(cells)).rows();
    assertThat(names(rows.get(1)))
        .containsExactly(
            "copy · two-streams", "hybrid · tiers · warm", "flight · one-stream · warm");
  }

  @Test
  void aLoadThatFillsACacheIsNoChoice() {
    var cold =
        new CellBuilder("memory", "off-heap", "ENTRY", "all", 1000, "load")
            .state("cold")
            .freshness("live")
            .measured(List.of(), SampleRun.times(1, 1), true);
    assertThat(Choices.of(SampleRun.of(List.of(cold))).isEmpty()).isTrue();
  }

  @Test
  void aMethodWhoseAnswerWasWrongIsNoChoice() {
    var wrong =
        new CellBuilder("copy", "two-streams", "ENTRY", "all", 1000, "load")
            .freshness("live")
            .measured(List.of(), SampleRun.times(1, 1), false);
    assertThat(Choices.of(SampleRun.of(List.of(wrong))).isEmpty()).isTrue();
  }

  @Test
  void thereIsNoChoiceWhereNobodySaidHowFreshAnswersAre() {
    assertThat(Choices.of(SampleRun.results()).isEmpty()).isTrue();
  }

  private static List<String> names(Choices.Row row) {
    return row.fits().stream().map(fit -> fit.replaceFirst(":.*", "")).toList();
  }

  @Test
  void aMethodThatGivesTotalsOnlyHasNothingToLoad() {
    ComparisonRow indb =
        COMPARISON.rows().stream()
            .filter(row -> row.method().strategy().equals("indb"))
            .findFirst()
            .orElseThrow();
    assertThat(indb.method().label()).isEqualTo("indb · function");
    assertThat(indb.loadFigure().text()).isEqualTo("–");
    assertThat(indb.processFigure().text()).isEqualTo("–");
    assertThat(indb.improvementText()).endsWith("×");
  }

  @Test
  void theReportHasItAll() throws IOException {
    RunReport.write(RESULTS, DIRECTORY);
    var page = Jsoup.parse(DIRECTORY.resolve("report.html"));
    assertThat(page.select("#choice tbody tr")).hasSize(4);
    assertThat(page.select("#choice td")).hasSize(12);
    assertThat(page.select("a[href=#choice]")).hasSize(1);
    assertThat(page.expectFirst("#row-1000000-memory-off-heap-entry-all-warm").text())
        .contains("0.0");
    assertThat(Files.readString(DIRECTORY.resolve("summary.md")))
        .contains("| You need | only PostgreSQL | with a Redis | with a server of days |");
  }

  @Test
  void theReadmeSaysWhichOneToTake(@TempDir Path directory) throws IOException {
    Path readme =
        Files.writeString(directory.resolve("R.md"), "<!-- results:begin --><!-- results:end -->");
    ReadmeSection.update(readme, RESULTS, "c.svg");
    assertThat(Files.readString(readme))
        .contains("| totals, as they are now | indb · covering-index\\*: 2");
    assertThat(ReadmeSection.isCurrent(readme, RESULTS, "c.svg")).isTrue();
  }

  @Test
  void whatAMethodNeedsIsKeptInTheFile(@TempDir Path directory) {
    RESULTS.write(directory.resolve("results.json"));
    assertThat(RunResults.read(directory.resolve("results.json"))).isEqualTo(RESULTS);
  }

  /** Written before cells said so. */
  @Test
  void aFileWithoutStateFreshnessAndNeedsCanBeRead() {
    var kept = RunResults.read(Path.of("../docs/results/latest/results.json"));
    assertThat(kept.cells()).isNotEmpty().allMatch(Cell::succeeded);
  }
}
