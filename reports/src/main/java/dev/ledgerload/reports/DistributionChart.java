package dev.ledgerload.reports;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Every load sample of every method, a lane for each fork, over a box of their quartiles. */
final class DistributionChart {
  static final double HALF_BOX = 0.34;
  private static final double HALF_LANES = 0.24;

  private final XYChart chart;
  private final Marks boxes = new Marks();
  private final Marks whiskers = new Marks();
  private final Marks medians = new Marks();
  private final Marks points = new Marks();

  private DistributionChart(XYChart chart) {
    this.chart = chart;
  }

  /** The loads that the chart shows, in order. */
  static List<Cell> loads(Comparison comparison) {
    return comparison.rows().stream()
        .map(ComparisonRow::load)
        .filter(Objects::nonNull)
        .filter(load -> load.succeeded() && load.median() > 0)
        .toList();
  }

  /** Nothing if no load was measured. */
  static Optional<XYChart> of(Comparison comparison, Palette palette) {
    List<Cell> loads = loads(comparison);
    if (loads.isEmpty()) {
      return Optional.empty();
    }
    double least = loads.stream().mapToDouble(l -> Spread.of(l).min()).min().orElseThrow();
    double most = loads.stream().mapToDouble(l -> Spread.of(l).max()).max().orElseThrow();
    double min = Math.max(least, most / 1e6) / 1.04;
    double max = most * 1.04;
    List<Method> methods = loads.stream().map(Method::of).toList();
    XYChart chart =
        ChartStyle.rows(
            methods, "milliseconds, logarithmic (the axis doesn't begin at 0)", palette);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisLogarithmicDecadeOnly(false);
    chart.getStyler().setXAxisMin(min).setXAxisMax(max);
    chart.setCustomXAxisTickLabelsFormatter(ChartStyle.logTicks(min, max, Figures::plain));

    var drawing = new DistributionChart(chart);
    for (int i = 0; i < loads.size(); i++) {
      drawing.add(loads.get(i), ChartStyle.rowOf(i, loads.size()));
    }
    ChartStyle.addNames(chart, methods, min, palette);
    drawing.addSeries(palette);
    return Optional.of(chart);
  }

  private void add(Cell load, double y) {
    Spread spread = Spread.of(load);
    boxes.addBox(spread.q1(), spread.q3(), y - HALF_BOX, y + HALF_BOX);
    medians.addLine(spread.median(), y - HALF_BOX, spread.median(), y + HALF_BOX);
    whiskers.addLine(spread.lowWhisker(), y, spread.q1(), y);
    whiskers.addLine(spread.q3(), y, spread.highWhisker(), y);
    int forks = load.samples().size();
    for (int fork = 0; fork < forks; fork++) {
      double lane = forks == 1 ? y : y + HALF_LANES - 2 * HALF_LANES * fork / (forks - 1);
      for (double sample : load.samples().get(fork)) {
        points.add(sample, lane);
      }
    }
  }

  private void addSeries(Palette palette) {
    ChartStyle.addShapes(chart, "Middle half of the samples", boxes, palette.box());
    ChartStyle.addLines(chart, "Within 1.5 of its width", whiskers, palette.muted(), 1.5f);
    ChartStyle.addLines(chart, "Median", medians, palette.floor(), 2.5f);
    XYSeries samples = chart.addSeries("Sample (a lane for each fork)", points.xs(), points.ys());
    samples.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    samples.setMarker(SeriesMarkers.CIRCLE);
    samples.setMarkerColor(palette.point());
    chart.getStyler().setMarkerSize(5);
  }
}
