package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.Look;
import java.util.Locale;

/**
 * A slowdown and its interval, drawn small: paths in a view box of {@link #WIDTH} by {@link
 * #HEIGHT}. The axis is that of log ratios, no change in its middle; the budget is half way to
 * either end.
 */
record LookDrawing(Look look, GateRules rules) {
  static final int WIDTH = 120;
  static final int HEIGHT = 18;

  private static final int MARGIN = 4;

  String noChange() {
    return line(0);
  }

  /** Where a cell begins to fail, and up to where it passes. */
  String bounds() {
    return line(rules.minimalEffect()) + line(rules.budget());
  }

  String interval() {
    return "M%s %dH%s".formatted(x(look.low()), HEIGHT / 2, x(look.high()));
  }

  /** A line of no length, to be drawn with round ends. */
  String dot() {
    return "M%s %dh0".formatted(x(look.slowdown()), HEIGHT / 2);
  }

  private String line(double share) {
    return "M%s 0v%d".formatted(x(share), HEIGHT);
  }

  /** In pixels; what lies further out is drawn at the edge. */
  private String x(double share) {
    double reach = 2 * Math.log1p(rules.budget());
    double inside = Math.max(-1, Math.min(1, Math.log1p(share) / reach));
    return String.format(Locale.ROOT, "%.1f", WIDTH / 2.0 + inside * (WIDTH / 2.0 - MARGIN));
  }
}
