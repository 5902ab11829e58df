package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.charts.ChartPicture;
import dev.ledgerload.reports.charts.DistributionChart;
import dev.ledgerload.reports.compare.BreakEven;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.Figure;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Footprint;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.compare.Spread;
import dev.ledgerload.reports.results.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A chart on the page, with the table that says the same in figures.
 *
 * @param caption how to read it
 * @param heads of the table's columns; the first is text, the others figures
 */
record PageFigure(
    ChartPicture chart, String caption, List<String> heads, List<List<String>> lines) {

  static PageFigure of(ChartPicture chart, List<Comparison> comparisons, List<Scaling> scalings) {
    return switch (chart.name()) {
      case "comparison" -> comparison(chart, comparisons.get(0));
      case "distribution" -> distribution(chart, comparisons.get(0));
      case "break-even" -> breakEven(chart, BreakEven.of(comparisons.get(0)));
      case "footprint" -> footprint(chart, Footprint.of(comparisons.get(0)));
      default -> scaling(chart, comparisons, scalings);
    };
  }

  private static PageFigure comparison(ChartPicture chart, Comparison comparison) {
    List<List<String>> lines =
        comparison.rows().stream()
            .map(
                row ->
                    List.of(
                        row.method().label(),
                        row.loadFigure().text(),
                        row.processFigure().text(),
                        row.totalFigure().text(),
                        row.loadShareText(),
                        row.ofFloorText()))
            .toList();
    return new PageFigure(
        chart,
        "Medians of load and process, stacked; the figure at the right is the measured total and "
            + "the thin line its 95 % interval."
            + (comparison.hasFloor()
                ? " Red marks the floor: a COPY of the same columns, read but not decoded. Several "
                    + "streams may beat it, for it is one stream."
                : ""),
        List.of("Method", "Load", "Process (kernel)", "Total", "Load’s share", "Of floor"),
        lines);
  }

  private static PageFigure distribution(ChartPicture chart, Comparison comparison) {
    var lines = new ArrayList<List<String>>();
    for (Cell load : DistributionChart.loads(comparison)) {
      Spread spread = Spread.of(load);
      lines.add(
          List.of(
              Method.of(load).label(),
              "%d in %d".formatted(spread.count(), load.times().samples().size()),
              Figures.ms(spread.min()),
              Figures.ms(spread.q1()),
              Figures.ms(spread.median()),
              Figures.ms(spread.q3()),
              Figures.ms(load.times().p95()),
              Figures.ms(spread.max())));
    }
    return new PageFigure(
        chart,
        "Every dot is one load, every lane one fork (a JVM of its own). Lanes that lie apart show "
            + "JVMs that differ; that is why the fork is the sampling unit. Loads of less than a "
            + "millisecond are left out.",
        List.of(
            "Method",
            "Samples in forks",
            "Least",
            "First quartile",
            "Median",
            "Third quartile",
            "95th percentile",
            "Most"),
        lines);
  }

  private static PageFigure breakEven(ChartPicture chart, List<BreakEven> breakEvens) {
    var lines = new ArrayList<List<String>>();
    for (BreakEven breakEven : breakEvens) {
      lines.add(
          List.of(
              breakEven.name(),
              Figure.of(breakEven.cold()).text(),
              Figure.of(breakEven.warm()).text(),
              Figure.of(breakEven.direct()).text() + " by " + Method.of(breakEven.direct()).label(),
              (breakEven.hitsText() + " " + breakEven.interval()).strip()));
    }
    return new PageFigure(
        chart,
        "A fill loads the day and keeps it; a hit finds it kept. The dashed line is the fastest "
            + "load as of now that keeps nothing. Where a curve falls below it, the fill has paid. "
            + "The table’s interval takes the ends of the three medians’ 95 % intervals that are "
            + "furthest apart. It says nothing of how old a hit may be.",
        List.of("Cache", "Fill (cold)", "Hit (warm)", "Direct load", "Paid after"),
        lines);
  }

  private static PageFigure footprint(ChartPicture chart, List<Footprint> footprints) {
    var lines = new ArrayList<List<String>>();
    for (Footprint footprint : footprints) {
      lines.add(
          List.of(
              footprint.method().label(),
              footprint.rows(),
              bytes(footprint, footprint.tableBytes()),
              bytes(footprint, footprint.wireBytes()),
              bytes(footprint, footprint.heapBytes()),
              footprint.cpu(),
              footprint.entriesPerSecond()));
    }
    return new PageFigure(
        chart,
        "Bytes for each entry of the day: of the delivered table, mostly outside of the heap; on "
            + "the wire, where they were counted; and allocated on the heap while loading, by the "
            + "calling thread alone. A method that loads nothing is shown with its totals.",
        List.of(
            "Method",
            "Rows delivered",
            "Table",
            "Wire",
            "Heap allocated",
            "CPU of this side",
            "Entries"),
        lines);
  }

  /** {@code 73.2 MB (73.2 B an entry)}. */
  private static String bytes(Footprint footprint, double bytes) {
    return Double.isNaN(bytes)
        ? "–"
        : "%s (%s B an entry)"
            .formatted(Figures.bytes(bytes), Figures.plain(footprint.perEntry(bytes)));
  }

  private static PageFigure scaling(
      ChartPicture chart, List<Comparison> comparisons, List<Scaling> scalings) {
    List<Comparison> fewestFirst =
        comparisons.stream().sorted(Comparator.comparingLong(Comparison::entries)).toList();
    var heads = new ArrayList<String>(List.of("Method"));
    fewestFirst.forEach(comparison -> heads.add(comparison.entriesText() + " entries"));
    heads.add("Exponent");
    var lines = new ArrayList<List<String>>();
    for (Scaling scaling : scalings) {
      var line = new ArrayList<String>(List.of(scaling.method().label()));
      for (Comparison comparison : fewestFirst) {
        line.add(comparison.loadOf(scaling.method()).text());
      }
      line.add(String.format(Locale.ROOT, "%.2f", scaling.law().exponent()));
      lines.add(line);
    }
    return new PageFigure(
        chart,
        "Both axes are logarithmic. The exponent is fitted by least squares on the logarithms of "
            + "the medians: 1 means twice the entries take twice the time.",
        List.copyOf(heads),
        lines);
  }
}
