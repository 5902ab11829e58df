package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.MethodDescription;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All methods side by side at one number of entries: the fastest first, the floor last. */
public record Comparison(long entries, List<ComparisonRow> rows, Map<String, String> summaries) {

  /**
   * One for each number of entries in the run: first that at which the most methods were measured,
   * of which all that is said of methods is said; then the largest first.
   */
  public static List<Comparison> of(RunResults results) {
    long main = mainEntries(results);
    return results.cells().stream()
        .map(cell -> cell.id().rows())
        .distinct()
        .sorted(
            Comparator.comparing((Long entries) -> entries != main)
                .thenComparing(Comparator.reverseOrder()))
        .map(entries -> of(results, entries))
        .toList();
  }

  /** The number of entries at which the most methods were measured, of several the largest. */
  static long mainEntries(RunResults results) {
    Map<Long, Long> methods =
        results.cells().stream()
            .collect(
                Collectors.groupingBy(
                    cell -> cell.id().rows(),
                    Collectors.mapping(
                        Method::of,
                        Collectors.collectingAndThen(
                            Collectors.toSet(), set -> (long) set.size()))));
    return methods.entrySet().stream()
        .max(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0L);
  }

  /** The baseline's row, null if it wasn't part of the run. */
  public @Nullable ComparisonRow baseline() {
    return rows.stream().filter(ComparisonRow::isBaseline).findFirst().orElse(null);
  }

  public boolean hasFloor() {
    return rows.stream().anyMatch(row -> row.method().floor());
  }

  /** What a method is, in a phrase; empty if the run doesn't say. */
  public String summaryOf(Method method) {
    if (method.floor()) {
      return "a COPY that is received and not decoded";
    }
    String summary = summaries.getOrDefault(method.strategy() + "/" + method.variant(), "");
    return summary.isEmpty() || method.state() == null
        ? summary
        : summary
            + (method.state().equals("cold") ? "; it loads the day first" : "; it has the day");
  }

  /** A method's load, absent if the run didn't measure it at this number of entries. */
  public Figure loadOf(Method method) {
    return rows.stream()
        .filter(row -> row.method().equals(method))
        .findFirst()
        .map(ComparisonRow::loadFigure)
        .orElse(Figure.of(null));
  }

  public String entriesText() {
    return Figures.count(entries);
  }

  private static Comparison of(RunResults results, long entries) {
    Map<Method, List<Cell>> methods = new LinkedHashMap<>();
    results.cells().stream()
        .filter(cell -> cell.id().rows() == entries)
        .forEach(
            cell ->
                methods.computeIfAbsent(Method.of(cell), method -> new ArrayList<>()).add(cell));
    Method baseline = baseline(methods.keySet(), results.baseline());
    List<Cell> ofBaseline = methods.getOrDefault(baseline, List.of());
    Cell baselineLoad = verified(cell(ofBaseline, CellId.LOAD));
    Cell baselineTotal = verified(cell(ofBaseline, CellId.TOTAL));
    Cell best = bestTotal(methods.values());

    var rows = new ArrayList<ComparisonRow>();
    methods.forEach(
        (method, cells) -> {
          Cell load = cell(cells, CellId.LOAD);
          Cell total = cell(cells, CellId.TOTAL);
          rows.add(
              new ComparisonRow(
                  method,
                  load,
                  cell(cells, CellId.PROCESS),
                  total,
                  method.equals(baseline),
                  Ratio.of(baselineTotal, verified(total)),
                  method.floor() ? null : Ratio.of(baselineLoad, verified(load)),
                  Ratio.of(verified(total), best),
                  Ratio.of(load, floor(methods, method))));
        });
    rows.sort(
        Comparator.comparing((ComparisonRow row) -> row.method().floor())
            .thenComparingDouble(ComparisonRow::order));
    return new Comparison(
        entries,
        List.copyOf(rows),
        results.methods().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    one -> one.strategy() + "/" + one.variant(), MethodDescription::summary)));
  }

  private static @Nullable Method baseline(Set<Method> methods, String name) {
    return methods.stream()
        .filter(m -> m.isNamed(name) && !m.floor())
        .min(Comparator.comparing(m -> !m.columns().equals("all")))
        .orElse(null);
  }

  private static @Nullable Cell bestTotal(Collection<List<Cell>> methods) {
    return methods.stream()
        .map(cells -> verified(cell(cells, CellId.TOTAL)))
        .filter(Objects::nonNull)
        .min(Comparator.comparingDouble(cell -> cell.times().median()))
        .orElse(null);
  }

  /** By the kernel, or without a processor where there is none. */
  private static @Nullable Cell cell(List<Cell> ofMethod, String phase) {
    return ofMethod.stream()
        .filter(c -> c.id().phase().equals(phase))
        .filter(c -> c.id().processor() == null || c.id().processor().equals("kernel"))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Cell floor(Map<Method, List<Cell>> methods, Method method) {
    return methods.values().stream()
        .map(cells -> cells.get(0))
        .filter(Cell::floor)
        .filter(
            c -> c.id().columns().equals(method.columns()) && c.id().grain().equals(method.grain()))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Cell verified(@Nullable Cell cell) {
    return cell != null && cell.verified() ? cell : null;
  }
}
