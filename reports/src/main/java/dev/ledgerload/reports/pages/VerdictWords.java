package dev.ledgerload.reports.pages;

import static dev.ledgerload.reports.gate.Shares.change;
import static dev.ledgerload.reports.gate.Shares.percent;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.CellVerdict;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.PairSample;
import dev.ledgerload.reports.results.CellId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a verdict says in sentences, in Markdown and in HTML the same. */
public final class VerdictWords {
  private VerdictWords() {}

  private static double slowdown(CellVerdict cell) {
    PairSample look = cell.second() == null ? cell.first() : cell.second();
    return look == null ? 0 : look.slowdown();
  }

  /** Whether a second look has confirmed that it is. */
  private static boolean isSlower(CellVerdict cell, GateRules rules) {
    PairSample second = cell.second();
    return second != null && second.isSuspect(rules);
  }

  /** Which cell is worst, and why, in a sentence; empty if none fails. */
  public static String worst(GateVerdict verdict) {
    List<CellVerdict> failed =
        verdict.cells().stream()
            .filter(cell -> cell.status() == CellStatus.FAIL)
            .sorted(
                Comparator.comparing((CellVerdict cell) -> !cell.wrong())
                    .thenComparing(cell -> !isSlower(cell, verdict.rules()))
                    .thenComparing(Comparator.comparingDouble(VerdictWords::slowdown).reversed()))
            .toList();
    if (failed.isEmpty()) {
      return "";
    }
    CellVerdict worst = failed.get(0);
    int others = failed.size() - 1;
    return "%s: %s%s."
        .formatted(
            name(worst.cell()),
            worst.reason(),
            others == 0
                ? ""
                : others == 1
                    ? "; and one more cell fails"
                    : "; and %d more cells fail".formatted(others));
  }

  /**
   * What the report calls a cell of the gate, with its entries; its key if that says something
   * else.
   */
  public static String name(String key) {
    return CellId.ofKey(key).map(VerdictWords::name).orElse(key);
  }

  private static String name(CellId id) {
    String processor = id.processor();
    boolean isUsual = processor == null || processor.equals("kernel");
    return "%s, %s entries%s"
        .formatted(
            Method.of(id, id.phase().equals(CellId.LOAD)).label(), // the gate loads the floor alone
            Figures.count(id.rows()),
            isUsual ? "" : ", by " + processor);
  }

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
