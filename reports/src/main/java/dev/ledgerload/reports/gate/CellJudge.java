package dev.ledgerload.reports.gate;

import static dev.ledgerload.reports.gate.CellStatus.CANNOT_GATE;
import static dev.ledgerload.reports.gate.CellStatus.FAIL;
import static dev.ledgerload.reports.gate.CellStatus.INCONCLUSIVE;
import static dev.ledgerload.reports.gate.CellStatus.PASS;
import static dev.ledgerload.reports.gate.Shares.percent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges one cell, in the light of all. */
final class CellJudge {
  private final GateRules rules;
  private final boolean sameJob;
  private final CellFamily first;
  private final CellFamily second;
  private final Map<String, Sensitivity> sensitivities;

  CellJudge(
      GateRules rules,
      boolean sameJob,
      CellFamily first,
      CellFamily second,
      Map<String, Sensitivity> sensitivities) {
    this.rules = rules;
    this.sameJob = sameJob;
    this.first = first;
    this.second = second;
    this.sensitivities = sensitivities;
  }

  /** A status and why. */
  private record Judgement(CellStatus status, String reason) {}

  CellVerdict judge(CellTrials cell) {
    var exact = ExactTier.compare(rules, cell);
    var sensitivity = sensitivities.get(cell.cell());
    var judgement = judgement(cell, exact, sensitivity);
    return new CellVerdict(
        cell.cell(),
        judgement.status(),
        judgement.reason(),
        first.looks().get(cell.cell()),
        second.looks().get(cell.cell()),
        sensitivity == null ? Double.NaN : sensitivity.noise(),
        sensitivity == null ? Double.POSITIVE_INFINITY : sensitivity.detectable(),
        exact,
        cell.candidateFailure() != null);
  }

  private Judgement judgement(
      CellTrials cell, List<ExactFinding> exact, @Nullable Sensitivity sensitivity) {
    if (cell.candidateFailure() != null) {
      return new Judgement(FAIL, "the candidate fails: " + cell.candidateFailure());
    }
    if (cell.baselineFailure() != null) {
      return new Judgement(
          INCONCLUSIVE, "the baseline fails, the candidate doesn't: " + cell.baselineFailure());
    }
    var worse = exact.stream().filter(ExactFinding::worse).toList();
    if (!worse.isEmpty()) {
      return new Judgement(
          FAIL,
          Stream.concat(confirmed(cell).stream(), worse.stream().map(CellJudge::inWords))
              .collect(Collectors.joining("; ")));
    }
    if (!sameJob) {
      return new Judgement(
          INCONCLUSIVE,
          "times of two jobs don't tell: the machine may have changed between them; give both"
              + " sides as jars or commits");
    }
    var look = first.looks().get(cell.cell());
    if (look == null || sensitivity == null) {
      return new Judgement(
          CANNOT_GATE,
          "only %d of the %d pairs that are needed: give a longer budget or fewer cells"
              .formatted(cell.first().size(), rules.minPairs()));
    }
    return byTimes(look, second.looks().get(cell.cell()), sensitivity);
  }

  private Judgement byTimes(PairSample look, @Nullable PairSample again, Sensitivity sensitivity) {
    if (look.isSuspect(rules)) {
      return suspect(look, again);
    }
    if (sensitivity.detectable() > rules.budget()) {
      return new Judgement(
          CANNOT_GATE,
          "cannot gate: with noise of %s a slowdown below %s could be missed, and the budget is %s; about %,d pairs would do"
              .formatted(
                  percent(sensitivity.noise()),
                  percent(sensitivity.detectable()),
                  percent(rules.budget()),
                  sensitivity.pairsFor(rules, look.pairs())));
    }
    if (look.isSlower(rules)) {
      return new Judgement(
          INCONCLUSIVE,
          "slower by %s to %s, but among %d cells one looks so by chance too often"
              .formatted(percent(look.low()), percent(look.high()), first.size()));
    }
    if (look.high() < rules.budget()) {
      return new Judgement(PASS, passed(look));
    }
    return new Judgement(
        INCONCLUSIVE,
        "between %s and %s: may be within the minimal effect of %s, may be beyond the budget of %s"
            .formatted(
                percent(look.low()),
                percent(look.high()),
                percent(rules.minimalEffect()),
                percent(rules.budget())));
  }

  private Judgement suspect(PairSample look, @Nullable PairSample again) {
    if (again == null) {
      return new Judgement(
          INCONCLUSIVE,
          "slower by %s to %s, which no second look has confirmed yet"
              .formatted(percent(look.low()), percent(look.high())));
    }
    if (!again.isSuspect(rules)) {
      return new Judgement(
          INCONCLUSIVE,
          "seemed slower by %s, which a second look didn't confirm: %s to %s"
              .formatted(percent(look.slowdown()), percent(again.low()), percent(again.high())));
    }
    return new Judgement(FAIL, confirmed(again));
  }

  private static String confirmed(PairSample again) {
    return "slower by %s, confirmed by a second look: %s to %s"
        .formatted(percent(again.slowdown()), percent(again.low()), percent(again.high()));
  }

  /** That it is slower, too, where something else fails it already. */
  private Optional<String> confirmed(CellTrials cell) {
    var look = first.looks().get(cell.cell());
    var again = second.looks().get(cell.cell());
    return sameJob
            && look != null
            && look.isSuspect(rules)
            && again != null
            && again.isSuspect(rules)
        ? Optional.of(confirmed(again))
        : Optional.empty();
  }

  private String passed(PairSample look) {
    return look.high() < 0
        ? "faster by %s to %s".formatted(percent(-look.high()), percent(-look.low()))
        : "slower by less than %s".formatted(percent(Math.max(0, look.high())));
  }

  private static String inWords(ExactFinding finding) {
    if (finding.figure().equals("rows")) {
      return "%,.0f rows, not %,.0f".formatted(finding.candidate(), finding.baseline());
    }
    var more = finding.baseline() == 0 ? "" : percent(finding.change()) + " ";
    return "%smore %s: %s, not %s"
        .formatted(
            more,
            finding.figure(),
            Shares.number(finding.candidate()),
            Shares.number(finding.baseline()));
  }
}
