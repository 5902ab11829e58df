package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Figures;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * At which height a small drawing of times shows each: logarithmic, so that one many times as long
 * leaves room for the others. The drawing's view box is {@link #WIDTH} by {@link #HEIGHT}.
 */
record TimeScale(double least, double most) {
  static final int WIDTH = 340;
  static final int HEIGHT = 112;
  static final int LEFT = 4;
  static final int TOP = 18;
  static final int BOTTOM = 94;

  private static final double LEAST_MS = 1e-6;

  static TimeScale of(DoubleStream millis) {
    var all = millis.summaryStatistics();
    return all.getCount() == 0 ? new TimeScale(0, 0) : new TimeScale(all.getMin(), all.getMax());
  }

  String top() {
    return Figures.time(most);
  }

  String bottom() {
    return Figures.time(least);
  }

  String y(double ms) {
    double low = Math.log(Math.max(least, LEAST_MS));
    double high = Math.log(Math.max(most, LEAST_MS));
    double at = Math.log(Math.max(ms, LEAST_MS));
    return pixels(BOTTOM - (high > low ? (at - low) / (high - low) : 0.5) * (BOTTOM - TOP));
  }

  static String pixels(double number) {
    return String.format(Locale.ROOT, "%.1f", number).replaceFirst("\\.0$", "");
  }
}
