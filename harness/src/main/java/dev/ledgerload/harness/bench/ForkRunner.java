package dev.ledgerload.harness.bench;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.reports.results.CellId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.BenchmarkException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs one fork of one cell: a fresh JVM, as a JMH run of its own. */
final class ForkRunner {
  static {
    // JMH would let one run at a time be on a machine, and fail the other: see MachineLock.
    System.setProperty("jmh.ignoreLock", "true");
  }

  private final List<String> jvmArgs;
  private final Interruption interruption;

  /**
   * @param jvmArgs of every fork
   * @param interruption may end a fork
   */
  ForkRunner(List<String> jvmArgs, Interruption interruption) {
    this.jvmArgs = jvmArgs;
    this.interruption = interruption;
  }

  List<String> jvmArgs() {
    return jvmArgs;
  }

  /**
   * Runs, and adds what came of it to the record: figures, or an error; nothing if it was
   * interrupted.
   */
  void run(CellRecord record, Path target, Preset.Repeats repeats) {
    List<String> args = new ArrayList<>(jvmArgs);
    args.add(Target.jvmArg(target));
    var options =
        builder(record.cell(), repeats.warmups(), repeats.measurements())
            .forks(1)
            .jvmArgs(args.toArray(String[]::new));
    var error = run(record, options.build(), () -> {});
    if (error != null && !interruption.explainsFailure()) {
      record.fail(error);
    }
  }

  /**
   * Runs in this JVM, which has to be a fresh one and to have a target.
   *
   * @param beforeEach is run before each operation, warm-ups too
   */
  static void runHere(CellRecord record, int warmups, int measurements, Runnable beforeEach) {
    var options = builder(record.cell(), warmups, measurements).forks(0).build();
    var error = run(record, options, beforeEach);
    if (error != null) {
      record.fail(error);
    }
  }

  /** Why it failed; null if it didn't. */
  private static @Nullable String run(CellRecord record, Options options, Runnable beforeEach) {
    var output = new ForkOutput(beforeEach);
    try {
      for (var result : new Runner(options, output).run()) {
        record.add(output.warmup(), output.measured(), result.getAggregatedResult());
      }
      return null;
    } catch (RunnerException | BenchmarkException e) { // the second without a fork
      return reason(e, output.text());
    }
  }

  private static ChainedOptionsBuilder builder(CellId cell, int warmups, int measurements) {
    var link = cell.link();
    var builder =
        new OptionsBuilder()
            .include("^" + Pattern.quote(type(cell).getName()) + "\\.")
            .param("rows", Long.toString(cell.rows()))
            .param("link", link == null ? "" : link.key())
            .warmupIterations(warmups)
            .measurementIterations(measurements)
            .shouldFailOnError(true);
    if (BenchPlan.isFloor(cell)) {
      return builder.param("columns", cell.columns());
    }
    builder.param("strategy", cell.strategy()).param("variant", cell.variant());
    return BenchPlan.isOfTotals(cell)
        ? builder
        : builder
            .param("columns", cell.columns())
            .param("grain", cell.grain())
            .param("processor", requireNonNull(cell.processor()))
            .param("state", requireNonNullElse(cell.state(), ""));
  }

  private static Class<?> type(CellId cell) {
    if (BenchPlan.isFloor(cell)) {
      return DrainBenchmark.class;
    }
    return BenchPlan.isOfTotals(cell) ? TotalsBenchmark.class : MethodBenchmark.class;
  }

  /** The innermost message: JMH wraps what a benchmark threw several times. */
  private static String reason(Throwable failure, String forkText) {
    Throwable innermost = failure;
    while (innermost.getCause() != null || innermost.getSuppressed().length > 0) {
      innermost =
          innermost.getCause() != null ? innermost.getCause() : innermost.getSuppressed()[0];
    }
    if (innermost != failure && innermost.getMessage() != null) {
      return innermost.getMessage();
    }
    var text = forkText.isBlank() ? String.valueOf(failure.getMessage()) : forkText;
    return "the benchmark's JVM failed: " + text.strip().lines().limit(20).toList();
  }
}
