package dev.ledgerload.reports.gate;

import static dev.ledgerload.reports.gate.Shares.change;
import static dev.ledgerload.reports.gate.Shares.percent;

import dev.ledgerload.reports.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    verdict.cells().stream()
        .filter(cell -> cell.status() != CellStatus.PASS)
        .forEach(
            cell ->
                text.append(
                    "- %s %s: %s\n"
                        .formatted(
                            cell.status().mark(),
                            Markdown.escape(cell.cell()),
                            Markdown.escape(cell.reason()))));
    return text.append('\n').append(worth(verdict)).append('\n').toString();
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
        .filter(finding -> finding.figure().startsWith("allocated"))
        .map(finding -> "%s ± %s".formatted(change(finding.change()), percent(finding.spread())))
        .findFirst()
        .orElse("–");
  }

  private static String worth(GateVerdict verdict) {
    var rules = verdict.rules();
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
