package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.BreakEven;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Footprint;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/** The charts of a run: those that there are data for. */
public final class ChartPictures {
  private ChartPictures() {}

  /** Loads the typeface, which a JVM that is told to end can't load any more. */
  public static void prepare() {
    Typeface.regular(1);
  }

  public static List<ChartPicture> of(List<Comparison> comparisons, List<Scaling> scalings) {
    var pictures = new ArrayList<Optional<ChartPicture>>();
    comparisons.stream().limit(1).forEach(main -> addTimes(pictures, main));
    pictures.add(
        curves(
            "scaling",
            "How each method's load grows with the entries of the day",
            scalings,
            ChartPictures::law,
            palette -> ScalingChart.of(scalings, palette)));
    comparisons.stream().limit(1).forEach(main -> addCosts(pictures, main));
    return pictures.stream().flatMap(Optional::stream).toList();
  }

  /** What links do to methods; empty if the run has none. */
  public static Optional<ChartPicture> of(LinkComparison comparison) {
    return rows(
        "network",
        "Time of each method over a network, %s entries".formatted(comparison.entriesText()),
        LinkChart.shown(comparison),
        row -> times(comparison, row),
        palette -> LinkChart.of(comparison, palette));
  }

  private static String times(LinkComparison comparison, LinkComparison.Row row) {
    var times =
        new StringBuilder("%s: %s".formatted(row.method().label(), row.hereFigure().value()));
    for (int i = 0; i < comparison.links().size(); i++) {
      times.append(
          ", over %s %s"
              .formatted(comparison.links().get(i).label(), row.over().get(i).figure().value()));
    }
    return times.append('.').toString();
  }

  private static void addTimes(List<Optional<ChartPicture>> pictures, Comparison main) {
    pictures.add(
        rows(
            "comparison",
            "Where the time goes, %s entries".formatted(main.entriesText()),
            main.rows(), // the floors last, which have no row of their own
            ChartPictures::times,
            palette -> ComparisonChart.of(main, palette)));
    var strategies = StrategyComparison.of(main);
    pictures.add(
        rows(
            "freshness",
            "Time, freshness and what must be installed, %s entries".formatted(main.entriesText()),
            FreshnessChart.totals(strategies),
            ChartPictures::freshness,
            palette -> FreshnessChart.of(strategies, palette)));
    pictures.add(
        rows(
            "distribution",
            "How each method's load samples spread about their median, %s entries"
                .formatted(main.entriesText()),
            DistributionChart.loads(main),
            ChartPictures::spread,
            palette -> DistributionChart.of(main, palette)));
  }

  private static void addCosts(List<Optional<ChartPicture>> pictures, Comparison main) {
    List<BreakEven> allColumns =
        BreakEven.of(main).stream().filter(b -> b.cold().id().columns().equals("all")).toList();
    pictures.add(
        curves(
            "break-even",
            "When filling a cache has paid, %s entries".formatted(main.entriesText()),
            allColumns,
            ChartPictures::paid,
            palette -> BreakEvenChart.of(allColumns, palette)));
    List<Footprint> footprints = Footprint.of(main);
    pictures.add(
        rows(
            "footprint",
            "Bytes an entry, %s entries".formatted(main.entriesText()),
            FootprintChart.shown(footprints),
            ChartPictures::footprint,
            palette -> FootprintChart.of(footprints, palette)));
  }

  /** A chart with a row for each of what it shows, which its sentence tells of. */
  private static <T> Optional<ChartPicture> rows(
      String name,
      String title,
      List<T> shown,
      Function<T, String> sentence,
      Function<Palette, Optional<XYChart>> drawing) {
    List<String> sentences = shown.stream().map(sentence).toList();
    return ChartPicture.of(
        name,
        title,
        String.join(" ", sentences),
        drawing,
        chart -> HoverLine.rows(chart, sentences));
  }

  /** A chart of curves, which their names tell of. */
  private static <T> Optional<ChartPicture> curves(
      String name,
      String title,
      List<T> shown,
      Function<T, String> sentence,
      Function<Palette, Optional<XYChart>> drawing) {
    String description = shown.stream().map(sentence).collect(Collectors.joining(" "));
    return ChartPicture.of(name, title, description, drawing, HoverLine::curves);
  }

  private static String times(ComparisonRow row) {
    return "%s: load %s%s, process %s, total %s."
        .formatted(
            row.method().label(),
            row.loadFigure().value(),
            Double.isNaN(row.clientMs())
                ? ""
                : ", of which this side works " + Figures.time(row.clientMs()),
            row.processFigure().value(),
            row.totalFigure().value());
  }

  private static String freshness(Cell total) {
    return "%s: %s, as of %s."
        .formatted(
            Method.of(total).label(),
            FreshnessChart.label(total),
            total.isOld() ? "the last fill or refresh" : "now");
  }

  private static String spread(Cell load) {
    double[] samples = load.times().pooled();
    return "%s: %d samples from %s to %s, their median %s."
        .formatted(
            Method.of(load).label(),
            samples.length,
            Figures.time(DoubleStream.of(samples).min().orElseThrow()),
            Figures.time(DoubleStream.of(samples).max().orElseThrow()),
            Figures.time(load.times().median()));
  }

  private static String law(Scaling scaling) {
    List<Cell> loads = scaling.loads();
    return "%s grows as %s, from %s to %s."
        .formatted(
            scaling.method().label(),
            scaling.lawText(),
            Figures.time(loads.get(0).times().median()),
            Figures.time(loads.get(loads.size() - 1).times().median()));
  }

  private static String paid(BreakEven breakEven) {
    return "%s: a fill takes %s, a hit %s, a direct load %s; paid: %s."
        .formatted(
            breakEven.name(),
            Figures.time(breakEven.cold().times().median()),
            Figures.time(breakEven.warm().times().median()),
            Figures.time(breakEven.direct().times().median()),
            breakEven.hitsText());
  }

  private static String footprint(Footprint footprint) {
    return "%s: table %s, wire %s, heap %s."
        .formatted(
            footprint.method().label(),
            bytes(footprint.perEntry(footprint.tableBytes())),
            bytes(footprint.perEntry(footprint.wireBytes())),
            bytes(footprint.perEntry(footprint.heapBytes())));
  }

  private static String bytes(double bytes) {
    return Double.isNaN(bytes) ? "not counted" : Figures.plain(bytes) + " B";
  }
}
