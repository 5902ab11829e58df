package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.BreakEven;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.Cell;
import java.awt.BasicStroke;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/**
 * What a load takes on average over a fill and the hits after it, by how many loads there are; and
 * what the direct load takes, which doesn't depend on that. A fill has paid where they cross.
 */
final class BreakEvenChart {
  private static final int HEIGHT = 440;
  private static final double FEWEST_LOADS = 30;
  private static final double MOST_LOADS = 10_000;
  private static final int POINTS = 60;

  /** Left free at the ends of the axes, as a ratio. */
  private static final double MARGIN = 1.15;

  private BreakEvenChart() {}

  /** Nothing if no cache was measured warm and cold. */
  static Optional<XYChart> of(List<BreakEven> breakEvens, Palette palette) {
    if (breakEvens.isEmpty()) {
      return Optional.empty();
    }
    XYChart chart = ChartStyle.chart(HEIGHT, "loads of the day, the first a fill", palette);
    chart.setYAxisTitle("milliseconds a load, on average");
    double[] loads = loads(breakEvens);
    setAxes(chart, breakEvens, loads[loads.length - 1]);
    List<Cell> directs = breakEvens.stream().map(BreakEven::direct).distinct().toList();
    for (Cell direct : directs) {
      ChartStyle.addCurve(
          chart,
          Method.of(direct).label() + "\ndirectly",
          new double[] {1, loads[loads.length - 1]},
          new double[] {direct.times().median(), direct.times().median()},
          palette.floor(),
          ChartStyle.dashed(7f, 5f));
    }
    for (int i = 0; i < breakEvens.size(); i++) {
      BreakEven breakEven = breakEvens.get(i);
      ChartStyle.addCurve(
          chart,
          breakEven.name() + "\npaid: " + breakEven.hitsText(),
          loads,
          DoubleStream.of(loads).map(breakEven::meanMs).toArray(),
          palette.series().get(i % palette.series().size()),
          new BasicStroke(2f));
    }
    return Optional.of(chart);
  }

  /** How many loads the curves are drawn at: evenly on a logarithmic axis. */
  private static double[] loads(List<BreakEven> breakEvens) {
    double latest =
        breakEvens.stream()
            .mapToDouble(BreakEven::hits)
            .filter(Double::isFinite)
            .max()
            .orElse(FEWEST_LOADS);
    double most = Math.min(MOST_LOADS, Math.max(FEWEST_LOADS, 10 * latest));
    return IntStream.range(0, POINTS)
        .mapToDouble(i -> Math.pow(most, (double) i / (POINTS - 1)))
        .toArray();
  }

  private static void setAxes(XYChart chart, List<BreakEven> breakEvens, double mostLoads) {
    double[] ms =
        breakEvens.stream()
            .flatMap(b -> Stream.of(b.meanMs(1), b.meanMs(mostLoads), b.direct().times().median()))
            .mapToDouble(Double::doubleValue)
            .toArray();
    double min = DoubleStream.of(ms).min().orElseThrow() / MARGIN;
    double max = DoubleStream.of(ms).max().orElseThrow() * MARGIN;
    ChartStyle.setLogarithmic(chart, 1 / MARGIN, mostLoads * MARGIN, min, max);
  }
}
