package dev.ledgerload.reports.gate;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The 20 % trimmed mean of a sample, how sure it is, and how wide the sample's middle lies.
 *
 * @param count of the values
 * @param mean of those left when the lowest and the highest fifth are dropped
 * @param standardError of {@code mean}; infinite for fewer than two values
 * @param degreesOfFreedom of Student's t for {@code mean}
 * @param spread the standard deviation of a normal sample whose middle is as wide as this one's
 */
record TrimmedMean(
    int count, double mean, double standardError, double degreesOfFreedom, double spread) {
  /*
   * A trial that something else disturbed is off by tens of percent, and such trials aren't rare.
   * The plain mean follows them, and its interval takes twice the effect to leave zero; the median
   * throws away too much of a small sample. Trimming is between the two.
   *
   * The standard error is by Tukey and McLaughlin (1963) in the form that Yuen (1974) gave it: the
   * variance s² of the winsorized sample (what was trimmed is replaced by what is next to it), with
   * n values of which h are left: sqrt((n - 1) s² / (h (h - 1))), and h - 1 degrees of freedom. See
   * R. Wilcox, Introduction to Robust Estimation and Hypothesis Testing, chapter 4.
   */

  private static final double TRIM = 0.2;

  /** The winsorized variance of a standard normal, of the share TRIM at either end. */
  private static final double NORMAL_WINSORIZED_VARIANCE = normalWinsorizedVariance();

  /** Found by iteration, a few dozen different ones in a gate, some of them for every cell. */
  private static final Map<Quantile, Double> QUANTILES = new ConcurrentHashMap<>();

  private record Quantile(double degreesOfFreedom, double probability) {}

  static TrimmedMean of(double[] values) {
    int n = values.length;
    if (n == 0) {
      throw new IllegalArgumentException("a mean needs a value");
    }
    if (n == 1) {
      return new TrimmedMean(1, values[0], Double.POSITIVE_INFINITY, 1, Double.NaN);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int trimmed = (int) Math.floor(TRIM * n);
    int left = n - 2 * trimmed;
    double mean = Arrays.stream(sorted, trimmed, n - trimmed).sum() / left;
    double variance = winsorizedVariance(sorted, trimmed);
    return new TrimmedMean(
        n,
        mean,
        Math.sqrt((n - 1) * variance / ((double) left * (left - 1))),
        left - 1,
        Math.sqrt(variance / (trimmed == 0 ? 1 : NORMAL_WINSORIZED_VARIANCE)));
  }

  private static double winsorizedVariance(double[] sorted, int trimmed) {
    double[] winsorized = sorted.clone();
    int last = sorted.length - 1 - trimmed;
    Arrays.fill(winsorized, 0, trimmed, sorted[trimmed]);
    Arrays.fill(winsorized, last + 1, sorted.length, sorted[last]);
    double mean = Arrays.stream(winsorized).average().orElseThrow();
    double squares = Arrays.stream(winsorized).map(x -> (x - mean) * (x - mean)).sum();
    return squares / (sorted.length - 1);
  }

  private static double normalWinsorizedVariance() {
    var normal = NormalDistribution.of(0, 1);
    double end = normal.inverseSurvivalProbability(TRIM);
    double inside = (1 - 2 * TRIM) - 2 * end * normal.density(end);
    return inside + 2 * TRIM * end * end;
  }

  /** Where the two-sided interval of the mean begins, at a confidence below 1. */
  double low(double confidence) {
    return mean - reach(confidence);
  }

  /** Where it ends. */
  double high(double confidence) {
    return mean + reach(confidence);
  }

  private double reach(double confidence) {
    return standardError == 0 ? 0 : standardError * critical((1 - confidence) / 2);
  }

  /** How many standard errors a t of these degrees of freedom exceeds with a probability. */
  double critical(double probability) {
    return QUANTILES.computeIfAbsent(
        new Quantile(degreesOfFreedom, probability),
        quantile -> t().inverseSurvivalProbability(quantile.probability()));
  }

  /** The probability that a t of these degrees of freedom exceeds so many standard errors. */
  double exceeds(double standardErrors) {
    return t().survivalProbability(standardErrors);
  }

  /** One-sided: how likely so high a mean is where the true one isn't above {@code value}. */
  double pValueAbove(double value) {
    if (standardError == 0) {
      return mean > value ? 0 : 1;
    }
    return exceeds((mean - value) / standardError);
  }

  private TDistribution t() {
    return TDistribution.of(degreesOfFreedom);
  }
}
