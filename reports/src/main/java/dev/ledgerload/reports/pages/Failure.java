package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.List;

/** A cell without a good answer: which, and why. */
record Failure(String cell, String error) {

  static List<Failure> of(RunResults results) {
    return results
        .allCells()
        .filter(cell -> !cell.isSound())
        .map(cell -> new Failure(name(cell), reason(cell)))
        .toList();
  }

  private static String name(Cell cell) {
    return "%s, %s entries, %s"
        .formatted(Method.of(cell).label(), Figures.count(cell.id().rows()), cell.id().phaseText());
  }

  private static String reason(Cell cell) {
    String error = cell.error();
    return error == null ? "its answer is wrong or was not verified" : error;
  }
}
