package dev.ledgerload.harness.bench;

import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;

/** What the forks of one cell have given so far. */
final class CellRecord {
  private final CellId cell;
  private final List<List<Sample>> warmup = new ArrayList<>();
  private final List<List<Sample>> measured = new ArrayList<>();
  private final List<BenchmarkResult> jmhResults = new ArrayList<>();
  private @Nullable String error;

  CellRecord(CellId cell) {
    this.cell = cell;
  }

  CellId cell() {
    return cell;
  }

  /** Adds what one JVM gave. */
  void add(List<Sample> forkWarmup, List<Sample> forkMeasured, BenchmarkResult result) {
    warmup.add(List.copyOf(forkWarmup));
    measured.add(List.copyOf(forkMeasured));
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
    return error != null || !measured.isEmpty();
  }

  List<BenchmarkResult> jmhResults() {
    return jmhResults;
  }

  /** Unmeasured operations, {@code [fork][iteration]}. */
  List<List<Sample>> warmup() {
    return warmup;
  }

  /** Measured ones, {@code [fork][iteration]}. */
  List<List<Sample>> measured() {
    return measured;
  }

  /** All measured operations. */
  List<Sample> samples() {
    return measured.stream().flatMap(List::stream).toList();
  }

  /** The middle of all measured operations' figures. */
  double median(ToDoubleFunction<Sample> figure) {
    double[] sorted = samples().stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
