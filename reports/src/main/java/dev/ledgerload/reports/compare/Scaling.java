package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A method's loads at several numbers of entries, fewest first, and the law through them. */
public record Scaling(Method method, List<Cell> loads, PowerLaw law) {

  /** Of every method whose load was measured at two numbers of entries or more. */
  public static List<Scaling> of(RunResults results) {
    Map<Method, List<Cell>> loads = new LinkedHashMap<>();
    for (Cell cell : results.cells()) {
      if (cell.id().phase().equals("load") && cell.succeeded() && cell.times().median() > 0) {
        loads.computeIfAbsent(Method.of(cell), method -> new ArrayList<>()).add(cell);
      }
    }
    var scalings = new ArrayList<Scaling>();
    loads.forEach(
        (method, cells) -> {
          if (cells.size() > 1) {
            cells.sort((a, b) -> Long.compare(a.id().rows(), b.id().rows()));
            scalings.add(new Scaling(method, List.copyOf(cells), PowerLaw.of(cells)));
          }
        });
    return List.copyOf(scalings);
  }

  /** {@code entries^1.02}. */
  public String lawText() {
    return "entries^" + String.format(Locale.ROOT, "%.2f", law.exponent());
  }
}
