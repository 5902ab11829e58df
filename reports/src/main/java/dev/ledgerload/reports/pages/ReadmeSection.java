package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.RunResults;
import java.nio.file.Path;

/**
 * The part of a README that says what was measured, between {@code <!-- results:begin -->} and
 * {@code <!-- results:end -->}, at the number of entries at which methods are compared: each
 * strategy once, with how that was measured, and the chart; folded, all methods and which one to
 * take. It is written from a results file and never by hand.
 */
public final class ReadmeSection {
  private ReadmeSection() {}

  /**
   * Brings the section up to date with the results; all else stays as it is.
   *
   * @param charts the directory of the run's charts as seen from the README
   * @return whether the file changed
   * @throws ReportException if the README can't be read or written, or lacks a marker
   * @throws IllegalArgumentException if the results have no cell
   */
  public static boolean update(Path readme, RunResults results, String charts) {
    return new MarkedSection(readme, "results").write(section(results, charts));
  }

  private static String section(RunResults results, String charts) {
    var comparisons = Comparison.of(results);
    if (comparisons.isEmpty()) {
      throw new IllegalArgumentException("results must have at least one cell");
    }
    Comparison main = comparisons.get(0);
    var brief = StrategyComparison.of(main);
    return """
        %s
        %s

        %s
        %s%s"""
        .formatted(
            Markdown.table(brief),
            Markdown.escape(caption(main, brief) + Provenance.line(results)),
            picture(
                charts,
                "comparison",
                "Where each method's time goes at %s entries, in milliseconds"
                    .formatted(main.entriesText())),
            Markdown.folded("Every variant, with its intervals", all(main)),
            choices(Choices.of(results), charts));
  }

  /** For light and for dark surroundings. */
  private static String picture(String charts, String name, String words) {
    return """
        <picture>
          <source media="(prefers-color-scheme: dark)" srcset="%1$s/%2$s-dark.svg">
          <img alt="%3$s" src="%1$s/%2$s.svg">
        </picture>
        """
        .formatted(attribute(charts), name, attribute(words));
  }

  private static String caption(Comparison comparison, StrategyComparison brief) {
    var caption = new StringBuilder("Medians of ");
    caption.append(comparison.entriesText()).append(" entries with all columns. ");
    ComparisonRow baseline = comparison.baseline();
    if (baseline != null) {
      caption.append("The 1.00× is ").append(baseline.method().label()).append("; ");
    }
    caption
        .append(baseline == null ? "Of every " : "of every other ")
        .append(
            "way the fastest variant is shown, one that answers as of now where there is one. ");
    if (brief.hasOld()) {
      caption.append("† already held the day, as of its last fill or refresh. ");
    }
    return caption.toString();
  }

  private static String all(Comparison comparison) {
    return Markdown.table(comparison)
        + "\nMedian [its 95 % interval]."
        + (comparison.hasFloor()
            ? " Of floor: this load to a COPY of the same entries and columns, read, not decoded."
            : "");
  }

  private static String choices(Choices choices, String charts) {
    return choices.isEmpty()
        ? ""
        : "\n"
            + Markdown.folded(
                "Which one to take",
                Markdown.table(choices)
                    + "\n"
                    + picture(
                        charts,
                        "freshness",
                        "How long each strategy takes to the day's totals, how fresh they are, and"
                            + " what must be installed"));
  }

  private static String attribute(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
