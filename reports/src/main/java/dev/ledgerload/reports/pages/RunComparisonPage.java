package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.RunComparison;
import dev.ledgerload.reports.results.Cell;
import java.util.ArrayList;
import java.util.List;

/** {@code comparison.html}: what the template {@code runs.jte} shows. */
record RunComparisonPage(RunComparison comparison) {

  String html() {
    return Templates.html("runs.jte", this);
  }

  List<Filter> filters() {
    List<Cell> cells = comparison.rows().stream().map(RunComparison.Row::cell).toList();
    var filters = new ArrayList<Filter>(Filter.of(cells));
    filters.add(new Filter("phase", "Phase", Filter.options(cells, cell -> cell.id().phase())));
    filters.add(
        new Filter("line", "Line", Filter.options(comparison.rows(), RunComparison.Row::lineText)));
    filters.add(
        new Filter(
            "difference",
            "Interval",
            Filter.options(comparison.rows(), RunComparison.Row::difference)));
    return List.copyOf(filters);
  }

  /** What to say where nothing that the runs recorded can have changed times by itself. */
  String sameInAll() {
    return comparison.journalsAreGenerated()
        ? "Machine, versions, settings and journal are the same in all runs."
        : "Machine, versions, settings and the journal’s table and day are the same in all runs;"
            + " its entries may have changed.";
  }

  /** The runs whole, in a list. */
  String json() {
    var runs = new ArrayList<String>();
    comparison.runs().forEach(run -> runs.add(run.toJson()));
    return "[" + String.join(",\n", runs) + "]";
  }

  /** {@code B ÷ A}. */
  static String changeHead(int run) {
    return RunComparison.letter(run) + " ÷ " + RunComparison.letter(0);
  }
}
