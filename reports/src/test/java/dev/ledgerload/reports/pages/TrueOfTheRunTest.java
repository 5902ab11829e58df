package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report says of its run what is true of that run, whatever is true of others. */
@Tag("pages")
class TrueOfTheRunTest {
  private static final RunResults GENERATED = AllStrategies.results();
  private static final RunResults OWN = SampleRun.ofOnesOwn(GENERATED.cells());

  /** Left in target, to be looked at. */
  private static final Path OF_ONES_OWN = Path.of("target", "own-journal");

  @TempDir private Path directory;

  @Test
  void onesOwnJournalHasNoOracleAndWasNotGenerated() throws IOException {
    RunReport.write(OWN, OF_ONES_OWN);
    assertThat(everythingIn(OF_ONES_OWN, OWN))
        .doesNotContainIgnoringCase("oracle")
        .doesNotContainIgnoringCase("generate")
        .doesNotContainIgnoringCase("seed")
        .doesNotContain("The claims of the note")
        .doesNotContainIgnoringCase("loopback")
        .doesNotContain("share one machine");
    assertThat(text(OF_ONES_OWN.resolve("report.html")))
        .contains("answers were verified against one load by select.")
        .contains("What that load itself got wrong isn’t seen.")
        .contains("The server was named by a URL")
        .contains("The journal is the user’s own");
    assertThat(Files.readString(OF_ONES_OWN.resolve("summary.md")))
        .contains("answers were verified against one load by select.");
  }

  @Test
  void aGeneratedJournalHasBoth() throws IOException {
    RunReport.write(GENERATED, directory);
    assertThat(text(directory.resolve("report.html")))
        .contains("answers were verified against the oracle.")
        .contains("compared with the journal generator’s oracle")
        .contains("The journal is generated.")
        .contains("The claims of the note")
        .contains("share one machine")
        .doesNotContain("load by select.")
        .doesNotContain("named by a URL");
    assertThat(Files.readString(directory.resolve("summary.md")))
        .contains("answers were verified against the oracle.");
  }

  @Test
  void aJournalThatIsSeededIntoAServerNamedByUrlIsGeneratedAllTheSame() throws IOException {
    RunReport.write(
        new RunResults(
            RunResults.SCHEMA_VERSION,
            GENERATED.runId(),
            GENERATED.startedAt(),
            GENERATED.finishedAt(),
            GENERATED.preset(),
            "url",
            GENERATED.baseline(),
            GENERATED.environment(),
            GENERATED.cells(),
            List.of()),
        directory);
    assertThat(text(directory.resolve("report.html")))
        .contains("The journal is generated.")
        .contains("named by a URL")
        .doesNotContain("share one machine");
  }

  /** Nobody can lack a claim on methods that they have never heard of. */
  @Test
  void whatANoteExpectedStandsInAFoldOfTheSeededJournalsReportAlone() throws IOException {
    RunReport.write(GENERATED, directory);
    Document page = Jsoup.parse(directory.resolve("report.html"));
    assertThat(page.select("#claims details:not([open]) tbody tr")).hasSizeGreaterThan(10);
    page.select("#claims").remove();
    page.select("script, style").remove();
    assertThat(page.text() + Files.readString(directory.resolve("summary.md")))
        .doesNotContainIgnoringCase("claim")
        .doesNotContain("borne out");
    RunReport.write(OWN, directory);
    assertThat(everythingIn(directory, OWN))
        .doesNotContainIgnoringCase("claim")
        .doesNotContain("borne out");
  }

  @Test
  void withoutFloorAndBaselineNothingIsSaidOfThem() throws IOException {
    RunResults results = only(cell -> cell.id().strategy().equals("copy"));
    RunReport.write(results, directory);
    assertThat(text(directory.resolve("report.html")).replaceAll("(?i)of floor", "")) // a column
        .doesNotContainIgnoringCase("floor")
        .doesNotContain("select/plain");
    assertThat(Files.readString(directory.resolve("summary.md")))
        .doesNotContain("Of floor:")
        .doesNotContain("Improvement:");
  }

  @Test
  void aPlaceThatNothingWasMeasuredInIsNotOfferedAsOneThatDoesNotHelp() throws IOException {
    RunReport.write(only(cell -> cell.needs().isEmpty()), directory);
    Document page = Jsoup.parse(directory.resolve("report.html"));
    assertThat(page.select("#choice tbody tr td:last-child").eachText())
        .isNotEmpty()
        .containsOnly("nothing");
    assertThat(page.expectFirst("#choice").text())
        .doesNotContain("in many JVMs")
        .doesNotContain("ledgerload install");
  }

  @Test
  void entriesOfOnesOwnMayHaveChangedBetweenTwoRuns() throws IOException {
    RunComparisonReport.write(List.of(OWN, OWN), directory);
    RunComparisonReport.write(List.of(GENERATED, GENERATED), directory.resolve("generated"));
    assertThat(text(directory.resolve("comparison.html")))
        .contains("its entries may have changed")
        .doesNotContain("journal are the same");
    assertThat(text(directory.resolve("generated/comparison.html")))
        .doesNotContain("its entries may have changed")
        .contains("journal are the same");
  }

  private static RunResults only(Predicate<Cell> wanted) {
    return SampleRun.ofOnesOwn(GENERATED.cells().stream().filter(wanted).toList());
  }

  /** What people read in a run's files, and in a README that shows it. */
  private static String everythingIn(Path directory, RunResults results) throws IOException {
    Path readme =
        Files.writeString(
            directory.resolve("README.md"), "<!-- results:begin --><!-- results:end -->");
    ReadmeSection.update(readme, results, "charts");
    RunComparisonReport.write(List.of(results, results), directory);
    return String.join(
        "\n",
        text(directory.resolve("report.html")),
        text(directory.resolve("comparison.html")),
        Files.readString(directory.resolve("summary.md")),
        Files.readString(directory.resolve("metrics.prom")),
        Files.readString(readme));
  }

  private static String text(Path page) throws IOException {
    Document document = Jsoup.parse(page);
    document.select("script, style").remove();
    return document.text() + document.select("[aria-label]").eachAttr("aria-label");
  }
}
