package dev.ledgerload.reports.verdict;

import static dev.ledgerload.reports.gate.Shares.change;
import static dev.ledgerload.reports.gate.Shares.percent;

import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.CellVerdict;
import dev.ledgerload.reports.gate.GateOutcome;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.pages.Markdown;
import dev.ledgerload.reports.pages.Table;
import dev.ledgerload.reports.pages.VerdictWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** A verdict for people. */
final class VerdictMarkdown {
  private VerdictMarkdown() {}

  static String of(GateVerdict verdict) {
    var text = new StringBuilder();
    text.append("# Gate: ").append(verdict.outcome().words()).append("\n\n");
    text.append(
        "%s (%s) against %s (%s).\n\n"
            .formatted(
                Markdown.escape(verdict.candidate().name()),
                Markdown.escape(verdict.candidate().commit()),
                Markdown.escape(verdict.baseline().name()),
                Markdown.escape(verdict.baseline().commit())));
    if (verdict.outcome() == GateOutcome.NOT_COMPARABLE) {
      text.append("They were not measured under the same conditions:\n\n");
      verdict
          .differences()
          .forEach(
              difference -> text.append("- ").append(Markdown.escape(difference)).append('\n'));
      return text.toString();
    }
    String worst = VerdictWords.worst(verdict);
    if (!worst.isEmpty()) {
      text.append("**").append(Markdown.escape(worst)).append("**\n\n");
    }
    text.append(VerdictWords.counts(verdict)).append("\n\n").append(table(verdict)).append('\n');
    reasons(verdict).forEach(reason -> text.append(reason).append('\n'));
    return text.append('\n').append(VerdictWords.worth(verdict)).append('\n').toString();
  }

  /** Why cells aren't green; those of the same reason together. */
  private static List<String> reasons(GateVerdict verdict) {
    Map<String, List<String>> cells = new LinkedHashMap<>();
    for (var cell : verdict.cells()) {
      if (cell.status() != CellStatus.PASS) {
        cells
            .computeIfAbsent(
                cell.status().mark() + " %s: " + Markdown.escape(cell.reason()),
                added -> new ArrayList<>())
            .add(Markdown.escape(VerdictWords.name(cell.cell())));
      }
    }
    List<String> reasons = new ArrayList<>();
    cells.forEach(
        (reason, of) ->
            reasons.add("- " + reason.replaceFirst("%s", Matcher.quoteReplacement(who(of)))));
    return reasons;
  }

  private static String who(List<String> cells) {
    return cells.size() == 1 ? cells.get(0) : cells.size() + " cells";
  }

  private static String table(GateVerdict verdict) {
    return Markdown.table(
        new Table<>(verdict.cells())
            .column("Cell", cell -> cell.status().mark() + " " + VerdictWords.name(cell.cell()))
            .column("Time", cell -> VerdictWords.look(cell.first()))
            .column("Second look", cell -> VerdictWords.look(cell.second()))
            .column("Noise", cell -> percent(cell.noise()))
            .column(
                "Would catch",
                cell -> Double.isFinite(cell.detectable()) ? change(cell.detectable()) : "–")
            .column("Allocation", VerdictMarkdown::allocation));
  }

  private static String allocation(CellVerdict cell) {
    return cell.exact().stream()
        .filter(finding -> finding.figure().startsWith("allocated") && finding.judged())
        .map(finding -> "%s ± %s".formatted(change(finding.change()), percent(finding.spread())))
        .findFirst()
        .orElse("–");
  }
}
