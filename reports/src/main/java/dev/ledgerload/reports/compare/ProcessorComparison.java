package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The processors side by side at the largest number of entries.
 *
 * @param heads the columns' after the first: {@code Process, kernel}
 * @param rows a line for each method that was measured with several of them
 */
public record ProcessorComparison(long entries, List<String> heads, List<Row> rows) {

  /** One method: under each head what a processor took from the loaded day to totals, or in all. */
  public record Row(Method method, List<Figure> figures) {}

  public static ProcessorComparison of(RunResults results) {
    long entries = results.cells().stream().mapToLong(cell -> cell.id().rows()).max().orElse(0);
    Map<Method, Map<String, Cell>> methods = new LinkedHashMap<>();
    var processed = new LinkedHashSet<String>();
    var total = new LinkedHashSet<String>();
    for (Cell cell : results.cells()) {
      CellId id = cell.id();
      if (id.rows() == entries && id.processor() != null) {
        processed.add("Process, " + id.processor());
        total.add("Total, " + id.processor());
        String head =
            (id.phase().equals(CellId.PROCESS) ? "Process, " : "Total, ") + id.processor();
        methods.computeIfAbsent(Method.of(cell), method -> new HashMap<>()).put(head, cell);
      }
    }
    processed.addAll(total);
    List<String> heads = List.copyOf(processed);
    var rows = new ArrayList<Row>();
    methods.forEach(
        (method, cells) -> {
          if (cells.values().stream().map(cell -> cell.id().processor()).distinct().count() > 1) {
            rows.add(new Row(method, heads.stream().map(h -> Figure.of(cells.get(h))).toList()));
          }
        });
    return new ProcessorComparison(entries, heads, List.copyOf(rows));
  }

  public String entriesText() {
    return Figures.count(entries);
  }
}
