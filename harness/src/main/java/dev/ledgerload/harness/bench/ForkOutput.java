package dev.ledgerload.harness.bench;

import dev.ledgerload.reports.results.Sample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Takes each operation's figures, warm-up included, as a fork reports them; prints nothing. */
final class ForkOutput implements OutputFormat {
  private final List<Sample> warmup = new ArrayList<>();
  private final List<Sample> measured = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final PrintStream lines = new PrintStream(text, true, StandardCharsets.UTF_8);

  private final Runnable beforeEach;

  /**
   * @param beforeEach is run before each operation
   */
  ForkOutput(Runnable beforeEach) {
    this.beforeEach = beforeEach;
  }

  List<Sample> warmup() {
    return warmup;
  }

  List<Sample> measured() {
    return measured;
  }

  /** What the fork printed, to explain a failure. */
  String text() {
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    var sample =
        new Sample(
            count(data, "loadNanos") / 1e6,
            count(data, "processNanos") / 1e6,
            data.getPrimaryResult().getScore(),
            count(data, "loadCpuNanos") / 1e6,
            count(data, "loadClientCpuNanos") / 1e6,
            count(data, "loadAllocatedBytes"),
            (long) count(data, "tableRows"),
            (long) count(data, "tableBytes"),
            (long) count(data, "wireBytes"),
            (long) count(data, "ageMillis"));
    (params.getType() == IterationType.WARMUP ? warmup : measured).add(sample);
  }

  private static double count(IterationResult data, String counter) {
    var result = data.getSecondaryResults().get(counter);
    if (result == null) {
      throw new IllegalStateException("the fork reported no " + counter);
    }
    return result.getScore();
  }

  @Override
  public void print(String string) {
    lines.print(string);
  }

  @Override
  public void println(String string) {
    lines.println(string);
  }

  @Override
  public void verbosePrintln(String string) {
    lines.println(string);
  }

  @Override
  public void write(int b) {
    lines.write(b);
  }

  @Override
  public void write(byte[] bytes) {
    lines.write(bytes, 0, bytes.length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    beforeEach.run();
  }

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> result) {}
}
