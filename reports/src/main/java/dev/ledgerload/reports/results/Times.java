package dev.ledgerload.reports.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * The times of one cell in milliseconds, and what they say.
 *
 * <p>{@code median} and {@code p95} are of all samples together (quantiles of type 7 by Apache
 * Commons Statistics). {@code ciLow} and {@code ciHigh} are the 95 % interval of the median by a
 * two-stage percentile bootstrap with a fixed seed: forks are drawn with replacement, then
 * iterations within each, because iterations of one JVM are not independent and the fork is the
 * sampling unit. Below about five forks the interval is somewhat too narrow, and with one fork it
 * knows nothing of what differs between JVMs.
 *
 * @param unit of samples and figures: {@code ms}
 * @param warmup unmeasured times, {@code [fork][iteration]}
 * @param samples measured times, {@code [fork][iteration]}, each finite and not negative
 * @param median of the samples; NaN if there are none
 * @param p95 the 95th percentile of the samples; NaN likewise
 * @param ciLow where the 95 % interval of the median begins; NaN for a single sample too
 * @param ciHigh where it ends; NaN likewise
 */
public record Times(
    String unit,
    List<List<Double>> warmup,
    List<List<Double>> samples,
    double median,
    double p95,
    double ciLow,
    double ciHigh) {
  /*
   * Iterations of one JVM share its compilation, its heap layout and its moment. So forks are drawn
   * first, then iterations within each fork drawn, and the median of all that was drawn is noted;
   * the 2.5 % and 97.5 % quantiles of many such medians are the interval. Unlike a t-interval it
   * needs no normal samples, and it is not symmetric when they aren't. That it is too narrow with
   * few forks can't be mended by arithmetic.
   *
   * The random seed is fixed: the same samples always give the same interval.
   */

  static final int RESAMPLES = 4_000;
  private static final long SEED = 0x4c65646765724cL;

  private static final Median MEDIAN = Median.withDefaults();

  /** Type 7 of Hyndman and Fan, what R, NumPy and spreadsheets compute. */
  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  /** Of a cell without samples. */
  public static final Times NONE =
      new Times("ms", List.of(), List.of(), Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public Times {
    CellId.requireOneOf("unit", unit, Set.of("ms"));
    warmup = requireTimes("warmup", warmup);
    samples = requireTimes("samples", samples);
  }

  /**
   * Of the operations of a phase, {@code [fork][iteration]}, of which at least one was measured.
   */
  public static Times of(String phase, List<List<Sample>> warmup, List<List<Sample>> samples) {
    return of(ofPhase(phase, warmup), ofPhase(phase, samples));
  }

  /** Of times, {@code [fork][iteration]}, of which at least one was measured. */
  public static Times of(List<List<Double>> warmup, List<List<Double>> samples) {
    double[] all = pooled(samples);
    if (all.length == 0) {
      throw new IllegalArgumentException("samples must have at least one");
    }
    double median = MEDIAN.evaluate(all.clone());
    double[] ends = {Double.NaN, Double.NaN};
    if (all.length > 1) {
      double[] bounds = quantiles(bootstrapMedians(samples), 0.025, 0.975);
      ends = new double[] {Math.min(bounds[0], median), Math.max(bounds[1], median)};
    }
    return new Times("ms", warmup, samples, median, quantiles(all, 0.95)[0], ends[0], ends[1]);
  }

  /** All samples, in the order they were taken. */
  public double[] pooled() {
    return pooled(samples);
  }

  /**
   * The median of the operations that were as warm as another cell's: those that had the same
   * places in their JVMs as its measured ones. That of all samples where there were none.
   */
  public double medianAsWarmAs(Times other) {
    int before = longest(other.warmup);
    int measured = longest(other.samples);
    List<Double> asWarm = new ArrayList<>();
    for (int fork = 0; fork < Math.min(warmup.size(), samples.size()); fork++) {
      var all = Stream.concat(warmup.get(fork).stream(), samples.get(fork).stream());
      all.skip(before).limit(measured).forEach(asWarm::add);
    }
    return asWarm.isEmpty() ? median : MEDIAN.evaluate(pooled(List.of(asWarm)));
  }

  private static int longest(List<List<Double>> forks) {
    return forks.stream().mapToInt(List::size).max().orElse(0);
  }

  /** All times of {@code [fork][iteration]}. */
  public static double[] pooled(List<List<Double>> times) {
    return times.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
  }

  /** The quantiles of values at these shares. */
  public static double[] quantiles(double[] values, double... shares) {
    return QUANTILE.evaluate(values.clone(), shares);
  }

  private static double[] bootstrapMedians(List<List<Double>> samples) {
    double[] sorted = pooled(samples);
    Arrays.sort(sorted);
    int[][] forks =
        samples.stream()
            .filter(fork -> !fork.isEmpty())
            .map(fork -> ranks(fork, sorted))
            .toArray(int[][]::new);
    var random = new SplittableRandom(SEED);
    var medians = new double[RESAMPLES];
    var drawn = new int[sorted.length]; // how often each rank was drawn
    for (int r = 0; r < RESAMPLES; r++) {
      Arrays.fill(drawn, 0);
      int count = 0;
      for (int f = 0; f < forks.length; f++) {
        int[] fork = forks[random.nextInt(forks.length)];
        for (int i = 0; i < fork.length; i++) {
          drawn[fork[random.nextInt(fork.length)]]++;
        }
        count += fork.length;
      }
      double low = sorted[rankAt((count - 1) / 2, drawn)];
      medians[r] = count % 2 == 1 ? low : 0.5 * (low + sorted[rankAt(count / 2, drawn)]);
    }
    return medians;
  }

  /** Where the samples of a fork are among all: ranks are counted faster than values are sorted. */
  private static int[] ranks(List<Double> fork, double[] sorted) {
    return fork.stream().mapToInt(sample -> Arrays.binarySearch(sorted, sample)).toArray();
  }

  /** The rank that is at a position of what was drawn, in order. */
  private static int rankAt(int position, int[] drawn) {
    int rank = 0;
    for (int passed = drawn[0]; passed <= position; passed += drawn[rank]) {
      rank++;
    }
    return rank;
  }

  private static List<List<Double>> ofPhase(String phase, List<List<Sample>> forks) {
    return forks.stream()
        .map(fork -> fork.stream().map(sample -> sample.ms(phase)).toList())
        .toList();
  }

  private static List<List<Double>> requireTimes(String name, List<List<Double>> times) {
    for (double time : pooled(times)) {
      if (!(time >= 0) || Double.isInfinite(time)) {
        throw new IllegalArgumentException(
            "%s must be finite and not negative, not %s".formatted(name, time));
      }
    }
    return times.stream().map(List::copyOf).toList();
  }
}
