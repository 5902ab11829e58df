package dev.ledgerload.reports.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;

/** What an axis says of where values are, found from its labels alone. */
final class DrawnAxis {
  private static final double LABEL_TOLERANCE_PX = 1.2;

  private final boolean logarithmic;
  private final List<double[]> ticks = new ArrayList<>();
  private double origin;
  private double pixels;

  DrawnAxis(boolean logarithmic) {
    this.logarithmic = logarithmic;
  }

  void add(double value, double pixel) {
    ticks.add(new double[] {scale(value), pixel});
  }

  /** Least squares through the labels, all of which must agree. */
  DrawnAxis fitted() {
    assertThat(ticks).as("labels that were found on the axis").hasSizeGreaterThanOrEqualTo(3);
    double meanX = ticks.stream().mapToDouble(t -> t[0]).average().orElseThrow();
    double meanY = ticks.stream().mapToDouble(t -> t[1]).average().orElseThrow();
    double products = ticks.stream().mapToDouble(t -> (t[0] - meanX) * (t[1] - meanY)).sum();
    double squares = ticks.stream().mapToDouble(t -> (t[0] - meanX) * (t[0] - meanX)).sum();
    pixels = products / squares;
    origin = meanY - pixels * meanX;
    for (double[] tick : ticks) {
      assertThat(origin + pixels * tick[0])
          .as("where the axis has its label")
          .isCloseTo(tick[1], within(LABEL_TOLERANCE_PX));
    }
    return this;
  }

  double pixel(double value) {
    return origin + pixels * scale(value);
  }

  private double scale(double value) {
    return logarithmic ? Math.log10(value) : value;
  }
}
