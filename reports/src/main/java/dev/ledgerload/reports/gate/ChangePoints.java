package dev.ledgerload.reports.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/**
 * Finds where a series of positive values changed for good, by E-divisive means (D. Matteson and N.
 * James, Journal of the American Statistical Association 109, 2014) with Student's t in place of
 * their permutation test, in windows, as Apache Otava does (M. Fleming and others, "Hunter", ICPE
 * 2023, arXiv 2301.03034). Of the logarithms: what counts are ratios.
 */
final class ChangePoints {
  /*
   * Weak candidates first: within windows that overlap by half, at ten times the error rate, for a
   * change hides from a test whose other side has a second change in it. Then each is tested
   * between its neighbours, the weakest is dropped, and so on until all are strong. The test is of
   * equal variances: with one of its own, two values that happen to be alike would pass for a level.
   */

  static final int WINDOW = 50;
  static final double MAX_P_VALUE = 0.001;

  private static final double CANDIDATE_P_VALUE = 10 * MAX_P_VALUE;
  private static final int LEAST_SEGMENT = 2;
  private static final TTest STUDENT = TTest.withDefaults().with(DataDispersion.HOMOSCEDASTIC);

  private final double[] logs;

  private ChangePoints(double[] values) {
    this.logs = Arrays.stream(values).map(Math::log).toArray();
  }

  /**
   * The change points in ascending order.
   *
   * @param values in the order of time, each above 0
   */
  static List<ChangePoint> of(double[] values) {
    var points = new ChangePoints(values);
    return points.strong(points.candidates());
  }

  private NavigableSet<Integer> candidates() {
    var found = new TreeSet<Integer>();
    int start = 0;
    while (start < logs.length) {
      int end = Math.min(start + WINDOW, logs.length);
      var inWindow = new TreeSet<Integer>();
      split(start, end, inWindow);
      found.addAll(inWindow);
      int last = inWindow.isEmpty() ? 0 : inWindow.last();
      start = Math.max(last, start + WINDOW / 2);
    }
    return found;
  }

  private void split(int start, int end, NavigableSet<Integer> found) {
    int at = mostDivisive(start, end);
    if (at > 0 && pValue(start, at, end) < CANDIDATE_P_VALUE) {
      found.add(at);
      split(start, at, found);
      split(at, end, found);
    }
  }

  /** Where the energy distance between both sides is largest; 0 if the values are too few. */
  private int mostDivisive(int start, int end) {
    int best = 0;
    double most = 0;
    for (int at = start + LEAST_SEGMENT; at <= end - LEAST_SEGMENT; at++) {
      double left = at - start;
      double right = end - at;
      double between = 2 / (left * right) * distances(start, at, at, end);
      double withinLeft = distances(start, at, start, at) / (left * (left - 1));
      double withinRight = distances(at, end, at, end) / (right * (right - 1));
      double energy = left * right / (left + right) * (between - withinLeft - withinRight);
      if (energy > most) {
        most = energy;
        best = at;
      }
    }
    return best;
  }

  /** Of each value of one range to each of another. */
  private double distances(int start, int end, int otherStart, int otherEnd) {
    double sum = 0;
    for (int i = start; i < end; i++) {
      for (int j = otherStart; j < otherEnd; j++) {
        sum += Math.abs(logs[i] - logs[j]);
      }
    }
    return sum;
  }

  private List<ChangePoint> strong(NavigableSet<Integer> candidates) {
    while (true) {
      List<ChangePoint> points = tested(candidates);
      var weakest =
          points.stream().max((a, b) -> Double.compare(a.pValue(), b.pValue())).orElse(null);
      if (weakest == null || weakest.pValue() < MAX_P_VALUE) {
        return points;
      }
      candidates.remove(weakest.index());
    }
  }

  /** Each between its neighbours. */
  private List<ChangePoint> tested(NavigableSet<Integer> candidates) {
    List<ChangePoint> points = new ArrayList<>();
    for (int at : candidates) {
      var before = candidates.lower(at);
      var after = candidates.higher(at);
      int start = before == null ? 0 : before;
      int end = after == null ? logs.length : after;
      points.add(
          new ChangePoint(
              at, Math.exp(mean(start, at)), Math.exp(mean(at, end)), pValue(start, at, end)));
    }
    return points;
  }

  private double mean(int start, int end) {
    return Arrays.stream(logs, start, end).average().orElseThrow();
  }

  private double pValue(int start, int at, int end) {
    double[] left = Arrays.copyOfRange(logs, start, at);
    double[] right = Arrays.copyOfRange(logs, at, end);
    if (left.length < LEAST_SEGMENT || right.length < LEAST_SEGMENT) {
      return 1;
    }
    if (isConstant(left) && isConstant(right)) {
      return left[0] == right[0] ? 1 : 0;
    }
    return STUDENT.test(left, right).getPValue();
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }
}
