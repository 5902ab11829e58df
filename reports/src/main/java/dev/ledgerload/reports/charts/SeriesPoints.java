package dev.ledgerload.reports.charts;

import java.util.ArrayList;
import java.util.List;

/** The points of a chart's series; shapes and lines in it are apart from each other. */
final class SeriesPoints {
  private final List<Double> xs = new ArrayList<>();
  private final List<Double> ys = new ArrayList<>();

  /** A filled rectangle. */
  void addBox(double left, double right, double low, double high) {
    add(left, low);
    add(right, low);
    add(right, high);
    add(left, high);
    end(right);
  }

  void addLine(double fromX, double fromY, double toX, double toY) {
    add(fromX, fromY);
    add(toX, toY);
    end(toX);
  }

  void add(double x, double y) {
    xs.add(x);
    ys.add(y);
  }

  boolean isEmpty() {
    return xs.isEmpty();
  }

  double[] xs() {
    return xs.stream().mapToDouble(Double::doubleValue).toArray();
  }

  double[] ys() {
    return ys.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** XChart lifts the pen where y isn't a number. */
  private void end(double x) {
    add(x, Double.NaN);
  }
}
