package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.charts.ChartPicture;
import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Claims;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.ProcessorComparison;
import dev.ledgerload.reports.compare.RivalComparison;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.results.RunResults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.html}: what the template {@code page.jte} shows. The page is one file that asks for
 * nothing from outside and can be read without its script.
 *
 * @param doubts why its figures say little; empty if nothing tells
 * @param cells in a list for each comparison
 * @param network the chart of what links do; null without one
 * @param linkedCells those over links
 * @param gate what a gate said of the build, if it was gated
 * @param trends of the gates' history; empty without one
 * @param json the results
 */
record Page(
    RunResults results,
    Headline headline,
    RunNotes notes,
    String provenance,
    List<String> doubts,
    Choices choices,
    Claims claims,
    List<Comparison> comparisons,
    LinkComparison links,
    ProcessorComparison processors,
    RivalComparison rivals,
    List<PageFigure> figures,
    @Nullable PageFigure network,
    List<List<CellGroup>> cells,
    List<CellGroup> linkedCells,
    List<Failure> failures,
    @Nullable GateVerdict gate,
    List<TrendView> trends,
    String json) {

  static Page of(
      RunResults results,
      List<Comparison> comparisons,
      List<Scaling> scalings,
      List<ChartPicture> charts,
      @Nullable PageFigure network,
      @Nullable GateVerdict gate,
      List<CellTrend> trends) {
    LinkComparison links = LinkComparison.of(results);
    return new Page(
        results,
        Headline.of(results, comparisons),
        RunNotes.of(results, comparisons),
        Provenance.lineWithLinks(results),
        Doubts.of(results),
        Choices.of(results),
        Claims.of(results),
        comparisons,
        links,
        ProcessorComparison.of(results),
        RivalComparison.of(results),
        charts.stream().map(chart -> PageFigure.of(chart, comparisons, scalings)).toList(),
        network,
        comparisons.stream().map(comparison -> CellGroup.of(results, comparison)).toList(),
        CellGroup.of(results, links),
        Failure.of(results),
        gate,
        TrendView.of(trends),
        results.toJson());
  }

  String html() {
    return Templates.html("page.jte", this);
  }

  List<Filter> filters() {
    return Filter.of(results.cells());
  }

  String took() {
    Duration took = Duration.between(results.startedAt(), results.finishedAt());
    return took.toMinutes() == 0
        ? took.toSeconds() + " s"
        : "%d min %d s".formatted(took.toMinutes(), took.toSecondsPart());
  }

  /** The environment's groups that say something, under the names people use. */
  Map<String, Map<String, String>> environment() {
    return results.environment().groups();
  }
}
