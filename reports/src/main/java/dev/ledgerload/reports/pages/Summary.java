package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.ProcessorComparison;
import dev.ledgerload.reports.compare.RivalComparison;
import dev.ledgerload.reports.results.RunResults;
import java.util.List;

/** {@code summary.md}: headline, tables, failed cells, provenance. */
final class Summary {
  private Summary() {}

  static String of(RunResults results) {
    List<Comparison> comparisons = Comparison.of(results);
    Headline headline = Headline.of(results, comparisons);
    var text = new StringBuilder("# Ledgerload: run ");
    text.append(Markdown.escape(results.runId())).append("\n\n");
    headline.findings().forEach(f -> text.append(Markdown.escape(f)).append("\n"));
    text.append("**").append(Markdown.escape(headline.verdict())).append("**\n");
    var choices = Choices.of(results);
    if (!choices.isEmpty()) {
      text.append("\n## Which one to take\n\n").append(Markdown.table(choices));
      text.append("\n").append(Markdown.escape(choices.note())).append("\n");
    }
    for (Comparison comparison : comparisons) {
      text.append("\n## ").append(comparison.entriesText()).append(" entries\n\n");
      text.append(Markdown.table(comparison));
    }
    text.append("\nMedian [its 95 % interval]. Process is by the kernel.\n");
    if (RunNotes.hasBaseline(comparisons)) {
      text.append("Improvement: the total of ")
          .append(Markdown.escape(results.baseline()))
          .append(" to this total.\n");
    }
    if (RunNotes.hasFloor(comparisons)) {
      text.append(
          "Of floor: this load to a COPY of the same rows and columns, read, not decoded.\n");
    }
    appendLinks(text, LinkComparison.of(results));
    appendProcessors(text, ProcessorComparison.of(results));
    appendRivals(text, RivalComparison.of(results));
    appendFailures(text, results);
    return text.append("\n")
        .append(Markdown.escape(Provenance.lineWithLinks(results)))
        .append("\n")
        .toString();
  }

  private static void appendLinks(StringBuilder text, LinkComparison links) {
    if (!links.isEmpty()) {
      text.append("\n## Over a network, at ")
          .append(links.entriesText())
          .append(" entries\n\n")
          .append(Markdown.table(links))
          .append("\n")
          .append(Markdown.escape(RunNotes.links()))
          .append(" ")
          .append(Markdown.escape(links.verdict()))
          .append("\n");
    }
  }

  private static void appendProcessors(StringBuilder text, ProcessorComparison processors) {
    if (!processors.rows().isEmpty()) {
      text.append("\n## Processors at ")
          .append(Figures.count(processors.entries()))
          .append(" entries\n\n")
          .append(Markdown.table(processors));
    }
  }

  private static void appendRivals(StringBuilder text, RivalComparison rivals) {
    if (!rivals.isEmpty()) {
      text.append("\n## Beside others at ")
          .append(rivals.entriesText())
          .append(" entries\n\n")
          .append(Markdown.table(rivals))
          .append("\n")
          .append(Markdown.escape(RivalComparison.NOTE))
          .append("\n");
    }
  }

  private static void appendFailures(StringBuilder text, RunResults results) {
    List<Failure> failures = Failure.of(results);
    if (!failures.isEmpty()) {
      text.append("\n## Failed cells\n\n");
      failures.forEach(
          f -> text.append("- ").append(Markdown.escape(f.cell() + ": " + f.error())).append("\n"));
    }
  }
}
