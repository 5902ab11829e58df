package dev.ledgerload.harness.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;

/** What the forks of one cell have given so far. */
final class CellRecord {
  /**
   * One operation.
   *
   * @param loadMs time to load
   * @param processMs time from table to totals
   * @param totalMs both, as JMH timed them
   * @param ageMillis how long before the operation the table's picture was taken
   */
  record Sample(
      double loadMs,
      double processMs,
      double totalMs,
      double cpuMs,
      double allocatedBytes,
      long tableRows,
      long tableBytes,
      long wireBytes,
      long ageMillis) {}

  /** One JVM. */
  record Fork(List<Sample> warmup, List<Sample> measured) {}

  private final PlannedCell cell;
  private final List<Fork> forks = new ArrayList<>();
  private final List<BenchmarkResult> jmhResults = new ArrayList<>();
  private @Nullable String error;

  CellRecord(PlannedCell cell) {
    this.cell = cell;
  }

  PlannedCell cell() {
    return cell;
  }

  void add(Fork fork, BenchmarkResult result) {
    forks.add(fork);
    jmhResults.add(result);
  }

  void fail(String why) {
    error = why;
  }

  @Nullable String error() {
    return error;
  }

  /** Whether there is anything to tell of it. */
  boolean hasOutcome() {
    return error != null || !forks.isEmpty();
  }

  /** All measured operations. */
  List<Sample> samples() {
    return forks.stream().flatMap(fork -> fork.measured().stream()).toList();
  }

  List<BenchmarkResult> jmhResults() {
    return jmhResults;
  }

  List<List<Double>> warmup(ToDoubleFunction<Sample> figure) {
    return forks.stream().map(fork -> figures(fork.warmup(), figure)).toList();
  }

  List<List<Double>> measured(ToDoubleFunction<Sample> figure) {
    return forks.stream().map(fork -> figures(fork.measured(), figure)).toList();
  }

  /** The middle of all measured operations' figures. */
  double median(ToDoubleFunction<Sample> figure) {
    double[] sorted =
        forks.stream()
            .flatMap(fork -> fork.measured().stream())
            .mapToDouble(figure)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  private static List<Double> figures(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().map(figure::applyAsDouble).toList();
  }
}
