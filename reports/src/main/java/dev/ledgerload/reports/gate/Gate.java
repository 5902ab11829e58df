package dev.ledgerload.reports.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The decision. There are two looks, never more: all cells are looked at once; those that seem
 * slower are measured again, and only who seems slower in the new pairs alone fails.
 *
 * <p>A look is at the 20 % trimmed mean of the log ratios of a cell's pairs and its two-sided
 * interval (Tukey and McLaughlin, Yuen; Student's t). A cell is a suspect if all of its interval is
 * above the minimal effect and Holm's procedure, over all cells of the look, agrees.
 */
public final class Gate {
  /*
   * Of suites of equal builds, at most a share a (the family rate) has a suspect at the first look;
   * the pairs of the second are new, so at most a share a of those fails: a² in all, 0.25 % for
   * 5 %. The second look's family are the suspects alone: having been picked by other data they
   * are hypotheses like any.
   */

  private Gate() {}

  /**
   * The keys of those cells that have to be measured again before the gate can judge.
   *
   * @param cells with the pairs of the first look
   */
  public static Set<String> suspects(GateRules rules, List<CellTrials> cells) {
    return new CellFamily(rules, cells, CellTrials::first)
        .looks().entrySet().stream()
            .filter(look -> look.getValue().isSuspect(rules))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Judges.
   *
   * @param trials with the pairs of both looks; a suspect without the second is inconclusive
   * @throws IllegalArgumentException if the sides are comparable and there are no cells
   */
  public static GateVerdict judge(GateRules rules, GateTrials trials) {
    var differences = trials.baselineConditions().differences(trials.candidateConditions());
    if (!differences.isEmpty()) {
      return verdict(GateOutcome.NOT_COMPARABLE, rules, trials, 0, differences, List.of());
    }
    if (trials.cells().isEmpty()) {
      throw new IllegalArgumentException("there is no cell to judge: nothing was measured");
    }
    var first = new CellFamily(rules, trials.cells(), CellTrials::first);
    var suspects = suspects(rules, trials.cells());
    var seconds = trials.cells().stream().filter(cell -> suspects.contains(cell.cell())).toList();
    var second = new CellFamily(rules, seconds, CellTrials::second);
    var sensitivities = sensitivities(rules, first, second);
    var judge = new CellJudge(rules, trials.sameJob(), first, second, sensitivities);
    var cells = trials.cells().stream().map(judge::judge).toList();
    double falseAlarmRate = trials.sameJob() ? Sensitivity.suiteFalseAlarmRate(sensitivities) : 0;
    return verdict(outcome(cells), rules, trials, falseAlarmRate, List.of(), cells);
  }

  private static Map<String, Sensitivity> sensitivities(
      GateRules rules, CellFamily first, CellFamily second) {
    Map<String, Sensitivity> sensitivities = new LinkedHashMap<>();
    first
        .means()
        .forEach(
            (cell, mean) ->
                sensitivities.put(
                    cell, Sensitivity.of(rules, first, mean, second.means().get(cell))));
    return sensitivities;
  }

  private static GateOutcome outcome(List<CellVerdict> cells) {
    if (cells.stream().anyMatch(CellVerdict::wrong)) {
      return GateOutcome.WRONG_ANSWER;
    }
    if (cells.stream().anyMatch(cell -> cell.status() == CellStatus.FAIL)) {
      return GateOutcome.REGRESSION;
    }
    return cells.stream().allMatch(cell -> cell.status() == CellStatus.PASS)
        ? GateOutcome.PASS
        : GateOutcome.INCONCLUSIVE;
  }

  private static GateVerdict verdict(
      GateOutcome outcome,
      GateRules rules,
      GateTrials trials,
      double falseAlarmRate,
      List<String> differences,
      List<CellVerdict> cells) {
    return new GateVerdict(
        outcome,
        trials.baseline(),
        trials.candidate(),
        trials.candidateConditions(),
        rules,
        falseAlarmRate,
        differences,
        cells);
  }
}
