package dev.ledgerload.reports.results;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One measured combination: a method at a number of rows, in one phase.
 *
 * <p>Make one by {@link #builder}, which computes the figures, or by {@link #failed}. The figures:
 *
 * <ul>
 *   <li>{@code median} and {@code p95} are of all samples together (quantiles of type 7 by Apache
 *       Commons Statistics).
 *   <li>{@code ciLow} and {@code ciHigh} are the 95 % interval of the median by a two-stage
 *       percentile bootstrap with a fixed seed: forks are drawn with replacement, then iterations
 *       within each, because iterations of one JVM are not independent and the fork is the sampling
 *       unit. Both are NaN for a single sample. Below about five forks the interval is somewhat too
 *       narrow, and with one fork it knows nothing of what differs between JVMs.
 * </ul>
 *
 * <p>A failed cell has an {@code error}, no samples, {@code verified} false and NaN figures.
 *
 * @param strategy the way to load: select, copy, mv …
 * @param variant the form of it: plain, tuned, one-stream …
 * @param grain what a loaded row stands for: ENTRY or ACCOUNT_PAIR
 * @param columns {@code all}, {@code totals} (the three columns that totals need) or {@code none}
 *     (the strategy delivers totals only)
 * @param rows the entries of the day that was loaded, at least 1
 * @param phase {@code load}, {@code process} or {@code total}
 * @param processor {@code kernel} or {@code duckdb} in the phases process and total, null in load
 *     and where the strategy makes its totals itself
 * @param state {@code warm} where the day was held already, {@code cold} where the operation had to
 *     fetch it first and keep it, null where nothing is kept
 * @param freshness {@code live} if the answer is as of the operation, {@code old} if it is as of an
 *     earlier moment, null if that isn't known
 * @param needs what the method needs beside the journal: {@code install}, {@code redis}, {@code
 *     server}; sorted
 * @param unit of samples and figures: {@code ms}
 * @param warmup unmeasured times, {@code [fork][iteration]}
 * @param samples measured times, {@code [fork][iteration]}, each finite and not negative
 * @param median of the samples
 * @param p95 the 95th percentile of the samples
 * @param ciLow where the 95 % interval of the median begins
 * @param ciHigh where it ends
 * @param rowsLoaded rows delivered per operation
 * @param bytes bytes of the delivered table, outside or on the heap
 * @param wireBytes bytes read from the server per operation, if counted
 * @param allocBytesPerOp bytes allocated on the heap per operation, if counted
 * @param cpuMs CPU time of this process per operation, if counted
 * @param verified whether the answer was compared with the expected one and equal
 * @param provider where PostgreSQL came from
 * @param floor whether this is the floor: COPY read but not decoded, load phase only
 * @param error what went wrong, null if nothing did
 */
public record Cell(
    String strategy,
    String variant,
    String grain,
    String columns,
    long rows,
    String phase,
    @Nullable String processor,
    @Nullable String state,
    @Nullable String freshness,
    List<String> needs,
    String unit,
    List<List<Double>> warmup,
    List<List<Double>> samples,
    double median,
    double p95,
    double ciLow,
    double ciHigh,
    long rowsLoaded,
    long bytes,
    @Nullable Long wireBytes,
    @Nullable Double allocBytesPerOp,
    @Nullable Double cpuMs,
    boolean verified,
    String provider,
    boolean floor,
    @Nullable String error) {

  private static final Set<String> COLUMNS = Set.of("all", "totals", "none");
  private static final Set<String> STATES = Set.of("warm", "cold");
  private static final Set<String> FRESHNESS = Set.of("live", "old");
  private static final Set<String> NEEDS = Set.of("install", "redis", "server");
  private static final Set<String> PHASES = Set.of("load", "process", "total");

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public Cell {
    requireName("strategy", strategy);
    requireName("variant", variant);
    requireName("grain", grain);
    requireNonNull(provider, "provider");
    requireOneOf("columns", columns, COLUMNS);
    requireOneOf("phase", phase, PHASES);
    requireOneOf("unit", unit, Set.of("ms"));
    if (state != null) {
      requireOneOf("state", state, STATES);
    }
    if (freshness != null) {
      requireOneOf("freshness", freshness, FRESHNESS);
    }
    needs.forEach(need -> requireOneOf("needs", need, NEEDS));
    needs = needs.stream().sorted().distinct().toList();
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1, not " + rows);
    }
    if (phase.equals("load") && processor != null) {
      throw new IllegalArgumentException("the phase load has no processor, but got " + processor);
    }
    if (floor && !phase.equals("load")) {
      throw new IllegalArgumentException("a floor is of the phase load, not " + phase);
    }
    warmup = requireTimes("warmup", warmup);
    samples = requireTimes("samples", samples);
    boolean measured = samples.stream().anyMatch(fork -> !fork.isEmpty());
    if (error == null && !measured) {
      throw new IllegalArgumentException("a cell without error must have samples");
    }
    if (error != null && (measured || verified)) {
      throw new IllegalArgumentException("a cell with an error has no samples and isn't verified");
    }
  }

  /** Whether the operation had to fetch the day first and keep it, for those who come after it. */
  public boolean isCold() {
    return "cold".equals(state);
  }

  /** Begins a cell; what isn't set stays zero, null or false. */
  public static CellBuilder builder(
      String strategy, String variant, String grain, String columns, long rows, String phase) {
    return new CellBuilder(strategy, variant, grain, columns, rows, phase);
  }

  /** A cell that could not be measured, shown with its error in every report. */
  public static Cell failed(
      String strategy,
      String variant,
      String grain,
      String columns,
      long rows,
      String phase,
      @Nullable String processor,
      String provider,
      String error) {
    return builder(strategy, variant, grain, columns, rows, phase)
        .processor(processor)
        .provider(provider)
        .failed(error);
  }

  /** Whether this cell has times. */
  public boolean succeeded() {
    return error == null;
  }

  /** What tells this cell from every other of its run. */
  public String key() {
    return String.join(
        "/",
        strategy,
        variant,
        grain,
        columns,
        Long.toString(rows),
        phase,
        (processor == null ? "-" : processor) + (state == null ? "" : "/" + state));
  }

  private static void requireName(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
  }

  private static void requireOneOf(String name, String value, Set<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          "%s must be one of %s, not %s"
              .formatted(name, allowed.stream().sorted().toList(), value));
    }
  }

  private static List<List<Double>> requireTimes(String name, List<List<Double>> times) {
    for (List<Double> fork : times) {
      for (double time : fork) {
        if (!(time >= 0) || Double.isInfinite(time)) {
          throw new IllegalArgumentException(
              "%s must be finite and not negative, not %s".formatted(name, time));
        }
      }
    }
    return times.stream().map(List::copyOf).toList();
  }
}
