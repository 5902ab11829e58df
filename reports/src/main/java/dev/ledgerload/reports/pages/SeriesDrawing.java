package dev.ledgerload.reports.pages;

import static dev.ledgerload.reports.pages.TimeScale.BOTTOM;
import static dev.ledgerload.reports.pages.TimeScale.LEFT;
import static dev.ledgerload.reports.pages.TimeScale.TOP;
import static dev.ledgerload.reports.pages.TimeScale.WIDTH;
import static dev.ledgerload.reports.pages.TimeScale.pixels;

import dev.ledgerload.reports.results.Times;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A {@link CellSeries} drawn small, for a page has many: paths of its own SVG. A dot is a line of
 * no length, to be drawn with round ends, which takes a tenth of the characters that a circle does.
 */
record SeriesDrawing(CellSeries series, TimeScale scale) {
  /** Between two forks, in units of one iteration. */
  private static final double GAP = 1.5;

  static SeriesDrawing of(CellSeries series) {
    Times times = series.cell().times();
    return new SeriesDrawing(
        series,
        TimeScale.of(
            DoubleStream.concat(
                DoubleStream.of(Times.pooled(times.warmup())), DoubleStream.of(times.pooled()))));
  }

  /** Behind each fork's warm-up; empty without warm-up. */
  String warmupBands() {
    var path = new StringBuilder();
    for (int fork = 0; fork < forks() && series.warmups() > 0; fork++) {
      String left = pixels(x(fork, 0) - step() / 2);
      String right = pixels(x(fork, series.warmups()) - step() / 2);
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
    Times times = series.cell().times();
    if (Double.isNaN(times.ciLow()) || Double.isNaN(times.ciHigh())) {
      return "";
    }
    return "M%d %sH%dV%sH%dz"
        .formatted(LEFT, scale.y(times.ciHigh()), WIDTH - LEFT, scale.y(times.ciLow()), LEFT);
  }

  String medianLine() {
    return "M%d %sH%d".formatted(LEFT, scale.y(series.cell().times().median()), WIDTH - LEFT);
  }

  private void addDots(StringBuilder path, int fork, int from, List<Double> times) {
    for (int i = 0; i < times.size(); i++) {
      path.append("M%s %sh0".formatted(pixels(x(fork, from + i)), scale.y(times.get(i))));
    }
  }

  private double x(int fork, int iteration) {
    return LEFT + step() * (0.5 + iteration + fork * (iterations() + GAP));
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
}
