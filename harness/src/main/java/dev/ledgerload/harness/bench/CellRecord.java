package dev.ledgerload.harness.bench;

import dev.ledgerload.reports.results.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;

/** What the forks of one cell have given so far. */
final class CellRecord {
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

  /** The operations of each JVM that don't count. */
  List<List<Sample>> warmup() {
    return forks.stream().map(Fork::warmup).toList();
  }

  /** The measured operations of each JVM. */
  List<List<Sample>> measured() {
    return forks.stream().map(Fork::measured).toList();
  }

  /** The middle of all measured operations' figures. */
  double median(ToDoubleFunction<Sample> figure) {
    double[] sorted = samples().stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
