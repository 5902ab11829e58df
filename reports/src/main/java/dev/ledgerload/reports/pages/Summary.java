package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.ProcessorComparison;
import dev.ledgerload.reports.compare.RivalComparison;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.RunResults;
import java.util.List;

/**
 * {@code summary.md}, fit for the comment of a pull request: headline, doubts, each strategy once,
 * what failed and the provenance; folded, all other tables.
 */
final class Summary {
  private Summary() {}

  static String of(RunResults results) {
    List<Comparison> comparisons = Comparison.of(results);
    Headline headline = Headline.of(results, comparisons);
    var text = new StringBuilder("# Ledgerload: run ");
    text.append(Markdown.escape(results.runId())).append("\n\n");
    headline.findings().forEach(f -> text.append(Markdown.escape(f)).append("\n"));
    text.append("**").append(Markdown.escape(headline.verdict())).append("**\n");
    var doubts = Doubts.of(results);
    if (!doubts.isEmpty()) {
      text.append("\nThese figures say little. ")
          .append(Markdown.escape(String.join(" ", doubts)))
          .append("\n");
    }
    comparisons.stream().limit(1).forEach(main -> appendBrief(text, main));
    appendFailures(text, results);
    var choices = Choices.of(results);
    if (!choices.isEmpty()) {
      appendFolded(text, "Which one to take", Markdown.table(choices));
    }
    for (Comparison comparison : comparisons) {
      appendFolded(
          text,
          "Every variant, %s entries".formatted(comparison.entriesText()),
          Markdown.table(comparison) + "\n" + note(results, comparison));
    }
    appendLinks(text, LinkComparison.of(results));
    appendProcessors(text, ProcessorComparison.of(results));
    appendRivals(text, RivalComparison.of(results));
    return text.append("\n")
        .append(Markdown.escape(Provenance.lineWithLinks(results)))
        .append("\n")
        .toString();
  }

  private static void appendBrief(StringBuilder text, Comparison main) {
    var brief = StrategyComparison.of(main);
    if (!brief.rows().isEmpty()) {
      text.append("\n").append(Markdown.table(brief));
      text.append("\nMedians at ").append(main.entriesText()).append(" entries.");
      text.append(
          brief.hasOld() ? " † already held the day, as of its last fill or refresh.\n" : "\n");
    }
  }

  private static String note(RunResults results, Comparison comparison) {
    var note = new StringBuilder("Median [its 95 % interval]. Process is by the kernel.");
    if (comparison.baseline() != null) {
      note.append(" Improvement: the total of ")
          .append(Markdown.escape(results.baseline()))
          .append(" to this total.");
    }
    if (comparison.hasFloor()) {
      note.append(
          " Of floor: this load to a COPY of the same rows and columns, read, not decoded.");
    }
    return note.append("\n").toString();
  }

  private static void appendFolded(StringBuilder text, String summary, String markdown) {
    text.append("\n").append(Markdown.folded(summary, markdown));
  }

  private static void appendLinks(StringBuilder text, LinkComparison links) {
    if (!links.isEmpty()) {
      appendFolded(
          text,
          "Over a network, %s entries".formatted(links.entriesText()),
          Markdown.table(links)
              + "\n"
              + Markdown.escape(RunNotes.links() + " " + links.verdict())
              + "\n");
    }
  }

  private static void appendProcessors(StringBuilder text, ProcessorComparison processors) {
    if (!processors.rows().isEmpty()) {
      appendFolded(
          text,
          "Processors, %s entries".formatted(Figures.count(processors.entries())),
          Markdown.table(processors));
    }
  }

  private static void appendRivals(StringBuilder text, RivalComparison rivals) {
    if (!rivals.isEmpty()) {
      appendFolded(
          text,
          "Beside others, %s entries".formatted(rivals.entriesText()),
          Markdown.table(rivals) + "\n" + Markdown.escape(RivalComparison.NOTE) + "\n");
    }
  }

  private static void appendFailures(StringBuilder text, RunResults results) {
    List<Failure> failures = Failure.of(results);
    if (!failures.isEmpty()) {
      text.append("\n**Failed cells**\n\n");
      failures.forEach(
          f -> text.append("- ").append(Markdown.escape(f.cell() + ": " + f.error())).append("\n"));
    }
  }
}
