package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.Cell;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/**
 * Every load sample of every method, a lane for each fork, as per cent above or below the method's
 * own median, since methods differ far more than their samples do.
 */
public final class DistributionChart {
  private static final double HALF_ROW = 0.34;
  private static final double HALF_LANES = 0.24;

  /** What takes less spreads by many times its median, which is the clock's and the JVM's doing. */
  private static final double LEAST_MS = 1;

  private final XYChart chart;
  private final SeriesPoints medians = new SeriesPoints();
  private final SeriesPoints points = new SeriesPoints();

  private DistributionChart(XYChart chart) {
    this.chart = chart;
  }

  /** The loads that the chart shows, in order: those of a millisecond or more. */
  public static List<Cell> loads(Comparison comparison) {
    return comparison.rows().stream()
        .map(ComparisonRow::load)
        .filter(Objects::nonNull)
        .filter(load -> load.succeeded() && load.times().median() >= LEAST_MS)
        .toList();
  }

  /** Nothing if no load of a millisecond or more was measured. */
  static Optional<XYChart> of(Comparison comparison, Palette palette) {
    List<Cell> loads = loads(comparison);
    if (loads.isEmpty()) {
      return Optional.empty();
    }
    double least = percents(loads).min().orElse(0);
    double most = percents(loads).max().orElse(0);
    double margin = Math.max(0.5, (most - least) / 20);
    double min = least - margin;
    double max = most + margin;
    List<Method> methods = loads.stream().map(Method::of).toList();
    XYChart chart =
        ChartStyle.rows(methods, "per cent above or below the method's median", palette);
    chart.getStyler().setXAxisMin(min).setXAxisMax(max);
    chart.setCustomXAxisTickLabelsFormatter(DistributionChart::signed);

    var drawing = new DistributionChart(chart);
    for (int i = 0; i < loads.size(); i++) {
      drawing.add(loads.get(i), ChartStyle.rowOf(i, loads.size()));
    }
    ChartStyle.addNames(chart, methods, min, palette);
    drawing.addSeries(palette);
    return Optional.of(chart);
  }

  private void add(Cell load, double y) {
    medians.addLine(0, y - HALF_ROW, 0, y + HALF_ROW);
    int forks = load.times().samples().size();
    for (int fork = 0; fork < forks; fork++) {
      double lane = forks == 1 ? y : y + HALF_LANES - 2 * HALF_LANES * fork / (forks - 1);
      for (double sample : load.times().samples().get(fork)) {
        points.add(percent(load, sample), lane);
      }
    }
  }

  private void addSeries(Palette palette) {
    ChartStyle.addLines(chart, "Median", medians, palette.floor(), 2.5f);
    XYSeries samples = chart.addSeries("Sample", points.xs(), points.ys());
    samples.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    samples.setMarker(new RoundMarker());
    samples.setMarkerColor(palette.point());
    chart.getStyler().setMarkerSize(RoundMarker.LEGEND_HEIGHT);
  }

  private static DoubleStream percents(List<Cell> loads) {
    return loads.stream()
        .flatMapToDouble(
            load -> DoubleStream.of(load.times().pooled()).map(ms -> percent(load, ms)));
  }

  /** How far a time is from its method's median. */
  static double percent(Cell load, double ms) {
    return (ms / load.times().median() - 1) * 100;
  }

  private static String signed(double percent) {
    String number = Figures.plain(percent);
    return percent > 0 ? "+" + number : number.replace('-', '−');
  }
}
