package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Ratio;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.PairSample;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A ratio of times and its interval, drawn small: paths in a view box of {@link #WIDTH} by {@link
 * #HEIGHT}. The axis is that of log ratios, no change in its middle.
 *
 * @param bounds other ratios to mark
 * @param reach the ratio at the right end; its inverse is at the left
 */
record IntervalDrawing(double low, double value, double high, List<Double> bounds, double reach) {
  static final int WIDTH = 120;
  static final int HEIGHT = 18;

  private static final int MARGIN = 4;

  /** From half to twice. */
  static IntervalDrawing of(Ratio ratio) {
    return new IntervalDrawing(ratio.low(), ratio.value(), ratio.high(), List.of(), 2);
  }

  /** With marks where a cell begins to fail, and up to where it passes, half way to the end. */
  static IntervalDrawing of(PairSample look, GateRules rules) {
    double budget = 1 + rules.budget();
    return new IntervalDrawing(
        1 + look.low(),
        1 + look.slowdown(),
        1 + look.high(),
        List.of(1 + rules.minimalEffect(), budget),
        budget * budget);
  }

  String noChange() {
    return line(1);
  }

  String marks() {
    return bounds.stream().map(this::line).collect(Collectors.joining());
  }

  String interval() {
    return "M%s %dH%s".formatted(x(low), HEIGHT / 2, x(high));
  }

  /** A line of no length, to be drawn with round ends. */
  String dot() {
    return "M%s %dh0".formatted(x(value), HEIGHT / 2);
  }

  private String line(double ratio) {
    return "M%s 0v%d".formatted(x(ratio), HEIGHT);
  }

  /** In pixels; what lies further out is drawn at the edge. */
  private String x(double ratio) {
    double inside = Math.max(-1, Math.min(1, Math.log(ratio) / Math.log(reach)));
    return String.format(Locale.ROOT, "%.1f", WIDTH / 2.0 + inside * (WIDTH / 2.0 - MARGIN));
  }
}
