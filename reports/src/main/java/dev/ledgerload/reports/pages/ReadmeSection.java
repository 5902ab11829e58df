package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a README that says what was measured, between {@code <!-- results:begin -->} and
 * {@code <!-- results:end -->}, of the largest number of entries: each strategy once, with how that
 * was measured, and the chart; folded, all methods and which one to take. It is written from a
 * results file and never by hand.
 */
public final class ReadmeSection {
  private static final String BEGIN = "<!-- results:begin -->";
  private static final String END = "<!-- results:end -->";

  private ReadmeSection() {}

  /**
   * Brings the section up to date with the results; all else stays as it is.
   *
   * @param chartPath the light chart, an SVG, as seen from the README; its dark twin has the same
   *     name with {@code -dark} before {@code .svg}
   * @return whether the file changed
   * @throws ReportException if the README can't be read or written, or lacks a marker
   * @throws IllegalArgumentException if {@code chartPath} doesn't end in {@code .svg}, or the
   *     results have no cell
   */
  public static boolean update(Path readme, RunResults results, String chartPath) {
    String before = text(readme);
    String after = withSection(readme, before, results, chartPath);
    if (after.equals(before)) {
      return false;
    }
    WholeFile.write(readme, after);
    return true;
  }

  /**
   * Whether {@link #update} with the same arguments would change nothing.
   *
   * @throws ReportException if the README can't be read or lacks a marker
   * @throws IllegalArgumentException if {@code chartPath} doesn't end in {@code .svg}, or the
   *     results have no cell
   */
  public static boolean isCurrent(Path readme, RunResults results, String chartPath) {
    String text = text(readme);
    return text.equals(withSection(readme, text, results, chartPath));
  }

  private static String text(Path readme) {
    try {
      return Files.readString(readme);
    } catch (IOException e) {
      throw new ReportException("can't read %s: %s".formatted(readme, e), e);
    }
  }

  private static String withSection(
      Path readme, String text, RunResults results, String chartPath) {
    int begin = only(readme, text, BEGIN);
    int end = only(readme, text, END);
    if (end < begin) {
      throw new ReportException("%s: %s stands before %s".formatted(readme, END, BEGIN));
    }
    return text.substring(0, begin + BEGIN.length())
        + "\n"
        + section(results, chartPath)
        + text.substring(end);
  }

  private static int only(Path readme, String text, String marker) {
    int at = text.indexOf(marker);
    if (at < 0) {
      throw new ReportException("%s lacks the line %s".formatted(readme, marker));
    }
    if (text.indexOf(marker, at + 1) >= 0) {
      throw new ReportException("%s has the line %s twice".formatted(readme, marker));
    }
    return at;
  }

  private static String section(RunResults results, String chartPath) {
    if (!chartPath.endsWith(".svg")) {
      throw new IllegalArgumentException("chartPath must end in .svg, but is " + chartPath);
    }
    var comparisons = Comparison.of(results);
    if (comparisons.isEmpty()) {
      throw new IllegalArgumentException("results must have at least one cell");
    }
    Comparison main = comparisons.get(0);
    var brief = StrategyComparison.of(main);
    String dark = chartPath.replaceFirst("\\.svg$", "-dark.svg");
    return """
        %s
        %s

        <picture>
          <source media="(prefers-color-scheme: dark)" srcset="%s">
          <img alt="%s" src="%s">
        </picture>

        %s%s"""
        .formatted(
            Markdown.table(brief),
            Markdown.escape(caption(main, brief) + Provenance.line(results)),
            attribute(dark),
            attribute(
                "Load and process time of each method at %s entries, in milliseconds"
                    .formatted(main.entriesText())),
            attribute(chartPath),
            folded("Every variant, with its intervals", all(main)),
            choices(Choices.of(results)));
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

  private static String choices(Choices choices) {
    return choices.isEmpty()
        ? ""
        : "\n"
            + folded(
                "The fastest that fits what you need and have",
                Markdown.table(choices) + "\n" + Markdown.escape(choices.note()));
  }

  /** Shown at a click; GitHub reads Markdown within only after a blank line. */
  private static String folded(String summary, String markdown) {
    return """
        <details>
        <summary>%s</summary>

        %s

        </details>
        """
        .formatted(summary, markdown.strip());
  }

  private static String attribute(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
