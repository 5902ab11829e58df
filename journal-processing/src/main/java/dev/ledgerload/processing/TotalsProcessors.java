package dev.ledgerload.processing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The processors that there are. */
public final class TotalsProcessors {
  private static final Map<String, Supplier<TotalsProcessor>> BY_NAME =
      new TreeMap<>(
          Map.of(
              KernelTotalsProcessor.NAME,
              TotalsProcessors::kernel,
              DuckDbTotalsProcessor.NAME,
              () -> duckDb(Runtime.getRuntime().availableProcessors())));

  private TotalsProcessors() {}

  /** The names of all processors, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * A new processor with its default settings; the caller closes it.
   *
   * @throws IllegalArgumentException if there is none of that name; the message names those there
   *     are
   * @throws TotalsProcessingException if it can't be started
   */
  public static TotalsProcessor named(String name) {
    var processor = BY_NAME.get(name);
    if (processor == null) {
      throw new IllegalArgumentException(
          "no processor \"%s\"; there are: %s".formatted(name, String.join(", ", names())));
    }
    return processor.get();
  }

  /** The processor {@code kernel}: a direct pass over the codes. Holds nothing between calls. */
  public static TotalsProcessor kernel() {
    return new KernelTotalsProcessor();
  }

  /**
   * The processor {@code duckdb}: SQL in an in-process DuckDB over the table's Arrow batches. Holds
   * a database in memory until it is closed.
   *
   * @param threads how many threads DuckDB may use, at least 1; by name, as many as there are cores
   * @throws IllegalArgumentException if {@code threads} is less than 1
   * @throws TotalsProcessingException if DuckDB can't be started
   */
  public static TotalsProcessor duckDb(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    return new DuckDbTotalsProcessor(threads);
  }
}
