package dev.ledgerload.reports.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.FullRun;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final String HOSTILE = "<script>alert(\"1\")</script>'|`$x$` & [a](javascript:b)";

  /** Left in target, to be looked at. */
  private static final Path DIRECTORY = Path.of("target", "sample-run");

  private static Document page = new Document("");

  @TempDir private Path temporary;

  @BeforeAll
  static void writeReport() throws IOException {
    RunReport.write(SampleRun.results(), DIRECTORY);
    page = Jsoup.parse(DIRECTORY.resolve("report.html"));
  }

  @Test
  void writesExactlyTheFilesItPromises() throws IOException {
    RunReport.write(SampleRun.results(), temporary);
    try (Stream<Path> files = Files.walk(temporary)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> temporary.relativize(f).toString()))
          .containsExactlyInAnyOrder(
              "results.json",
              "environment.json",
              "report.html",
              "summary.md",
              "metrics.prom",
              "charts/comparison.svg",
              "charts/comparison-dark.svg",
              "charts/comparison.png",
              "charts/distribution.svg",
              "charts/distribution-dark.svg",
              "charts/distribution.png",
              "charts/scaling.svg",
              "charts/scaling-dark.svg",
              "charts/scaling.png",
              "charts/footprint.svg",
              "charts/footprint-dark.svg",
              "charts/footprint.png");
    }
  }

  @Test
  void thePageAsksForNothingFromOutside() {
    assertThat(page.select("[src], [srcset], [href]"))
        .allSatisfy(
            element -> {
              String target = element.attr("src") + element.attr("srcset") + element.attr("href");
              assertThat(target).matches("(?s)(data:|#).*");
            });
    assertThat(page.select("link:not([rel=expect])").eachAttr("href")).containsExactly("data:,");
    assertThat(page.select("iframe, object, embed, img")).isEmpty();
    assertThat(page.select("script[src]")).isEmpty();
    assertThat(page.select("style").html()).doesNotContain("url(").doesNotContain("@import");
  }

  @Test
  void thePageIsDrawnWhenItsTablesAreThere() {
    String afterTables = page.expectFirst("link[rel=expect][blocking=render]").attr("href");
    assertThat(page.select("#comparison ~ " + afterTables)).hasSize(1);
  }

  @Test
  void onlyThePagesOwnScriptMayRun() throws Exception {
    String policy = page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
    byte[] script = page.expectFirst("head script").data().getBytes(UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(script);
    assertThat(policy)
        .startsWith("default-src 'none'")
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';");
    assertThat(page.select("script")).hasSize(2);
    assertThat(page.select("script").get(1).attr("type")).isEqualTo("application/json");
  }

  @Tag("pages")
  @Test
  void thePageOfAFullRunIsSmallerThanThreeMegabytes() throws IOException {
    RunReport.write(FullRun.results(), temporary);
    assertThat(Files.size(temporary.resolve("report.html"))).isLessThan(3_000_000);
  }

  @Test
  void thePageHasOneHeadingAndTablesThatScreenReadersUnderstand() {
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("main")).hasSize(1);
    for (Element table : page.select("table")) {
      assertThat(table.select("caption")).hasSize(1);
      assertThat(table.select("th")).allSatisfy(th -> assertThat(th.attr("scope")).isNotEmpty());
      assertThat(table.parents().select(".scroll[tabindex=0]")).isNotEmpty();
      int columns = table.select("thead th").size();
      assertThat(table.select("tbody tr"))
          .allSatisfy(row -> assertThat(row.select("th, td")).hasSize(columns));
    }
  }

  @Test
  void everyIdIsThereOnceAndEveryLinkLeadsSomewhere() {
    List<String> ids = page.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(page.select("a[href^=#]").eachAttr("href"))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(ids).contains(link.substring(1)));
    assertThat(page.select("[aria-labelledby]").eachAttr("aria-labelledby"))
        .allSatisfy(label -> assertThat(ids).contains(label));
  }

  @Test
  void theTableShowsTheFiguresWithTheirIntervals() {
    Comparison main = Comparison.of(SampleRun.results()).get(0);
    for (ComparisonRow row : main.rows()) {
      Element line = page.expectFirst("#row-1000000-" + row.method().id());
      assertThat(line.expectFirst("th bdi").text()).isEqualTo(row.method().label());
      assertThat(line.select("td").get(0).text()).isEqualTo(row.loadFigure().text());
      assertThat(line.select("td").get(2).text()).isEqualTo(row.totalFigure().text());
    }
  }

  @Test
  void everyChartHasItsDescriptionAndItsTable() {
    assertThat(page.select("figure").eachAttr("id"))
        .startsWith("chart-comparison", "chart-distribution", "chart-scaling", "chart-footprint");
    for (Element figure : page.select(".figures figure")) {
      assertThat(figure.expectFirst("[role=img]").attr("aria-label")).contains("select · plain");
      assertThat(figure.expectFirst("figcaption").text()).isNotEmpty();
      assertThat(figure.select("details table tbody tr")).isNotEmpty();
      assertThat(figure.select("svg[aria-hidden=true]")).hasSize(1);
    }
  }

  @Test
  void theFailedCellIsInTableListAndSummary() throws IOException {
    String error = "UNAVAILABLE after 118,000 entries: connection reset";
    assertThat(page.expectFirst("#failures").text()).contains(error);
    assertThat(page.select("#comparison-300000 td.failed")).hasSize(1);
    assertThat(Files.readString(DIRECTORY.resolve("summary.md"))).contains(error);
  }

  @Test
  void theDataAreInThePage() throws IOException {
    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(page.expectFirst("script#data-json").data()))
        .isEqualTo(mapper.readTree(DIRECTORY.resolve("results.json").toFile()));
  }

  @Test
  void hostileNamesAreOnlyNames() throws IOException {
    Cell good =
        SampleRun.cell(HOSTILE.replace("/", "") + "/v", "all", 1000, "load")
            .measured(List.of(), SampleRun.times(10, 1), true);
    Cell bad =
        new CellBuilder("s\"", "v'><img src=x onerror=y>", "ENTRY", "all", 1000, "load")
            .provider("p")
            .failed(HOSTILE);
    RunReport.write(SampleRun.of(List.of(good, bad)), temporary);
    Document hostile = Jsoup.parse(temporary.resolve("report.html"));
    assertThat(hostile.select("script")).hasSize(2);
    assertThat(hostile.select("img[onerror], img[src=x]")).isEmpty();
    assertThat(hostile.expectFirst("#failures dd").text()).isEqualTo(HOSTILE);
    assertThat(hostile.expectFirst("script#data-json").data()).doesNotContain("<");
    assertThat(Files.readString(temporary.resolve("summary.md")))
        .doesNotContain("<script")
        .contains("\\](javascript");
    assertThat(RunResults.read(temporary.resolve("results.json")).cells())
        .containsExactly(good, bad);
  }

  @Test
  void aRunInWhichEverythingFailedStillHasAReport() throws IOException {
    RunReport.write(SampleRun.of(List.of(SampleRun.failure(1000))), temporary);
    assertThat(temporary.resolve("charts")).doesNotExist();
    assertThat(Jsoup.parse(temporary.resolve("report.html")).expectFirst("h1").text())
        .isEqualTo("0 of 1 answers were verified against the oracle; 1 cell failed.");
    assertThat(Files.readString(temporary.resolve("summary.md"))).contains("connection reset");
  }

  @Test
  void anEmptyRunStillHasAReport() {
    RunReport.write(SampleRun.of(List.of()), temporary);
    assertThat(temporary.resolve("report.html")).exists();
  }

  @Test
  void oneSampleIsShownWithoutAnInterval() throws IOException {
    Cell once =
        SampleRun.cell("select/plain", "all", 1000, "load")
            .measured(List.of(), List.of(List.of(5.0)), true);
    RunReport.write(SampleRun.of(List.of(once)), temporary);
    assertThat(Files.readString(temporary.resolve("summary.md")))
        .contains("| select · plain | 5.00 ms | – |");
    assertThat(Files.readString(temporary.resolve("metrics.prom"))).doesNotContain("NaN");
  }

  @Test
  void metricsAreInBaseUnits() throws IOException {
    String metrics = Files.readString(DIRECTORY.resolve("metrics.prom"));
    Cell cell =
        SampleRun.results().cells().stream()
            .filter(c -> c.id().key().equals("copy/one-stream/ENTRY/all/1000000/load/-"))
            .findFirst()
            .orElseThrow();
    assertThat(metrics)
        .contains("# TYPE ledgerload_benchmark_seconds gauge")
        .contains(
            "ledgerload_benchmark_seconds{columns=\"all\",grain=\"ENTRY\",phase=\"load\","
                + "processor=\"\",quantile=\"0.5\",rows=\"1000000\",state=\"\",strategy=\"copy\","
                + "variant=\"one-stream\"} "
                + cell.times().median() / 1e3)
        .contains("rows=\"300000\",state=\"\",strategy=\"copy\",variant=\"two-streams\"} 0.0");
  }
}
