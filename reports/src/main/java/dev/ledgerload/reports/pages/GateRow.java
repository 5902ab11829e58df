package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.CellVerdict;
import dev.ledgerload.reports.gate.ExactFinding;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.PairSample;
import dev.ledgerload.reports.gate.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cell of a gate's verdict as a table shows it. */
record GateRow(CellVerdict cell, GateRules rules) {
  /** Less is written as 0.0 %. */
  private static final double LEAST_CHANGE = 0.0005;

  static List<GateRow> of(GateVerdict verdict) {
    return verdict.cells().stream().map(cell -> new GateRow(cell, verdict.rules())).toList();
  }

  /** For links. */
  String id() {
    return Method.slug("gate-" + cell.cell(), cell.cell());
  }

  /** Whether it is called otherwise than by its key. */
  boolean hasName() {
    return !VerdictWords.name(cell.cell()).equals(cell.cell());
  }

  String strategy() {
    return cell.cell().split("/", 2)[0];
  }

  /** For attributes. */
  String status() {
    return name(cell.status());
  }

  static String name(CellStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String words(CellStatus status) {
    return switch (status) {
      case PASS -> "passes";
      case FAIL -> "fails";
      case INCONCLUSIVE -> "can’t be told";
      case CANNOT_GATE -> "can’t be gated";
    };
  }

  /** {@code ✗ fails}. */
  String verdict() {
    return cell.status().mark() + " " + words(cell.status());
  }

  String noise() {
    return Shares.percent(cell.noise());
  }

  String detectable() {
    return Double.isFinite(cell.detectable()) ? Shares.change(cell.detectable()) : "–";
  }

  /** A figure that the candidate changed, or several that it didn't. */
  record Exact(String text, boolean worse) {}

  /** Those that were judged, for people: {@code allocated bytes per entry: +0.2 % ± 0.9 %}. */
  List<Exact> exact() {
    List<ExactFinding> judged = cell.exact().stream().filter(ExactFinding::judged).toList();
    List<Exact> exact = new ArrayList<>();
    for (ExactFinding finding : judged) {
      if (!isSame(finding)) {
        exact.add(new Exact(text(finding), finding.worse()));
      }
    }
    String same =
        judged.stream()
            .filter(GateRow::isSame)
            .map(ExactFinding::figure)
            .collect(Collectors.joining(", "));
    if (!same.isEmpty()) {
      exact.add(new Exact("the same: " + same, false));
    }
    return exact;
  }

  private static boolean isSame(ExactFinding finding) {
    return Math.abs(finding.change()) < LEAST_CHANGE && !finding.worse();
  }

  private static String text(ExactFinding finding) {
    String change = "%s: %s".formatted(finding.figure(), Shares.change(finding.change()));
    return finding.spread() == 0 ? change : change + " ± " + Shares.percent(finding.spread());
  }

  static String order(@Nullable PairSample look) {
    return look == null ? "" : Double.toString(look.slowdown());
  }

  static String interval(PairSample look) {
    return "[%s, %s]".formatted(Shares.change(look.low()), Shares.change(look.high()));
  }

  static String order(double share) {
    return Double.isFinite(share) ? Double.toString(share) : "";
  }
}
