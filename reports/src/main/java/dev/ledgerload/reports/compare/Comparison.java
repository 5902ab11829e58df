package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All methods side by side at one number of entries: baseline first, the floor last. */
public record Comparison(long entries, List<ComparisonRow> rows) {

  /** One for each number of entries in the run, the largest first. */
  public static List<Comparison> of(RunResults results) {
    return results.cells().stream()
        .map(cell -> cell.id().rows())
        .distinct()
        .sorted(Comparator.reverseOrder())
        .map(entries -> of(results, entries))
        .toList();
  }

  /** The baseline's row, null if it wasn't part of the run. */
  public @Nullable ComparisonRow baseline() {
    return rows.stream().filter(ComparisonRow::isBaseline).findFirst().orElse(null);
  }

  public boolean hasFloor() {
    return rows.stream().anyMatch(row -> row.method().floor());
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
    List<Cell> cells = results.cells().stream().filter(c -> c.id().rows() == entries).toList();
    var methods = new LinkedHashSet<Method>();
    cells.forEach(cell -> methods.add(Method.of(cell)));
    Method baseline = baseline(methods, results.baseline());
    Cell baselineLoad = baseline == null ? null : verified(load(cells, baseline));
    Cell baselineTotal = baseline == null ? null : verified(kernel(cells, baseline, "total"));

    Cell best = bestTotal(cells, methods);

    var rows = new ArrayList<ComparisonRow>();
    for (Method method : methods) {
      Cell load = load(cells, method);
      Cell total = kernel(cells, method, "total");
      rows.add(
          new ComparisonRow(
              method,
              load,
              kernel(cells, method, "process"),
              total,
              method.equals(baseline),
              Ratio.of(baselineTotal, verified(total)),
              method.floor() ? null : Ratio.of(baselineLoad, verified(load)),
              Ratio.of(verified(total), best),
              Ratio.of(load, floor(cells, method))));
    }
    rows.sort(
        Comparator.comparing((ComparisonRow row) -> row.method().floor())
            .thenComparing(row -> !row.isBaseline()));
    return new Comparison(entries, List.copyOf(rows));
  }

  private static @Nullable Method baseline(LinkedHashSet<Method> methods, String name) {
    Comparator<Method> allColumnsFirst = Comparator.comparing(m -> !m.columns().equals("all"));
    return methods.stream()
        .filter(m -> m.isNamed(name) && !m.floor())
        .min(allColumnsFirst)
        .orElse(null);
  }

  private static @Nullable Cell bestTotal(List<Cell> cells, Set<Method> methods) {
    return methods.stream()
        .map(method -> verified(kernel(cells, method, "total")))
        .filter(Objects::nonNull)
        .min(Comparator.comparingDouble(cell -> cell.times().median()))
        .orElse(null);
  }

  private static @Nullable Cell load(List<Cell> cells, Method method) {
    return cells.stream()
        .filter(c -> c.id().phase().equals("load") && Method.of(c).equals(method))
        .findFirst()
        .orElse(null);
  }

  /** By the kernel, or by the strategy itself where it makes its totals without a processor. */
  private static @Nullable Cell kernel(List<Cell> cells, Method method, String phase) {
    return cells.stream()
        .filter(c -> c.id().phase().equals(phase) && Method.of(c).equals(method))
        .filter(c -> c.id().processor() == null || Objects.equals(c.id().processor(), "kernel"))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Cell floor(List<Cell> cells, Method method) {
    return cells.stream()
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
