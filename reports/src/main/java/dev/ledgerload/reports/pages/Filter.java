package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.results.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A choice of which rows a page shows.
 *
 * @param name of the rows' attribute {@code data-name}, and in the page's address
 * @param label for people
 * @param options what can be chosen beside everything
 */
record Filter(String name, String label, List<Option> options) {

  /** A value of the attribute, and what it is called. */
  record Option(String value, String label) {}

  /** By rows, grain and provider. */
  static List<Filter> of(List<Cell> cells) {
    List<Option> rows =
        cells.stream()
            .map(cell -> cell.id().rows())
            .distinct()
            .sorted(Comparator.reverseOrder())
            .map(entries -> new Option(Long.toString(entries), Figures.count(entries)))
            .toList();
    return List.of(
        new Filter("rows", "Entries", rows),
        new Filter("grain", "Grain", options(cells, cell -> cell.id().grain())),
        new Filter("provider", "PostgreSQL", options(cells, Cell::provider)));
  }

  static <T> List<Option> options(List<T> rows, Function<T, String> value) {
    return rows.stream()
        .map(value)
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted()
        .map(text -> new Option(text, text))
        .toList();
  }
}
