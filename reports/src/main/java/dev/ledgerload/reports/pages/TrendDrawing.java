package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.ChangePoint;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A {@link CellTrend} drawn small: paths in a view box of {@link #WIDTH} by {@link #HEIGHT}. From
 * left to right the commits, at a logarithmic height.
 */
record TrendDrawing(CellTrend trend) {
  static final int WIDTH = 340;
  static final int HEIGHT = 112;
  static final int LEFT = 4;

  private static final int TOP = 18;
  private static final int BOTTOM = 94;

  /** Least and most are at least as far apart, so that a calm trend looks calm. */
  private static final double LEAST_RATIO = 1.2;

  String top() {
    return Figures.ms(most());
  }

  String bottom() {
    return Figures.ms(least());
  }

  String dots() {
    var path = new StringBuilder();
    for (int i = 0; i < trend.points().size(); i++) {
      path.append("M%s %sh0".formatted(x(i), y(trend.points().get(i).millis())));
    }
    return path.toString();
  }

  /** The level before the first change, between changes and after the last. */
  String levels() {
    var path = new StringBuilder();
    int from = 0;
    for (ChangePoint change : trend.changes()) {
      level(path, from, change.index(), change.before());
      from = change.index();
    }
    int changes = trend.changes().size();
    level(
        path,
        from,
        trend.points().size(),
        changes == 0 ? mean() : trend.changes().get(changes - 1).after());
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
    path.append("M%s %sH%s".formatted(x(from - 0.5), y(millis), x(to - 0.5)));
  }

  private String x(double index) {
    double step = (WIDTH - 2.0 * LEFT) / trend.points().size();
    return number(LEFT + step * (index + 0.5));
  }

  private String y(double millis) {
    double share = Math.log(millis / least()) / Math.log(most() / least());
    return number(BOTTOM - share * (BOTTOM - TOP));
  }

  private double least() {
    return Math.min(millis().min().orElseThrow(), middle() / Math.sqrt(LEAST_RATIO));
  }

  private double most() {
    return Math.max(millis().max().orElseThrow(), middle() * Math.sqrt(LEAST_RATIO));
  }

  /** Half way from the least to the most. */
  private double middle() {
    return Math.sqrt(millis().min().orElseThrow() * millis().max().orElseThrow());
  }

  /** The geometric one, as a {@link ChangePoint}'s levels are. */
  private double mean() {
    return Math.exp(millis().map(Math::log).average().orElseThrow());
  }

  private DoubleStream millis() {
    return trend.points().stream().mapToDouble(CellTrend.Point::millis);
  }

  private static String number(double pixels) {
    return String.format(Locale.ROOT, "%.1f", pixels).replaceFirst("\\.0$", "");
  }
}
