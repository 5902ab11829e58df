package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.charts.ChartPicture;
import dev.ledgerload.reports.charts.DistributionChart;
import dev.ledgerload.reports.charts.FreshnessChart;
import dev.ledgerload.reports.charts.LinkChart;
import dev.ledgerload.reports.compare.BreakEven;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figure;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Footprint;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.compare.Needs;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * A chart on the page, with the table that says the same in figures.
 *
 * @param caption how to read it
 */
record PageFigure(ChartPicture chart, String caption, Table<?> table) {

  static PageFigure of(ChartPicture chart, List<Comparison> comparisons, List<Scaling> scalings) {
    return switch (chart.name()) {
      case "comparison" -> comparison(chart, comparisons.get(0));
      case "freshness" -> freshness(chart, comparisons.get(0));
      case "distribution" -> distribution(chart, comparisons.get(0));
      case "break-even" -> breakEven(chart, BreakEven.of(comparisons.get(0)));
      case "footprint" -> footprint(chart, Footprint.of(comparisons.get(0)));
      default -> scaling(chart, comparisons, scalings);
    };
  }

  static PageFigure of(ChartPicture chart, LinkComparison comparison) {
    var table =
        new Table<>(LinkChart.shown(comparison))
            .column("Method", row -> row.method().label())
            .column("No link", row -> row.hereFigure().text());
    for (int i = 0; i < comparison.links().size(); i++) {
      int link = i;
      table.column(
          comparison.links().get(link).label(), row -> row.over().get(link).figure().text());
    }
    return new PageFigure(
        chart,
        "Medians. A dashed line is the floor of its link: a COPY of the day over it, received and not"
            + " decoded.",
        table);
  }

  private static PageFigure comparison(ChartPicture chart, Comparison comparison) {
    return new PageFigure(
        chart,
        "Medians, stacked: of the load, how long this side waits for the server and the line, and "
            + "how long it works (decodes, and keeps); then the processing. The figure at the right "
            + "is the measured total and the thin line its 95 % interval. Both sides work at the "
            + "same time, and several threads may, so what looks like waiting is at least that."
            + (comparison.hasFloor()
                ? " Red marks the floor: a COPY of the same columns, read but not decoded. Several "
                    + "streams may beat it, for it is one stream."
                : ""),
        new Table<>(comparison.rows())
            .column("Method", row -> row.method().label())
            .column("Load", row -> row.loadFigure().text())
            .column("This side works", PageFigure::client)
            .column("Bytes on the wire", PageFigure::wire)
            .column("Process (kernel)", row -> row.processFigure().text())
            .column("Total", row -> row.totalFigure().text())
            .column("Load’s share", ComparisonRow::loadShareText)
            .column("Of floor", ComparisonRow::ofFloorText));
  }

  private static String client(ComparisonRow row) {
    return Double.isNaN(row.clientMs()) ? "–" : Figures.time(row.clientMs());
  }

  private static String wire(ComparisonRow row) {
    Cell cell = row.load() == null ? row.total() : row.load();
    Long bytes = cell == null ? null : cell.costs().wireBytes();
    return bytes == null ? "–" : Figures.bytes(bytes);
  }

  private static PageFigure freshness(ChartPicture chart, Comparison comparison) {
    return new PageFigure(
        chart,
        "Each strategy by its best variant. Fast answers are those that are held: how old one may "
            + "be, a query can bound. The axis is logarithmic.",
        new Table<>(FreshnessChart.totals(StrategyComparison.of(comparison)))
            .column("Method", total -> Method.of(total).label())
            .column("Total", total -> Figure.of(total).text())
            .column("As of", total -> total.isOld() ? "the last fill or refresh" : "now")
            .column("Needs besides PostgreSQL", PageFigure::needs));
  }

  private static String needs(Cell total) {
    String needs = Needs.of(total);
    return needs.isEmpty() ? "nothing" : needs;
  }

  private static PageFigure distribution(ChartPicture chart, Comparison comparison) {
    return new PageFigure(
        chart,
        "Every dot is one load, every lane one fork (a JVM of its own). Lanes that lie apart show "
            + "JVMs that differ; that is why the fork is the sampling unit. Loads of less than a "
            + "millisecond are left out.",
        new Table<>(DistributionChart.loads(comparison))
            .column("Method", load -> Method.of(load).label())
            .column("Samples in forks", PageFigure::samples)
            .column("Least", load -> time(load, DoubleStream::min))
            .column("Median", load -> Figures.time(load.times().median()))
            .column("Most", load -> time(load, DoubleStream::max)));
  }

  private static String time(Cell load, Function<DoubleStream, OptionalDouble> end) {
    return Figures.time(end.apply(DoubleStream.of(load.times().pooled())).orElseThrow());
  }

  private static String samples(Cell load) {
    return "%d in %d".formatted(load.times().pooled().length, load.times().samples().size());
  }

  private static PageFigure breakEven(ChartPicture chart, List<BreakEven> breakEvens) {
    return new PageFigure(
        chart,
        "A fill loads the day and keeps it; a hit finds it kept. The dashed line is the fastest "
            + "load as of now that keeps nothing. Where a curve falls below it, the fill has paid. "
            + "The table’s interval takes the ends of the three medians’ 95 % intervals that are "
            + "furthest apart. It says nothing of how old a hit may be.",
        new Table<>(breakEvens)
            .column("Cache", BreakEven::name)
            .column("Fill (cold)", b -> Figure.of(b.cold()).text())
            .column("Hit (warm)", b -> Figure.of(b.warm()).text())
            .column(
                "Direct load",
                b -> Figure.of(b.direct()).text() + " by " + Method.of(b.direct()).label())
            .column("Paid after", b -> (b.hitsText() + " " + b.interval()).strip()));
  }

  private static PageFigure footprint(ChartPicture chart, List<Footprint> footprints) {
    return new PageFigure(
        chart,
        "Bytes for each entry of the day: of the delivered table, mostly outside of the heap; on "
            + "the wire, where they were counted; and allocated on the heap while loading, by the "
            + "calling thread alone. A method that loads nothing is shown with its totals.",
        new Table<>(footprints)
            .column("Method", f -> f.method().label())
            .column("Rows delivered", Footprint::rows)
            .column("Table", f -> bytes(f, f.tableBytes()))
            .column("Wire", f -> bytes(f, f.wireBytes()))
            .column("Heap allocated", f -> bytes(f, f.heapBytes()))
            .column("CPU of this side", Footprint::cpu)
            .column("Entries", Footprint::entriesPerSecond));
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
    var table = new Table<>(scalings).column("Method", scaling -> scaling.method().label());
    comparisons.stream()
        .sorted(Comparator.comparingLong(Comparison::entries))
        .forEach(
            size ->
                table.column(
                    size.entriesText() + " entries",
                    scaling -> size.loadOf(scaling.method()).text()));
    table.column(
        "Exponent", scaling -> String.format(Locale.ROOT, "%.2f", scaling.law().exponent()));
    return new PageFigure(
        chart,
        "Both axes are logarithmic. The exponent is fitted by least squares on the logarithms of "
            + "the medians: 1 means twice the entries take twice the time.",
        table);
  }
}
