package dev.ledgerload.reports.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code metrics.prom}: a run's cells as gauges in Prometheus' text format, in base units, for a
 * textfile collector or a push. Labels are the cell's own coordinates, so there are as many series
 * as cells. A failed cell has no times; its {@code ledgerload_benchmark_verified} is 0.
 */
final class MetricsFile {
  private static final String[] LABELS = {
    "strategy", "variant", "grain", "columns", "rows", "phase", "processor", "state"
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Gauge seconds =
      gauge(
          "ledgerload_benchmark_seconds",
          "Time of a benchmark cell: its median (0.5) and 95th percentile (0.95).",
          "quantile");
  private final Gauge intervalSeconds =
      gauge(
          "ledgerload_benchmark_median_interval_seconds",
          "The ends of the 95 % interval of a benchmark cell's median.",
          "end");
  private final Gauge verified =
      gauge(
          "ledgerload_benchmark_verified",
          "1 if the cell's answer was compared with the expected one and equal, else 0.");
  private final Gauge rowsLoaded =
      gauge("ledgerload_benchmark_rows_loaded", "Rows delivered per operation.");
  private final Gauge tableBytes =
      gauge("ledgerload_benchmark_table_bytes", "Bytes of the delivered table.");
  private final Gauge wireBytes =
      gauge("ledgerload_benchmark_wire_bytes", "Bytes read from the server per operation.");
  private final Gauge allocatedBytes =
      gauge("ledgerload_benchmark_allocated_bytes", "Heap bytes allocated per operation.");
  private final Gauge cpuSeconds =
      gauge("ledgerload_benchmark_cpu_seconds", "CPU time of the loading process per operation.");

  private MetricsFile() {}

  static String of(RunResults results) {
    var file = new MetricsFile();
    file.addRun(results);
    results.cells().forEach(file::add);
    return file.text();
  }

  private void addRun(RunResults results) {
    Info.builder()
        .name("ledgerload_benchmark_run_info")
        .help("The run that the other metrics are of.")
        .labelNames("run_id", "preset", "provider", "baseline")
        .register(registry)
        .setLabelValues(results.runId(), results.preset(), results.provider(), results.baseline());
    Gauge.builder()
        .name("ledgerload_benchmark_run_finished_timestamp_seconds")
        .help("When the run ended, in seconds since 1970.")
        .register(registry)
        .set(results.finishedAt().toEpochMilli() / 1e3);
  }

  private void add(Cell cell) {
    set(verified, cell.verified() ? 1.0 : 0.0, cell);
    if (!cell.succeeded()) {
      return;
    }
    set(seconds, cell.times().median() / 1e3, cell, "0.5");
    set(seconds, cell.times().p95() / 1e3, cell, "0.95");
    set(intervalSeconds, cell.times().ciLow() / 1e3, cell, "low");
    set(intervalSeconds, cell.times().ciHigh() / 1e3, cell, "high");
    set(rowsLoaded, (double) cell.costs().rowsLoaded(), cell);
    set(tableBytes, (double) cell.costs().bytes(), cell);
    set(allocatedBytes, cell.costs().allocBytesPerOp(), cell);
    if (cell.costs().wireBytes() != null) {
      set(wireBytes, cell.costs().wireBytes().doubleValue(), cell);
    }
    if (cell.costs().clientCpuMs() != null) {
      set(cpuSeconds, cell.costs().clientCpuMs() / 1e3, cell);
    }
  }

  private String text() {
    var bytes = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(bytes, registry.scrape());
    } catch (IOException e) {
      throw new IllegalStateException("memory can't fail to be written", e);
    }
    return bytes.toString(UTF_8);
  }

  private Gauge gauge(String name, String help, String... moreLabels) {
    return Gauge.builder()
        .name(name)
        .help(help)
        .labelNames(withMore(LABELS, moreLabels))
        .register(registry);
  }

  private static void set(Gauge gauge, @Nullable Double value, Cell cell, String... moreValues) {
    if (value == null || value.isNaN()) {
      return;
    }
    String[] values = {
      cell.id().strategy(),
      cell.id().variant(),
      cell.id().grain(),
      cell.id().columns(),
      Long.toString(cell.id().rows()),
      cell.id().phase(),
      cell.id().processor() == null ? "" : cell.id().processor(),
      cell.id().state() == null ? "" : cell.id().state()
    };
    gauge.labelValues(withMore(values, moreValues)).set(value);
  }

  private static String[] withMore(String[] first, String[] more) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
