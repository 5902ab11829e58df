package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * The processors side by side at the largest number of entries.
 *
 * @param processors their names, which are the columns' heads
 * @param rows a line for each method that was measured with several of them
 */
public record ProcessorComparison(long entries, List<String> processors, List<Row> rows) {

  /** One method: what each processor took from the loaded day to totals, and in total. */
  public record Row(Method method, List<Figure> process, List<Figure> total) {}

  public static ProcessorComparison of(RunResults results) {
    long entries = results.cells().stream().mapToLong(cell -> cell.id().rows()).max().orElse(0);
    List<Cell> cells =
        results.cells().stream()
            .filter(c -> c.id().rows() == entries && c.id().processor() != null)
            .toList();
    var processors = new LinkedHashSet<String>();
    var methods = new LinkedHashSet<Method>();
    for (Cell cell : cells) {
      processors.add(Objects.requireNonNull(cell.id().processor()));
      methods.add(Method.of(cell));
    }
    var rows = new ArrayList<Row>();
    for (Method method : methods) {
      if (measuredWith(cells, method) < 2) {
        continue; // nothing stands beside it
      }
      rows.add(
          new Row(
              method,
              processors.stream().map(p -> figure(cells, method, "process", p)).toList(),
              processors.stream().map(p -> figure(cells, method, "total", p)).toList()));
    }
    return new ProcessorComparison(entries, List.copyOf(processors), List.copyOf(rows));
  }

  private static long measuredWith(List<Cell> cells, Method method) {
    return cells.stream()
        .filter(cell -> Method.of(cell).equals(method))
        .map(cell -> cell.id().processor())
        .distinct()
        .count();
  }

  public String entriesText() {
    return Figures.count(entries);
  }

  /** The columns' heads after the first: {@code Process, kernel}. */
  public List<String> heads() {
    var heads = new ArrayList<String>();
    processors.forEach(p -> heads.add("Process, " + p));
    processors.forEach(p -> heads.add("Total, " + p));
    return List.copyOf(heads);
  }

  private static Figure figure(List<Cell> cells, Method method, String phase, String processor) {
    return Figure.of(
        cells.stream()
            .filter(c -> c.id().phase().equals(phase) && processor.equals(c.id().processor()))
            .filter(c -> Method.of(c).equals(method))
            .findFirst()
            .orElse(null));
  }
}
