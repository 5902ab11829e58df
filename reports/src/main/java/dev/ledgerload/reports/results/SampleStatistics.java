package dev.ledgerload.reports.results;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;

/** What the samples of one cell say: median, 95th percentile and the median's 95 % interval. */
public record SampleStatistics(double median, double p95, double ciLow, double ciHigh) {
  /*
   * Iterations of one JVM share its compilation, its heap layout and its moment, so they are not
   * independent and the fork is the sampling unit. The interval is a percentile bootstrap in two
   * stages: forks are drawn with replacement, then iterations within each fork drawn, and the
   * median of all that was drawn is noted. Its 2.5 % and 97.5 % quantiles are the interval. Unlike
   * a t-interval it needs no normal samples, and it is not symmetric when they aren't.
   *
   * With few forks (fewer than about five) a percentile bootstrap is somewhat too narrow; with one
   * fork it says nothing of what differs between JVMs. Neither can be mended by arithmetic.
   *
   * The random seed is fixed: the same samples always give the same interval.
   */

  static final int RESAMPLES = 4_000;
  private static final long SEED = 0x4c65646765724cL;

  private static final Median MEDIAN = Median.withDefaults();

  /** Type 7 of Hyndman and Fan, what R, NumPy and spreadsheets compute. */
  public static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  /** Of a cell without samples. */
  static final SampleStatistics NONE =
      new SampleStatistics(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Of samples[fork][iteration], at least one in all. The interval of one sample is NaN. */
  static SampleStatistics of(List<List<Double>> samples) {
    double[][] forks =
        samples.stream()
            .filter(fork -> !fork.isEmpty())
            .map(SampleStatistics::array)
            .toArray(double[][]::new);
    double[] all = pooled(samples);
    if (all.length == 0) {
      throw new IllegalArgumentException("samples must have at least one");
    }
    double median = MEDIAN.evaluate(all.clone());
    double p95 = QUANTILE.evaluate(all.clone(), 0.95);
    if (all.length == 1) {
      return new SampleStatistics(median, p95, Double.NaN, Double.NaN);
    }
    double[] medians = bootstrapMedians(forks);
    double[] ends = QUANTILE.evaluate(medians, 0.025, 0.975);
    return new SampleStatistics(median, p95, Math.min(ends[0], median), Math.max(ends[1], median));
  }

  public static double[] pooled(List<List<Double>> samples) {
    return samples.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] bootstrapMedians(double[][] forks) {
    var random = new SplittableRandom(SEED);
    var medians = new double[RESAMPLES];
    int longest = 0;
    for (double[] fork : forks) {
      longest = Math.max(longest, fork.length);
    }
    var drawn = new double[forks.length * longest];
    for (int r = 0; r < RESAMPLES; r++) {
      int count = 0;
      for (int f = 0; f < forks.length; f++) {
        double[] fork = forks[random.nextInt(forks.length)];
        for (int i = 0; i < fork.length; i++) {
          drawn[count++] = fork[random.nextInt(fork.length)];
        }
      }
      medians[r] = MEDIAN.evaluateRange(drawn, 0, count);
    }
    return medians;
  }

  private static double[] array(List<Double> fork) {
    return fork.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
