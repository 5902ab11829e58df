package dev.ledgerload.reports.pages;

import static dev.ledgerload.reports.pages.TimeScale.BOTTOM;
import static dev.ledgerload.reports.pages.TimeScale.LEFT;
import static dev.ledgerload.reports.pages.TimeScale.TOP;
import static dev.ledgerload.reports.pages.TimeScale.WIDTH;

import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.ChangePoint;
import java.util.stream.DoubleStream;

/** A {@link CellTrend} drawn small: paths of its own SVG, from left to right the commits. */
record TrendDrawing(CellTrend trend, TimeScale scale) {
  /** Least and most are at least as far apart, so that a calm trend looks calm. */
  private static final double LEAST_RATIO = 1.2;

  static TrendDrawing of(CellTrend trend) {
    var all = TimeScale.of(millis(trend));
    double middle = Math.sqrt(all.least() * all.most());
    return new TrendDrawing(
        trend,
        new TimeScale(
            Math.min(all.least(), middle / Math.sqrt(LEAST_RATIO)),
            Math.max(all.most(), middle * Math.sqrt(LEAST_RATIO))));
  }

  String dots() {
    var path = new StringBuilder();
    for (int i = 0; i < trend.points().size(); i++) {
      path.append("M%s %sh0".formatted(x(i), scale.y(trend.points().get(i).millis())));
    }
    return path.toString();
  }

  /** The level before the first change, between changes and after the last. */
  String levels() {
    var path = new StringBuilder();
    int from = 0;
    // of no change the geometric mean, as a change's levels are
    double level = Math.exp(millis(trend).map(Math::log).average().orElseThrow());
    for (ChangePoint change : trend.changes()) {
      level(path, from, change.index(), change.before());
      from = change.index();
      level = change.after();
    }
    level(path, from, trend.points().size(), level);
    return path.toString();
  }

  /** At each change, between the two commits. */
  String changes() {
    var path = new StringBuilder();
    for (ChangePoint change : trend.changes()) {
      path.append("M%s %dV%d".formatted(x(change.index() - 0.5), TOP - 4, BOTTOM + 4));
    }
    return path.toString();
  }

  private void level(StringBuilder path, int from, int to, double millis) {
    path.append("M%s %sH%s".formatted(x(from - 0.5), scale.y(millis), x(to - 0.5)));
  }

  private String x(double index) {
    double step = (WIDTH - 2.0 * LEFT) / trend.points().size();
    return TimeScale.pixels(LEFT + step * (index + 0.5));
  }

  private static DoubleStream millis(CellTrend trend) {
    return trend.points().stream().mapToDouble(CellTrend.Point::millis);
  }
}
