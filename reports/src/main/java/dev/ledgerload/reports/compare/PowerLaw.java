package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import java.util.List;

/**
 * How a method's load grows: time = factor × entries^exponent, fitted by least squares on the
 * logarithms of the medians.
 */
public record PowerLaw(double exponent, double factor) {

  /** Through the medians of cells at two or more numbers of entries. */
  static PowerLaw of(List<Cell> cells) {
    double[] x = cells.stream().mapToDouble(cell -> Math.log((double) cell.id().rows())).toArray();
    double[] y = cells.stream().mapToDouble(cell -> Math.log(cell.times().median())).toArray();
    double meanX = mean(x);
    double meanY = mean(y);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    double exponent = products / squares;
    return new PowerLaw(exponent, Math.exp(meanY - exponent * meanX));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
