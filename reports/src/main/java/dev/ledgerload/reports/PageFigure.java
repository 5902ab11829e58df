package dev.ledgerload.reports;

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
                        row.ofFloorText()))
            .toList();
    return new PageFigure(
        chart,
        "Medians of load and process, stacked; the figure at the right is the measured total and "
            + "the thin line its 95 % interval. Red marks the floor: a COPY of the same columns, "
            + "read but not decoded. Several streams may beat it, for it is one stream.",
        List.of("Method", "Load", "Process (kernel)", "Total", "Of floor"),
        lines);
  }

  private static PageFigure distribution(ChartPicture chart, Comparison comparison) {
    var lines = new ArrayList<List<String>>();
    for (Cell load : DistributionChart.loads(comparison)) {
      Spread spread = Spread.of(load);
      lines.add(
          List.of(
              Method.of(load).label(),
              "%d in %d".formatted(spread.count(), load.samples().size()),
              Figures.ms(spread.min()),
              Figures.ms(spread.q1()),
              Figures.ms(spread.median()),
              Figures.ms(spread.q3()),
              Figures.ms(load.p95()),
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
