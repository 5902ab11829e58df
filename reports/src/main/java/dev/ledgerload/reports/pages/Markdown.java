package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.ProcessorComparison;
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
    var lines = new ArrayList<List<String>>();
    for (ComparisonRow row : comparison.rows()) {
      lines.add(
          List.of(
              row.method().label(),
              row.loadFigure().text(),
              row.processFigure().text(),
              row.totalFigure().text(),
              row.improvementText(),
              row.ofFloorText()));
    }
    return table(List.of("Method", "Load", "Process", "Total", "Improvement", "of floor"), lines);
  }

  static String table(StrategyComparison comparison) {
    var lines = new ArrayList<List<String>>();
    for (StrategyComparison.Row row : comparison.rows()) {
      lines.add(
          List.of(
              row.name(),
              row.method().loadFigure().brief(),
              row.method().processFigure().brief(),
              row.method().totalFigure().brief(),
              row.method().improvementText()));
    }
    return table(List.of("Method", "Load", "Process", "Total", "Improvement"), lines);
  }

  static String table(ProcessorComparison comparison) {
    var heads = new ArrayList<String>(List.of("Method"));
    heads.addAll(comparison.heads());
    var lines = new ArrayList<List<String>>();
    for (ProcessorComparison.Row row : comparison.rows()) {
      var line = new ArrayList<String>(List.of(row.method().label()));
      row.process().forEach(figure -> line.add(figure.text()));
      row.total().forEach(figure -> line.add(figure.text()));
      lines.add(line);
    }
    return table(heads, lines);
  }

  static String table(Choices choices) {
    var heads = new ArrayList<String>(List.of("You need"));
    heads.addAll(choices.places());
    var lines = new ArrayList<List<String>>();
    for (Choices.Row row : choices.rows()) {
      var line = new ArrayList<String>(List.of(row.need()));
      line.addAll(row.fits());
      lines.add(line);
    }
    return table(heads, lines, "---");
  }

  /** The first column is text, the others are figures and stand at the right. */
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
