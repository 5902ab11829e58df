package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllStrategiesTest {
  private static final RunResults RESULTS = AllStrategies.results();
  private static final Comparison COMPARISON = Comparison.of(RESULTS).get(0);

  /** Left in target, to be looked at. */
  private static final Path DIRECTORY = Path.of("target", "all-strategies");

  @Test
  void aMethodThatGivesTotalsOnlyHasNothingToLoad() {
    ComparisonRow indb =
        COMPARISON.rows().stream()
            .filter(row -> row.method().label().equals("indb · function"))
            .findFirst()
            .orElseThrow();
    assertThat(indb.loadFigure().text()).isEqualTo("–");
    assertThat(indb.processFigure().text()).isEqualTo("–");
    assertThat(indb.improvementText()).endsWith("×");
  }

  @Test
  void theReportHasItAll() throws IOException {
    RunReport.write(RESULTS, DIRECTORY);
    var page = Jsoup.parse(DIRECTORY.resolve("report.html"));
    assertThat(page.select("#choice tbody tr")).hasSize(7);
    assertThat(page.select("#choice pre")).hasSize(14); // what to type, and what to write
    assertThat(page.select("a[href=#choice]")).hasSize(1);
    assertThat(page.expectFirst("#row-1000000-memory-off-heap-entry-all-warm").text())
        .contains(" µs");
    assertThat(Files.readString(DIRECTORY.resolve("summary.md")))
        .contains("| You want | Take | Time | First load | Needs besides PostgreSQL |");
  }

  @Test
  void theReadmeSaysWhichOneToTake(@TempDir Path directory) throws IOException {
    Path readme =
        Files.writeString(directory.resolve("R.md"), "<!-- results:begin --><!-- results:end -->");
    ReadmeSection.update(readme, RESULTS, "c");
    assertThat(Files.readString(readme))
        .containsPattern(
            "\\| totals, as they are now, where something may be installed \\| indb · covering-index \\| 2\\d\\d ms \\| – \\| ledgerload install indb \\|");
    assertThat(ReadmeSection.update(readme, RESULTS, "c")).isFalse();
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
