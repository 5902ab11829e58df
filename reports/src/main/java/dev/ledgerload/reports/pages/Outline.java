package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal says of a run.
 *
 * @param sentences the headline, whether all answers were right, and what to doubt
 * @param table all methods where they are compared, without intervals; in columns of one width no
 *     wider than 100 characters, as long as nobody's names are longer than ours
 */
public record Outline(List<String> sentences, Table<?> table) {

  public static Outline of(RunResults results) {
    List<Comparison> comparisons = Comparison.of(results);
    var headline = Headline.of(results, comparisons);
    List<String> sentences = new ArrayList<>(headline.findings());
    sentences.add(headline.verdict());
    var links = LinkComparison.of(results);
    if (!links.isEmpty()) {
      sentences.add(links.verdict());
    }
    List<String> doubts = Doubts.of(results);
    if (!doubts.isEmpty()) {
      sentences.add("These figures say little. " + String.join(" ", doubts));
    }
    var rows = comparisons.stream().limit(1).flatMap(main -> main.rows().stream()).toList();
    var entries = comparisons.isEmpty() ? "" : comparisons.get(0).entriesText() + " entries";
    return new Outline(
        List.copyOf(sentences),
        new Table<>(rows)
            .column(entries, row -> row.method().label())
            .column("Load", row -> row.loadFigure().brief())
            .column("Process", row -> row.processFigure().brief())
            .column("Total", row -> row.totalFigure().brief())
            .column("Improvement", ComparisonRow::improvementText)
            .column("of floor", ComparisonRow::ofFloorText));
  }
}
