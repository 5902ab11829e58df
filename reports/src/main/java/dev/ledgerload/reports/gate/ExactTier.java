package dev.ledgerload.reports.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.commons.statistics.descriptive.Median;

/** Compares what doesn't depend on the moment: rows, bytes, statements and allocation. */
final class ExactTier {
  /*
   * Rows and bytes are the same in each trial, or should be. Allocation varies a little: the
   * compiler removes more of it the longer code has run. So a figure is worse only where the
   * candidate's trials, all of them, lie above all of the baseline's: of equal builds with ten
   * pairs that happens once in 184,756 times (the two sides' values are then exchangeable), and
   * less often with more. From twenty pairs on, one in twenty of either side may lie apart, for
   * one odd trial must not hide what all others show: with twenty pairs once in 3e8 times.
   */

  private static final Median MEDIAN = Median.withDefaults().withCopy(true);

  /** Less than this per operation is a string here or there. */
  private static final double ALLOCATION_SLACK_BYTES = 1024;

  private static final int TRIALS_PER_OUTLIER = 20;

  private final GateRules rules;
  private final CellTrials cell;
  private final List<ExactFinding> findings = new ArrayList<>();

  private ExactTier(GateRules rules, CellTrials cell) {
    this.rules = rules;
    this.cell = cell;
  }

  static List<ExactFinding> compare(GateRules rules, CellTrials cell) {
    if (cell.allPairs().findAny().isEmpty()) {
      return List.of();
    }
    var tier = new ExactTier(rules, cell);
    tier.addRows();
    tier.add("table bytes", TrialFigures::tableBytes, 1, 0, 0);
    tier.add(
        "allocated bytes per entry",
        TrialFigures::allocatedBytes,
        (double) cell.entries(),
        rules.allocationTolerance(),
        ALLOCATION_SLACK_BYTES);
    tier.addWire();
    return List.copyOf(tier.findings);
  }

  private void addRows() {
    double[] baseline = sorted(TrialPair::baseline, TrialFigures::rows);
    double[] candidate = sorted(TrialPair::candidate, TrialFigures::rows);
    boolean same = spread(baseline) == 0 && Arrays.equals(baseline, candidate);
    findings.add(new ExactFinding("rows", middle(baseline), middle(candidate), 0, true, !same));
  }

  private void add(
      String name,
      ToDoubleFunction<TrialFigures> figure,
      double divisor,
      double tolerance,
      double slack) {
    double[] baseline = sorted(TrialPair::baseline, figure);
    double[] candidate = sorted(TrialPair::candidate, figure);
    if (baseline[baseline.length - 1] == 0 || candidate[candidate.length - 1] == 0) {
      return; // not counted, or not by both
    }
    boolean alike = spread(baseline) == 0 && spread(candidate) == 0;
    boolean judged = (tolerance == 0 && alike) || baseline.length >= rules.minPairs();
    int outliers = baseline.length / TRIALS_PER_OUTLIER;
    double highest = baseline[baseline.length - 1 - outliers];
    double lowest = candidate[outliers];
    boolean worse = lowest > highest * (1 + tolerance) + slack;
    double widest = Math.max(spread(baseline), spread(candidate));
    double middle = middle(baseline);
    findings.add(
        new ExactFinding(
            name,
            middle / divisor,
            middle(candidate) / divisor,
            middle == 0 ? 0 : widest / middle,
            judged,
            judged && worse));
  }

  /** Worse only if it was each time it was counted. */
  private void addWire() {
    if (cell.wire().isEmpty()) {
      return;
    }
    if (cell.wire().stream().allMatch(ExactTier::hasStatements)) {
      addWire("statements", WireCount::statements, WirePair::hasMoreStatements);
    }
    addWire("bytes on the wire", WireCount::bytes, WirePair::hasMoreBytes);
  }

  private static boolean hasStatements(WirePair pair) {
    return pair.baseline().statements() != WireCount.UNKNOWN
        && pair.candidate().statements() != WireCount.UNKNOWN;
  }

  private void addWire(String name, ToLongFunction<WireCount> count, Predicate<WirePair> hasMore) {
    double[] baseline =
        cell.wire().stream()
            .mapToDouble(pair -> count.applyAsLong(pair.baseline()))
            .sorted()
            .toArray();
    double[] candidate =
        cell.wire().stream()
            .mapToDouble(pair -> count.applyAsLong(pair.candidate()))
            .sorted()
            .toArray();
    double middle = middle(baseline);
    double widest = Math.max(spread(baseline), spread(candidate));
    findings.add(
        new ExactFinding(
            name,
            middle,
            middle(candidate),
            middle == 0 ? 0 : widest / middle,
            true,
            cell.wire().stream().allMatch(hasMore)));
  }

  private interface Side {
    TrialFigures of(TrialPair pair);
  }

  private double[] sorted(Side side, ToDoubleFunction<TrialFigures> figure) {
    return cell.allPairs()
        .mapToDouble(pair -> figure.applyAsDouble(side.of(pair)))
        .sorted()
        .toArray();
  }

  private static double spread(double[] sorted) {
    return sorted[sorted.length - 1] - sorted[0];
  }

  static double middle(double[] values) {
    return MEDIAN.evaluate(values);
  }
}
