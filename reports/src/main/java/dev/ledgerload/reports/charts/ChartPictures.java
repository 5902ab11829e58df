package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.BreakEven;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Footprint;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.compare.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The charts of a run: those that there are data for. */
public final class ChartPictures {
  private ChartPictures() {}

  /** Loads the typeface, which a JVM that is told to end can't load any more. */
  public static void prepare() {
    Typeface.regular(1);
  }

  public static List<ChartPicture> of(List<Comparison> comparisons, List<Scaling> scalings) {
    var pictures = new ArrayList<ChartPicture>();
    if (!comparisons.isEmpty()) {
      Comparison main = comparisons.get(0);
      String entries = main.entriesText();
      ChartPicture.of(
              "comparison",
              "Load and process time of each method, " + entries + " entries",
              described(main),
              palette -> ComparisonChart.of(main, palette))
          .ifPresent(pictures::add);
      ChartPicture.of(
              "distribution",
              "How each method's load samples spread about their median, " + entries + " entries",
              spreads(main),
              palette -> DistributionChart.of(main, palette))
          .ifPresent(pictures::add);
    }
    ChartPicture.of(
            "scaling",
            "How each method's load grows with the entries of the day",
            laws(scalings),
            palette -> ScalingChart.of(scalings, palette))
        .ifPresent(pictures::add);
    if (!comparisons.isEmpty()) {
      addCosts(pictures, comparisons.get(0));
    }
    return List.copyOf(pictures);
  }

  private static void addCosts(List<ChartPicture> pictures, Comparison main) {
    List<BreakEven> allColumns =
        BreakEven.of(main).stream().filter(b -> b.cold().id().columns().equals("all")).toList();
    ChartPicture.of(
            "break-even",
            "When filling a cache has paid, " + main.entriesText() + " entries",
            paid(allColumns),
            palette -> BreakEvenChart.of(allColumns, palette))
        .ifPresent(pictures::add);
    List<Footprint> footprints = Footprint.of(main);
    ChartPicture.of(
            "footprint",
            "Bytes an entry, " + main.entriesText() + " entries",
            footprints(footprints),
            palette -> FootprintChart.of(footprints, palette))
        .ifPresent(pictures::add);
  }

  private static String paid(List<BreakEven> breakEvens) {
    return breakEvens.stream()
        .map(
            b ->
                "%s: a fill takes %s, a hit %s, a direct load %s; paid: %s."
                    .formatted(
                        b.name(),
                        Figures.ms(b.cold().times().median()),
                        Figures.ms(b.warm().times().median()),
                        Figures.ms(b.direct().times().median()),
                        b.hitsText()))
        .collect(Collectors.joining(" "));
  }

  private static String footprints(List<Footprint> footprints) {
    return FootprintChart.shown(footprints).stream()
        .map(
            f ->
                "%s: table %s, wire %s, heap %s."
                    .formatted(
                        f.method().label(),
                        bytes(f.perEntry(f.tableBytes())),
                        bytes(f.perEntry(f.wireBytes())),
                        bytes(f.perEntry(f.heapBytes()))))
        .collect(Collectors.joining(" "));
  }

  private static String bytes(double bytes) {
    return Double.isNaN(bytes) ? "not counted" : Figures.plain(bytes) + " B";
  }

  private static String described(Comparison comparison) {
    return comparison.rows().stream()
        .map(
            row ->
                "%s: load %s, process %s, total %s."
                    .formatted(
                        row.method().label(),
                        row.loadFigure().value(),
                        row.processFigure().value(),
                        row.totalFigure().value()))
        .collect(Collectors.joining(" "));
  }

  private static String spreads(Comparison comparison) {
    return DistributionChart.loads(comparison).stream()
        .map(
            load -> {
              Spread spread = Spread.of(load);
              return "%s: %d samples from %s to %s, half of them from %s to %s."
                  .formatted(
                      Method.of(load).label(),
                      spread.count(),
                      Figures.ms(spread.min()),
                      Figures.ms(spread.max()),
                      Figures.ms(spread.q1()),
                      Figures.ms(spread.q3()));
            })
        .collect(Collectors.joining(" "));
  }

  private static String laws(List<Scaling> scalings) {
    return scalings.stream()
        .map(
            scaling ->
                "%s grows as %s, from %s to %s."
                    .formatted(
                        scaling.method().label(),
                        scaling.lawText(),
                        Figures.ms(scaling.loads().get(0).times().median()),
                        Figures.ms(
                            scaling.loads().get(scaling.loads().size() - 1).times().median())))
        .collect(Collectors.joining(" "));
  }
}
