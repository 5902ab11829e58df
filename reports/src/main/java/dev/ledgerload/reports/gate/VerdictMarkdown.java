package dev.ledgerload.reports.gate;

import static dev.ledgerload.reports.gate.Shares.change;
import static dev.ledgerload.reports.gate.Shares.percent;

import dev.ledgerload.reports.Markdown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

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
    text.append(counts(verdict)).append("\n\n").append(table(verdict)).append('\n');
    reasons(verdict).forEach(reason -> text.append(reason).append('\n'));
    return text.append('\n').append(worth(verdict)).append('\n').toString();
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
            .add(Markdown.escape(cell.cell()));
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

  private static String counts(GateVerdict verdict) {
    return "%d cells: %d pass, %d fail, %d can't be told (~), %d can't be gated (~)."
        .formatted(
            verdict.cells().size(),
            verdict.count(CellStatus.PASS),
            verdict.count(CellStatus.FAIL),
            verdict.count(CellStatus.INCONCLUSIVE),
            verdict.count(CellStatus.CANNOT_GATE));
  }

  private static String table(GateVerdict verdict) {
    List<List<String>> lines = new ArrayList<>();
    for (var cell : verdict.cells()) {
      lines.add(
          List.of(
              cell.status().mark() + " " + cell.cell(),
              look(cell.first()),
              look(cell.second()),
              percent(cell.noise()),
              Double.isFinite(cell.detectable()) ? change(cell.detectable()) : "–",
              allocation(cell)));
    }
    return Markdown.table(
        List.of("Cell", "Time", "Second look", "Noise", "Would catch", "Allocation"), lines);
  }

  private static String look(@Nullable Look look) {
    return look == null
        ? "–"
        : "%s [%s, %s], %d pairs"
            .formatted(
                change(look.slowdown()), change(look.low()), change(look.high()), look.pairs());
  }

  private static String allocation(CellVerdict cell) {
    return cell.exact().stream()
        .filter(finding -> finding.figure().startsWith("allocated") && finding.judged())
        .map(finding -> "%s ± %s".formatted(change(finding.change()), percent(finding.spread())))
        .findFirst()
        .orElse("–");
  }

  private static String worth(GateVerdict verdict) {
    var rules = verdict.rules();
    if (verdict.cells().stream().allMatch(cell -> cell.first() == null)) {
      return "No cell's times could be compared.";
    }
    return String.format(
        Locale.ROOT,
        "With this noise, equal builds would fail by their times once in %s such gates. A cell"
            + " fails above %s and passes below %s, each at %s confidence; it would catch what"
            + " \"would catch\" says %s of the time. Noise is that of one JVM's time.",
        gates(verdict.falseAlarmRate()),
        change(rules.minimalEffect()),
        change(rules.budget()),
        percent(rules.confidence()),
        percent(rules.power()));
  }

  private static String gates(double rate) {
    return rate < 1e-6 ? "more than a million" : String.format(Locale.ROOT, "%,.0f", 1 / rate);
  }
}
