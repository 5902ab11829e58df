package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.Times;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A {@link CellSeries} drawn small, for a page has many: paths of its own SVG, in a view box of
 * {@link #WIDTH} by {@link #HEIGHT}. A dot is a line of no length, to be drawn with round ends,
 * which takes a tenth of the characters that a circle does.
 */
record SeriesDrawing(CellSeries series) {
  static final int WIDTH = 340;
  static final int HEIGHT = 112;
  static final int LEFT = 4;
  static final int TOP = 18;
  static final int BOTTOM = 94;

  /** Between two forks, in units of one iteration. */
  private static final double GAP = 1.5;

  private static final double LEAST_MS = 1e-6;

  String top() {
    return Figures.ms(most());
  }

  String bottom() {
    return Figures.ms(least());
  }

  /** Behind each fork's warm-up; empty without warm-up. */
  String warmupBands() {
    var path = new StringBuilder();
    for (int fork = 0; fork < forks() && series.warmups() > 0; fork++) {
      String left = number(x(fork, 0) - step() / 2);
      String right = number(x(fork, series.warmups()) - step() / 2);
      path.append("M%s %dH%sV%dH%sz".formatted(left, TOP - 4, right, BOTTOM + 4, left));
    }
    return path.toString();
  }

  String warmupDots() {
    var path = new StringBuilder();
    for (int fork = 0; fork < forks(); fork++) {
      addDots(path, fork, 0, series.warmupOf(fork));
    }
    return path.toString();
  }

  String sampleDots() {
    var path = new StringBuilder();
    for (int fork = 0; fork < forks(); fork++) {
      addDots(path, fork, series.warmups(), series.cell().times().samples().get(fork));
    }
    return path.toString();
  }

  /** The interval of the median; empty if there is none. */
  String intervalBand() {
    Cell cell = series.cell();
    if (Double.isNaN(cell.times().ciLow()) || Double.isNaN(cell.times().ciHigh())) {
      return "";
    }
    return "M%d %sH%dV%sH%dz"
        .formatted(
            LEFT,
            number(y(cell.times().ciHigh())),
            WIDTH - LEFT,
            number(y(cell.times().ciLow())),
            LEFT);
  }

  String medianLine() {
    return "M%d %sH%d".formatted(LEFT, number(y(series.cell().times().median())), WIDTH - LEFT);
  }

  private void addDots(StringBuilder path, int fork, int from, List<Double> times) {
    for (int i = 0; i < times.size(); i++) {
      path.append("M%s %sh0".formatted(number(x(fork, from + i)), number(y(times.get(i)))));
    }
  }

  private double x(int fork, int iteration) {
    return LEFT + step() * (0.5 + iteration + fork * (iterations() + GAP));
  }

  /** Logarithmic, so that a warm-up many times as long leaves room for the samples. */
  private double y(double ms) {
    double low = Math.log(Math.max(least(), LEAST_MS));
    double high = Math.log(Math.max(most(), LEAST_MS));
    double at = Math.log(Math.max(ms, LEAST_MS));
    return BOTTOM - (high > low ? (at - low) / (high - low) : 0.5) * (BOTTOM - TOP);
  }

  private double step() {
    return (WIDTH - 2.0 * LEFT) / (forks() * (iterations() + GAP) - GAP);
  }

  private int forks() {
    return series.cell().times().samples().size();
  }

  private int iterations() {
    return series.warmups() + series.iterations();
  }

  private double least() {
    return all().min().orElse(0);
  }

  private double most() {
    return all().max().orElse(0);
  }

  private DoubleStream all() {
    return DoubleStream.concat(
        DoubleStream.of(Times.pooled(series.cell().times().warmup())),
        DoubleStream.of(series.cell().times().pooled()));
  }

  private static String number(double pixels) {
    return String.format(Locale.ROOT, "%.1f", pixels).replaceFirst("\\.0$", "");
  }
}
