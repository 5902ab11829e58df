package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Ratio;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a reader should know if they read one paragraph. A cold load is named in none of it, as in
 * {@link Choices}.
 *
 * @param sound whether every cell was measured and every answer verified
 * @param verdict that, in words
 * @param findings the fastest load and the fastest total as of now, and the fastest total where it
 *     may be older and that is faster; a sentence each
 */
record Headline(boolean sound, String verdict, List<String> findings) {

  static Headline of(RunResults results, List<Comparison> comparisons) {
    List<Cell> answers = results.allCells().filter(c -> !c.floor()).toList();
    long failed = results.allCells().filter(c -> !c.succeeded()).count();
    long verified = answers.stream().filter(Cell::verified).count();
    long wrong = answers.stream().filter(c -> c.succeeded() && !c.verified()).count();
    boolean sound = failed == 0 && wrong == 0 && verified > 0;
    List<String> findings =
        comparisons.stream()
            .limit(1)
            .flatMap(
                c ->
                    Stream.of(
                        fastestLoad(results, c),
                        fastestTotal(results, c),
                        fastestOldTotal(results, c)))
            .flatMap(Optional::stream)
            .toList();
    return new Headline(
        sound,
        verdict(RunNotes.reference(results), answers.size(), verified, failed, wrong),
        findings);
  }

  /** The first finding, or the verdict where there is none. */
  String text() {
    return findings.isEmpty() ? verdict : findings.get(0);
  }

  private static String verdict(
      String reference, int answers, long verified, long failed, long wrong) {
    if (answers == 0) {
      return "Nothing was measured.";
    }
    if (failed == 0 && wrong == 0) {
      return "All %s answers were verified against %s."
          .formatted(Figures.count(answers), reference);
    }
    return "%s of %s answers were verified against %s%s%s."
        .formatted(
            Figures.count(verified),
            Figures.count(answers),
            reference,
            failed == 0 ? "" : failed == 1 ? "; 1 cell failed" : "; " + failed + " cells failed",
            wrong == 0 ? "" : "; not verified: " + wrong);
  }

  private static Optional<String> fastestLoad(RunResults results, Comparison comparison) {
    List<ComparisonRow> rows =
        comparison.rows().stream()
            .filter(row -> row.method().columns().equals("all") && !row.method().floor())
            .filter(row -> row.method().grain().equals("ENTRY"))
            .filter(row -> row.load() != null && row.load().verified() && !row.load().isOld())
            .filter(row -> !Objects.requireNonNull(row.load()).id().isCold())
            .toList();
    return taken(results, rows, row -> Objects.requireNonNull(row.load()))
        .map(
            row ->
                "%s loads all columns of %s entries in %s%s."
                    .formatted(
                        row.method().label(),
                        comparison.entriesText(),
                        row.loadFigure().value(),
                        against(comparison, row, row.loadImprovement())));
  }

  private static Optional<String> fastestTotal(RunResults results, Comparison comparison) {
    return fastestTotalRow(results, comparison, false)
        .map(row -> "The day's totals come fastest by " + described(comparison, row));
  }

  private static Optional<String> fastestOldTotal(RunResults results, Comparison comparison) {
    double live =
        fastestTotalRow(results, comparison, false)
            .map(Headline::totalMs)
            .orElse(Double.POSITIVE_INFINITY);
    return fastestTotalRow(results, comparison, true)
        .filter(row -> totalMs(row) < live)
        .map(row -> "If they may be minutes old, by " + described(comparison, row));
  }

  private static Optional<ComparisonRow> fastestTotalRow(
      RunResults results, Comparison comparison, boolean old) {
    List<ComparisonRow> rows =
        comparison.rows().stream()
            .filter(row -> row.total() != null && row.total().verified())
            .filter(row -> !Objects.requireNonNull(row.total()).id().isCold())
            .filter(row -> Objects.requireNonNull(row.total()).isOld() == old)
            .toList();
    return taken(results, rows, row -> Objects.requireNonNull(row.total()));
  }

  /** As {@link Choices} takes one of those that are as fast. */
  private static Optional<ComparisonRow> taken(
      RunResults results, List<ComparisonRow> rows, Function<ComparisonRow, Cell> cell) {
    return Choices.taken(results, rows.stream().map(cell).toList())
        .flatMap(taken -> rows.stream().filter(row -> cell.apply(row).equals(taken)).findFirst());
  }

  private static double totalMs(ComparisonRow row) {
    return Objects.requireNonNull(row.total()).times().median();
  }

  private static String described(Comparison comparison, ComparisonRow row) {
    return "%s: %s%s."
        .formatted(
            row.method().label(),
            row.totalFigure().value(),
            against(comparison, row, row.improvement()));
  }

  private static String against(Comparison comparison, ComparisonRow row, @Nullable Ratio ratio) {
    ComparisonRow baseline = comparison.baseline();
    if (baseline == null || ratio == null || row.isBaseline()) {
      return "";
    }
    return ", %s as fast as %s".formatted(ratio.text(), baseline.method().label());
  }
}
