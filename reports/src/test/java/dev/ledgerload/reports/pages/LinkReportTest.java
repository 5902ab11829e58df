package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was measured over links, too. */
class LinkReportTest {
  private static final RunResults RESULTS = AllStrategies.atSeveralSizes();

  /** Left in target, to be looked at. */
  private static final Path DIRECTORY = Path.of("target", "over-links");

  private static Document page = new Document("");
  private static String summary = "";

  @TempDir private Path temporary;

  @BeforeAll
  static void writeReport() throws IOException {
    RunReport.write(RESULTS, DIRECTORY);
    page = Jsoup.parse(DIRECTORY.resolve("report.html"));
    summary = Files.readString(DIRECTORY.resolve("summary.md"));
  }

  @Test
  void theHeaderNamesTheLinks() {
    assertThat(page.expectFirst("header .provenance").text())
        .contains("also over 1 ms + 1 Gbit/s, 10 ms + 200 Mbit/s");
    assertThat(page.select("nav a[href=#network]")).hasSize(1);
    assertThat(summary).contains("also over 1 ms + 1 Gbit/s, 10 ms + 200 Mbit/s");
  }

  @Test
  void theTableHasALineForEachMethodAndTheFiguresOfEachLink() {
    var comparison = LinkComparison.of(RESULTS);
    var lines = page.select("#links tbody tr");
    assertThat(lines).hasSameSizeAs(comparison.rows());
    for (int i = 0; i < lines.size(); i++) {
      var row = comparison.rows().get(i);
      Element line = lines.get(i);
      assertThat(line.expectFirst("th bdi").text()).isEqualTo(row.method().label());
      assertThat(line.select("td")).hasSize(1 + 4 * 2);
      assertThat(line.select("td").get(0).text()).isEqualTo(row.hereFigure().text());
      assertThat(line.select("td").get(1).text()).isEqualTo(row.over().get(0).figure().text());
      assertThat(line.select("td").get(5).text()).isEqualTo(row.over().get(1).figure().text());
    }
    assertThat(page.select("#links thead th[scope=colgroup]").eachText())
        .containsExactly("1 ms + 1 Gbit/s", "10 ms + 200 Mbit/s");
  }

  @Test
  void whatTakesLongerThanItsLimitIsNamed() {
    assertThat(LinkComparison.of(RESULTS).verdict())
        .startsWith("Longer than the limit: select · tuned over 10 ms + 200 Mbit/s (");
    assertThat(page.expectFirst("#network").text()).contains(LinkComparison.of(RESULTS).verdict());
    assertThat(page.select("#links td.exceeded")).hasSize(1);
    assertThat(summary).contains("select · tuned over 10 ms + 200 Mbit/s (1.");
  }

  @Test
  void everyCellHasItsSamplesUnderAnIdOfItsOwn() {
    List<String> ids = page.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(page.select("a[href^=#]").eachAttr("href"))
        .allSatisfy(link -> assertThat(ids).contains(link.substring(1)));
    assertThat(page.select("[id^=linked-cells-] .tile"))
        .hasSize((int) RESULTS.linkedCells().stream().filter(Cell::succeeded).count());
    assertThat(page.expectFirst("#linked-cells-select-plain-entry-all").text())
        .contains("load over 1 ms + 1 Gbit/s")
        .contains("load over 10 ms + 200 Mbit/s");
  }

  @Test
  void aCellThatFailedOverALinkIsAFailureOfTheRun() {
    assertThat(page.expectFirst("#failures").text())
        .contains("indb · covering-index, 1,000,000 entries, total over 10 ms + 200 Mbit/s");
    assertThat(page.select("#links td.failed")).hasSize(1);
    assertThat(summary).contains("total over 10 ms + 200 Mbit/s: connection reset");
  }

  /** All that is said of methods on one machine is said of those alone. */
  @Tag("pages")
  @Test
  void nothingElseIsDisturbed() throws IOException {
    var without = SampleRun.of(RESULTS.cells());
    RunReport.write(without, temporary);
    var plain = Jsoup.parse(temporary.resolve("report.html"));
    for (var same : List.of("h1", "#choice", "#comparison", "#charts", "#processors")) {
      assertThat(page.expectFirst(same).outerHtml()).isEqualTo(plain.expectFirst(same).outerHtml());
    }
    assertThat(plain.select("#network, #links")).isEmpty();
    assertThat(DIRECTORY.resolve("metrics.prom"))
        .hasSameTextualContentAs(temporary.resolve("metrics.prom"));
    var readme = temporary.resolve("README.md");
    Files.writeString(readme, "<!-- results:begin -->\n<!-- results:end -->\n");
    ReadmeSection.update(readme, without, "charts");
    assertThat(ReadmeSection.update(readme, RESULTS, "charts")).isFalse();
  }
}
