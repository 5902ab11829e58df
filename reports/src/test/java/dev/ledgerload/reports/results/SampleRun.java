package dev.ledgerload.reports.results;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A plausible run: what a standard preset on a 2-core machine looks like, one cell failed. */
public final class SampleRun {
  private static final long[] ENTRIES = {100_000, 300_000, 1_000_000};
  private static final int FORKS = 5;
  private static final int ITERATIONS = 6;

  private static final Map<String, String> GENERATED =
      facts(
          "seed", "42",
          "days", "3",
          "accounts", "2000",
          "skew", "1.1",
          "rows a day", "[100000, 300000, 1000000]");

  /** Made once: the intervals of its cells take a second. */
  private static final RunResults RESULTS = measured();

  private final List<Cell> cells = new ArrayList<>();

  private SampleRun() {}

  public static RunResults results() {
    return RESULTS;
  }

  private static RunResults measured() {
    var run = new SampleRun();
    for (long entries : ENTRIES) {
      run.addAt(entries);
    }
    return of(run.cells);
  }

  public static RunResults of(List<Cell> cells) {
    return of("embedded", environment(GENERATED), cells);
  }

  /** The same of a day in the user's database, as {@code bench --postgres-url} records it. */
  public static RunResults ofOnesOwn(List<Cell> cells) {
    return of("url", environment(facts("table", "fin.entries", "day", "2026-01-31")), cells);
  }

  /** One that was measured over links, too. */
  public static RunResults of(List<Cell> cells, List<Cell> linkedCells) {
    return of("embedded", environment(GENERATED), cells, linkedCells);
  }

  private static RunResults of(String provider, Environment environment, List<Cell> cells) {
    return of(provider, environment, cells, List.of());
  }

  private static RunResults of(
      String provider, Environment environment, List<Cell> cells, List<Cell> linkedCells) {
    return new RunResults(
        RunResults.SCHEMA_VERSION,
        "2026-11-22T15-04-05-a1b2c3d",
        Instant.parse("2026-11-22T15:04:05Z"),
        Instant.parse("2026-11-22T15:19:48Z"),
        "standard",
        provider,
        RunResults.DEFAULT_BASELINE,
        environment,
        cells,
        linkedCells);
  }

  /** Fork by fork and a little skewed, as real times are; the same each time it is asked for. */
  public static List<List<Double>> times(double aroundMs, long seed) {
    return times(aroundMs, seed, ITERATIONS);
  }

  public static List<List<Double>> times(double aroundMs, long seed, int iterations) {
    var random = new SplittableRandom(seed);
    var forks = new ArrayList<List<Double>>();
    for (int fork = 0; fork < FORKS; fork++) {
      double drift = 1 + 0.02 * (random.nextDouble() - 0.5);
      forks.add(
          IntStream.range(0, iterations)
              .mapToObj(
                  i -> {
                    double late = random.nextInt(12) == 0 ? 0.06 * random.nextDouble() : 0;
                    double jitter = 0.02 * (random.nextDouble() - 0.4);
                    return Math.round(aroundMs * drift * (1 + jitter + late) * 1e4) / 1e4;
                  })
              .toList());
    }
    return forks;
  }

  public static CellBuilder cell(String method, String columns, long entries, String phase) {
    String[] words = method.split("/", -1);
    return new CellBuilder(words[0], words[1], "ENTRY", columns, entries, phase)
        .provider("embedded")
        .delivered(entries, entries * (columns.equals("all") ? 76 : 20));
  }

  private static Environment environment(Map<String, String> journal) {
    return new Environment(
        facts(
            "cpu", "Intel Xeon Platinum 8488C",
            "cores", "2",
            "memory", "23 GiB",
            "kernel", "Linux 6.8.0",
            "load average at start", "0.31 0.42 0.44",
            "steal", "0.4 %"),
        facts(
            "version", "17.0.15+6",
            "vendor", "Debian",
            "flags", "-Xms2g -Xmx2g -XX:+UseParallelGC"),
        facts(
            "server_version", "18.6",
            "shared_buffers", "512MB",
            "synchronous_commit", "on",
            "max_parallel_workers_per_gather", "2"),
        Map.of(),
        journal,
        facts("commit", "aa4e61e", "command", "ledgerload bench --preset standard"));
  }

  private void addAt(long entries) {
    addMethod("select/plain", "all", entries, 2000);
    addMethod("select/tuned", "all", entries, 1250);
    addMethod("copy/one-stream", "all", entries, 905);
    addMethod("copy/two-streams", "all", entries, 750);
    addMethod("copy/one-stream", "totals", entries, 550);
    if (entries == 300_000) {
      cells.add(failure(entries));
    } else {
      addMethod("copy/two-streams", "totals", entries, 462);
    }
    addDrain("all", entries, 870);
    addDrain("totals", entries, 530);
  }

  public static Cell failure(long entries) {
    return cell("copy/two-streams", "totals", entries, "load")
        .failed("JournalLoadException: copy: UNAVAILABLE after 118,000 entries: connection reset");
  }

  private void addMethod(String method, String columns, long entries, double loadMsAtAMillion) {
    double load = scaled(loadMsAtAMillion, entries);
    cells.add(measured(cell(method, columns, entries, "load"), entries * 92, load));
    for (String processor : List.of("kernel", "duckdb")) {
      double process = scaled(processor.equals("kernel") ? 12 : 110, entries);
      cells.add(
          measured(cell(method, columns, entries, "process").processor(processor), null, process));
      cells.add(
          measured(
              cell(method, columns, entries, "total").processor(processor), null, load + process));
    }
  }

  private void addDrain(String columns, long entries, double loadMsAtAMillion) {
    cells.add(
        measured(
            cell("drain/copy", columns, entries, "load").floor(true),
            null,
            scaled(loadMsAtAMillion, entries)));
  }

  private Cell measured(CellBuilder cell, @Nullable Long wireBytes, double aroundMs) {
    return cell.counted(wireBytes, 1_250_000.0, aroundMs * 0.8)
        .measured(times(aroundMs * 1.4, 99), times(aroundMs, 7L + cells.size()), true);
  }

  private static double scaled(double msAtAMillion, long entries) {
    return msAtAMillion * Math.pow(entries / 1e6, 0.97);
  }

  private static Map<String, String> facts(String... namesAndValues) {
    var facts = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return facts;
  }
}
