package dev.ledgerload.harness.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs one fork of one cell: a fresh JVM, as a JMH run of its own. */
final class ForkRunner {
  private static final int FIRST_JDK_THAT_WARNS_OF_UNSAFE = 24;

  private final Preset.Settings settings;
  private final List<String> jvmArgs;

  /**
   * @param heapBytes of every fork, the same for all cells
   */
  ForkRunner(Preset.Settings settings, long heapBytes) {
    this.settings = settings;
    this.jvmArgs = jvmArgs(heapBytes);
  }

  List<String> jvmArgs() {
    return jvmArgs;
  }

  private static List<String> jvmArgs(long heapBytes) {
    List<String> args = new ArrayList<>();
    args.add("-Xms%dm".formatted(heapBytes >> 20));
    args.add("-Xmx%dm".formatted(heapBytes >> 20));
    args.addAll(runtimeArgs());
    return List.copyOf(args);
  }

  /** What every JVM that holds days needs. */
  static List<String> runtimeArgs() {
    List<String> args = new ArrayList<>();
    args.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    args.add("-Duser.timezone=UTC");
    args.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS_OF_UNSAFE) {
      args.add("--sun-misc-unsafe-memory-access=allow");
      args.add("--enable-native-access=ALL-UNNAMED");
    }
    return List.copyOf(args);
  }

  /** Runs, and adds what came of it to the record: figures, or an error. */
  void run(CellRecord record, Path target) {
    var output = new ForkOutput();
    try {
      for (var result : new Runner(options(record.cell(), target), output).run()) {
        record.add(output.fork(), result.getAggregatedResult());
      }
    } catch (RunnerException e) {
      record.fail(reason(e, output.text()));
    }
  }

  private Options options(PlannedCell cell, Path target) {
    var type = type(cell);
    List<String> args = new ArrayList<>(jvmArgs);
    args.add("-D" + BenchTarget.PROPERTY + "=" + target.toAbsolutePath());
    var builder =
        new OptionsBuilder()
            .include("^" + Pattern.quote(type.getName()) + "\\.")
            .param("rows", Integer.toString(cell.rows()))
            .forks(1)
            .warmupIterations(settings.warmups())
            .measurementIterations(settings.measurements())
            .jvmArgs(args.toArray(String[]::new))
            .shouldFailOnError(true);
    if (!cell.isTotals()) {
      builder.param("columns", cell.columns());
    }
    if (!cell.isDrain()) {
      builder.param("strategy", cell.strategy()).param("variant", cell.variant());
    }
    if (!cell.isDrain() && !cell.isTotals()) {
      builder
          .param("grain", cell.kind().grain().name())
          .param("processor", cell.processor())
          .param("state", cell.state());
    }
    return builder.build();
  }

  private static Class<?> type(PlannedCell cell) {
    return switch (cell.kind()) {
      case DRAIN -> DrainBenchmark.class;
      case TOTALS -> TotalsBenchmark.class;
      case ENTRIES, PAIRS -> MethodBenchmark.class;
    };
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
