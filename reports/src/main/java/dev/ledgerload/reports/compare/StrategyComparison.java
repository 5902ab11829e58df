package dev.ledgerload.reports.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The comparison in brief: each strategy once, at one number of entries.
 *
 * @param rows the baseline's strategy first, then those that people have a name for, then others as
 *     they were measured
 */
public record StrategyComparison(List<Row> rows) {
  /*
   * Which of its variants stands for a strategy: the baseline for its own; of others the one with
   * the least total. But not one that may be old if another is as of now, for that is another
   * thing; not a cold load, which fills a cache for those who come after it; and none that leaves
   * columns away, which the others of the table don't.
   */

  /** What a reader who knows no strategy's name calls it. */
  private static final Map<String, String> NAMES = names();

  /** Behind the name of a method that may be old. */
  static final String OLD = " †";

  private static final Comparator<ComparisonRow> FIRST =
      Comparator.comparing((ComparisonRow row) -> !row.isBaseline())
          .thenComparing(row -> !Objects.requireNonNull(row.total()).verified())
          .thenComparing(StrategyComparison::isOld)
          .thenComparingDouble(row -> Objects.requireNonNull(row.total()).times().median());

  /**
   * A strategy.
   *
   * @param name what it is called, and the method that stands for it
   * @param method that method
   */
  public record Row(String name, ComparisonRow method) {}

  public static StrategyComparison of(Comparison comparison) {
    Map<String, List<ComparisonRow>> strategies = new LinkedHashMap<>();
    NAMES.keySet().forEach(strategy -> strategies.put(strategy, new ArrayList<>()));
    comparison.rows().stream()
        .filter(StrategyComparison::canStand)
        .forEach(
            row ->
                strategies
                    .computeIfAbsent(row.method().strategy(), strategy -> new ArrayList<>())
                    .add(row));
    return new StrategyComparison(
        strategies.values().stream()
            .filter(rows -> !rows.isEmpty())
            .map(rows -> rows.stream().min(FIRST).orElseThrow())
            .sorted(Comparator.comparing(row -> !row.isBaseline()))
            .map(row -> new Row(name(row), row))
            .toList());
  }

  /** The place of a strategy in the table. */
  static int place(String strategy) {
    int place = List.copyOf(NAMES.keySet()).indexOf(strategy);
    return place < 0 ? NAMES.size() : place;
  }

  public boolean hasOld() {
    return rows.stream().anyMatch(row -> isOld(row.method()));
  }

  private static boolean canStand(ComparisonRow row) {
    Method method = row.method();
    return !method.floor()
        && !method.columns().equals("totals")
        && !"cold".equals(method.state())
        && row.total() != null;
  }

  private static boolean isOld(ComparisonRow row) {
    return row.total() != null && row.total().isOld();
  }

  private static String name(ComparisonRow row) {
    String label = row.method().label();
    String name = NAMES.get(row.method().strategy());
    return (name == null ? label : "%s (%s)".formatted(name, label)) + (isOld(row) ? OLD : "");
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("select", "SELECT");
    names.put("copy", "COPY BINARY");
    names.put("mv", "Materialized view");
    names.put("redis", "Redis cache");
    names.put("memory", "Memory cache");
    names.put("indb", "In the database");
    names.put("flight", "Arrow Flight");
    names.put("hybrid", "Hybrid");
    return names;
  }
}
