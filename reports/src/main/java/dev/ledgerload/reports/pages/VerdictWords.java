package dev.ledgerload.reports.pages;

import static dev.ledgerload.reports.gate.Shares.change;
import static dev.ledgerload.reports.gate.Shares.percent;

import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.PairSample;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a verdict says in sentences, in Markdown and in HTML the same. */
public final class VerdictWords {
  private VerdictWords() {}

  public static String counts(GateVerdict verdict) {
    return "%d cells: %d pass, %d fail, %d can't be told (~), %d can't be gated (~)."
        .formatted(
            verdict.cells().size(),
            verdict.count(CellStatus.PASS),
            verdict.count(CellStatus.FAIL),
            verdict.count(CellStatus.INCONCLUSIVE),
            verdict.count(CellStatus.CANNOT_GATE));
  }

  public static String look(@Nullable PairSample look) {
    return look == null
        ? "–"
        : "%s [%s, %s], %d pairs"
            .formatted(
                change(look.slowdown()), change(look.low()), change(look.high()), look.pairs());
  }

  public static String worth(GateVerdict verdict) {
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
