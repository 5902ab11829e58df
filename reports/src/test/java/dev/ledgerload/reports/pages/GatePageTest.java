package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.CellTrials;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.Gate;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.GateSubject;
import dev.ledgerload.reports.gate.GateTrials;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.HistoryEntry;
import dev.ledgerload.reports.gate.SimulatedMachine;
import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.SampleRun;
import dev.ledgerload.reports.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code gate.html} says, and the gate's sections of {@code report.html}. */
class GatePageTest {
  private static final String COMMIT_OF_CHANGE = "c0ffee20";
  private static final double CHANGE = 0.15;

  /** What a tenth of a pixel is worth, and some. */
  private static final double PIXEL = 0.004;

  @TempDir Path directory;

  @Test
  void theOutcomeComesFirst() {
    assertThat(page(verdict()).select("h1").text()).isEqualTo("A regression");
    assertThat(page(verdict()).select(".verdict-line").text()).startsWith("4 cells: ");
  }

  @Test
  void everyCellHasALineWithItsVerdictReasonAndInterval() {
    var verdict = verdict();
    var rows = page(verdict).select("#comparison tbody tr");
    assertThat(rows).hasSameSizeAs(verdict.cells());
    for (int i = 0; i < rows.size(); i++) {
      var cell = verdict.cells().get(i);
      assertThat(rows.get(i).text()).contains(cell.cell(), cell.status().mark(), cell.reason());
      assertThat(rows.get(i).attr("data-status")).isEqualTo(GateRow.name(cell.status()));
    }
    assertThat(rows.get(0).select("td").get(1).text()).matches("\\+[\\d.]+ % \\[.*] 20 pairs");
  }

  @Test
  void exactFiguresThatAreTheSameAreNamedTogether() {
    assertThat(page(verdict()).select("#comparison tbody tr:last-child").text())
        .endsWith("the same: rows, table bytes");
  }

  @Test
  void theDrawnIntervalIsTheOneThatIsWritten() {
    var row = page(verdict()).expectFirst("#comparison tbody tr");
    var look = Objects.requireNonNull(verdict().cells().get(0).first());
    double reach = 2 * Math.log1p(GateRules.DEFAULT.budget());
    double[] ends = numbers(path(row, ".change-interval"));
    assertThat(shareAt(ends[0], reach)).isCloseTo(look.low(), within(PIXEL));
    assertThat(shareAt(ends[2], reach)).isCloseTo(look.high(), within(PIXEL));
    assertThat(shareAt(numbers(path(row, ".change-dot"))[0], reach))
        .isCloseTo(look.slowdown(), within(PIXEL));
  }

  @Test
  void whatDiffersIsNamedWhereNothingCouldBeCompared() {
    var page = page(notComparable());
    assertThat(page.select("h1").text()).isEqualTo("Not comparable");
    assertThat(page.select("#comparison li").text())
        .isEqualTo("jdk: 17 for the baseline, 25 for the candidate");
    assertThat(page.select("#comparison table, #comparison .controls")).isEmpty();
  }

  @Test
  void theTrendNamesTheCommitThatChangedACellForGood() {
    var page = page(verdict(), CellTrend.of(history()));
    var changes = page.expectFirst("#trend table");
    assertThat(changes.select("tbody tr")).hasSize(1);
    assertThat(changes.select("tbody").text())
        .contains("copy/one-stream", COMMIT_OF_CHANGE, "+15 %");
    assertThat(page.select("#trend .tile")).hasSize(2);
  }

  @Test
  void theTrendDrawsEveryCommitAndItsLevels() {
    var trend = CellTrend.of(history()).get(0);
    var tile = page(verdict(), CellTrend.of(history())).expectFirst("#trend .tile");
    double[] dots = numbers(path(tile, ".sample-dots"));
    int commits = trend.points().size();
    assertThat(dots).hasSize(3 * commits);
    assertThat(tile.select("tbody tr")).hasSize(commits);
    double[] levels = numbers(path(tile, ".median-line"));
    var change = trend.changes().get(0);
    double pixels = levels[1] - levels[4]; // upwards is slower
    double pixelsADoubling =
        (dots[1] - dots[3 * change.index() + 1])
            / Math.log(
                trend.points().get(change.index()).millis() / trend.points().get(0).millis());
    assertThat(pixels / pixelsADoubling)
        .isCloseTo(Math.log(change.after() / change.before()), within(PIXEL));
  }

  @Test
  void withoutAHistoryThereIsNoTrend() {
    assertThat(page(verdict()).select("#trend")).isEmpty();
  }

  @Test
  void thePageIsDrawnWhenItsTablesAreThere() {
    var page = page(verdict());
    String afterTables = page.expectFirst("link[rel=expect][blocking=render]").attr("href");
    assertThat(page.select("#comparison ~ " + afterTables)).hasSize(1);
  }

  @Test
  void idsAreUnique() {
    var ids = page(verdict(), CellTrend.of(history())).select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void hostileNamesStayText() {
    String hostile = "\"><script>alert(1)</script>";
    var cells = List.of(new CellTrials(hostile, 9, List.of(), List.of(), List.of(), null, hostile));
    var subject = new GateSubject(hostile, hostile);
    var verdict =
        Gate.judge(
            GateRules.DEFAULT,
            new GateTrials(
                subject,
                subject,
                new Conditions(Map.of(hostile, hostile)),
                new Conditions(Map.of(hostile, hostile)),
                true,
                cells));
    var history = List.of(new HistoryEntry(hostile, Instant.EPOCH, "x", Map.of(hostile, 1.0)));
    var page = page(verdict, CellTrend.of(history));
    assertThat(page.select("script")).hasSize(2); // the page's own, and its data
    assertThat(page.select("#comparison tbody th").text()).isEqualTo(hostile);
  }

  @Test
  void aRunsReportShowsTheGateAndTheTrend() throws IOException {
    RunReport.write(SampleRun.results(), verdict(), CellTrend.of(history()), directory);
    var report = Jsoup.parse(Files.readString(directory.resolve("report.html")));
    assertThat(report.select("#gate h2").text()).isEqualTo("Gate: a regression");
    assertThat(report.select("#gate tbody tr")).hasSize(4);
    assertThat(report.select("#trend .tile")).hasSize(2);
    assertThat(report.select("nav a[href=#gate], nav a[href=#trend]")).hasSize(2);
    assertThat(report.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
  }

  @Test
  void aWrittenVerdictIsReadAsItWas() {
    for (var verdict : List.of(verdict(), notComparable())) {
      VerdictFiles.write(verdict, List.of(), directory);
      assertThat(VerdictFiles.read(directory)).isEqualTo(verdict);
    }
  }

  @Test
  void whatIsNoVerdictIsRefusedWithTheReason() throws IOException {
    VerdictFiles.write(verdict(), List.of(), directory);
    var file = directory.resolve(VerdictFiles.JSON);
    Files.writeString(file, Files.readString(file).replaceFirst("\"fail\"", "\"half green\""));
    assertThatThrownBy(() -> VerdictFiles.read(directory))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(
            "cells[0].status: \"half green\" is not known, only [\"pass\",\"fail\"");
  }

  /** A cell that is slower, one that isn't, one too noisy and one with too few pairs. */
  static GateVerdict verdict() {
    var calm = new SimulatedMachine(1, 0.02);
    var noisy = new SimulatedMachine(2, 0.3);
    List<CellTrials> cells =
        List.of(
            CellTrials.answered(
                "copy/one-stream", 1000, calm.pairs(0.08, 20), calm.pairs(0.08, 20)),
            CellTrials.answered("select/plain", 1000, calm.pairs(0, 40), List.of()),
            CellTrials.answered("redis/arrow", 1000, noisy.pairs(0, 20), List.of()),
            CellTrials.answered("memory/lru", 1000, calm.pairs(0, 3), List.of()));
    return Gate.judge(GateRules.DEFAULT, SimulatedMachine.of(cells));
  }

  /** Of two cells; one of them became slower for good. */
  static List<HistoryEntry> history() {
    var random = new SplittableRandom(4);
    List<HistoryEntry> history = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double level = i < 20 ? 100 : 100 * (1 + CHANGE);
      history.add(
          new HistoryEntry(
              i == 20 ? COMMIT_OF_CHANGE : "commit" + i,
              Instant.parse("2026-01-31T12:00:00Z").plus(Duration.ofDays(i)),
              "x",
              Map.of(
                  "copy/one-stream", level * Math.exp(0.004 * random.nextGaussian()),
                  "select/plain", 400 * Math.exp(0.01 * random.nextGaussian()))));
    }
    return history;
  }

  private static GateVerdict notComparable() {
    return Gate.judge(
        GateRules.DEFAULT,
        new GateTrials(
            SimulatedMachine.BASELINE,
            SimulatedMachine.CANDIDATE,
            new Conditions(Map.of("jdk", "17")),
            new Conditions(Map.of("jdk", "25")),
            true,
            List.of()));
  }

  private static Document page(GateVerdict verdict) {
    return page(verdict, List.of());
  }

  private static Document page(GateVerdict verdict, List<CellTrend> trends) {
    return Jsoup.parse(new GatePage(verdict, trends, "{}").html());
  }

  private static String path(Element within, String selector) {
    return within.expectFirst(selector).attr("d");
  }

  private static double[] numbers(String path) {
    return Pattern.compile("-?\\d+(\\.\\d+)?")
        .matcher(path)
        .results()
        .mapToDouble(number -> Double.parseDouble(number.group()))
        .toArray();
  }

  private static double shareAt(double x, double reach) {
    double half = IntervalDrawing.WIDTH / 2.0;
    return Math.expm1((x - half) / (half - 4) * reach);
  }
}
