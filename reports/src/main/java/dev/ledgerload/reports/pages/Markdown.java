package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Claims;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.ProcessorComparison;
import dev.ledgerload.reports.compare.RivalComparison;
import dev.ledgerload.reports.compare.StrategyComparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Tables in GitHub's Markdown, and text that can't break out of them. */
public final class Markdown {
  private Markdown() {}

  /** The comparison at one number of entries. */
  static String table(Comparison comparison) {
    return table(
        new Table<>(comparison.rows())
            .column("Method", row -> row.method().label())
            .column("Load", row -> row.loadFigure().text())
            .column("Process", row -> row.processFigure().text())
            .column("Total", row -> row.totalFigure().text())
            .column("Improvement", ComparisonRow::improvementText)
            .column("of floor", ComparisonRow::ofFloorText));
  }

  static String table(StrategyComparison comparison) {
    return table(
        new Table<>(comparison.rows())
            .column("Method", StrategyComparison.Row::name)
            .column("Load", row -> row.method().loadFigure().brief())
            .column("Process", row -> row.method().processFigure().brief())
            .column("Total", row -> row.method().totalFigure().brief())
            .column("Improvement", row -> row.method().improvementText()));
  }

  static String table(LinkComparison comparison) {
    var table =
        new Table<>(comparison.rows())
            .column("Method", row -> row.method().label())
            .column("No link", row -> row.hereFigure().text());
    for (int i = 0; i < comparison.links().size(); i++) {
      int link = i;
      table
          .column(comparison.links().get(link).label(), row -> row.over().get(link).figure().text())
          .column("bytes", row -> row.over().get(link).bytesText())
          .column("of floor", row -> row.over().get(link).ofFloorText());
    }
    return table(table);
  }

  static String table(ProcessorComparison comparison) {
    var table = new Table<>(comparison.rows()).column("Method", row -> row.method().label());
    List<String> heads = comparison.heads();
    for (int i = 0; i < heads.size(); i++) {
      int column = i;
      table.column(heads.get(i), row -> row.figures().get(column).text());
    }
    return table(table);
  }

  static String table(RivalComparison comparison) {
    return table(
        new Table<>(comparison.rows())
            .column("Load", RivalComparison.Row::title)
            .column("Time", row -> row.time().text())
            .column("of copy", row -> RivalComparison.text(row.ofCopy()))
            .column("of floor", row -> RivalComparison.text(row.ofFloor()))
            .column("CPU", RivalComparison.Row::cpu)
            .column("Peak memory", RivalComparison.Row::peak)
            .column("Makes", RivalComparison.Row::makes)
            .column("Exact?", RivalComparison.Row::exact));
  }

  static String table(Choices choices) {
    var table =
        new Table<>(choices.choices())
            .column("You want", Choices.Choice::situationText)
            .column("Take", choice -> choice.method().label())
            .column("Time", Choices.Choice::timeText)
            .column("First load", Choices.Choice::firstText)
            .column("Needs besides PostgreSQL", Choices.Choice::needsText);
    return table(table.heads(), table.lines(), "---");
  }

  static String table(Claims claims) {
    var table =
        new Table<>(claims.claims())
            .column("Method", Claims.Claim::method)
            .column("The note", Claims.Claim::expected)
            .column("Measured", Claims.Claim::measured)
            .column("", claim -> claim.outcome().words());
    return table(table.heads(), table.lines(), "---");
  }

  /** The first column is text, the others are figures and stand at the right. */
  public static String table(Table<?> table) {
    return table(table.heads(), table.lines());
  }

  /** The same of heads and of what stands in each row. */
  public static String table(List<String> heads, List<List<String>> lines) {
    return table(heads, lines, "---:");
  }

  private static String table(List<String> heads, List<List<String>> lines, String rule) {
    var table = new StringBuilder();
    appendLine(table, heads);
    var rules = new ArrayList<String>(Collections.nCopies(heads.size(), rule));
    rules.set(0, "---");
    table.append("| ").append(String.join(" | ", rules)).append(" |\n");
    lines.forEach(line -> appendLine(table, line));
    return table.toString();
  }

  /** Shown at a click; GitHub reads Markdown within only after a blank line. */
  static String folded(String summary, String markdown) {
    return """
        <details>
        <summary>%s</summary>

        %s

        </details>
        """
        .formatted(summary, markdown.strip());
  }

  /** Text that means itself: no markup, no HTML, no line break, no end of a table's cell. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_|~#]|](?=[(:\\[]))", "\\\\$1")
        .replaceAll("\\R", " ");
  }

  private static void appendLine(StringBuilder table, List<String> cells) {
    table.append(
        cells.stream().map(Markdown::escape).collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
