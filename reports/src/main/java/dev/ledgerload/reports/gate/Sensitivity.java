package dev.ledgerload.reports.gate;

import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What a gate could have seen, from the noise that it measured.
 *
 * @param noise the standard deviation of one trial's time about what it would be without noise, as
 *     a share, from the middle of the pairs' differences
 * @param detectable the smallest slowdown that both looks together catch with the power that the
 *     rules ask for, as a share; infinite if none
 * @param falseAlarmRate the probability that this cell fails though both sides are equal
 */
record Sensitivity(double noise, double detectable, double falseAlarmRate) {
  /*
   * A look fails a cell whose mean is more than c standard errors above the minimal effect. Of a
   * slowdown of d standard errors beyond it, that has the probability P(T > c) of a noncentral t of
   * noncentrality d with n degrees of freedom, which is about that of a standard normal Z above
   * (c (1 - 1 / 4n) - d) / sqrt(1 + c² / 2n): M. Abramowitz and I. Stegun, Handbook of Mathematical
   * Functions, 26.7.10. Both looks have to fail the cell and are independent, so each needs the
   * square root of the power; the second is taken to be no worse than the first. The measured
   * standard error is too small by 1 - 1 / 4n on average, which is put right.
   *
   * For false alarms T is taken for a t that is shifted: its tail is not too light.
   *
   * A pair's difference holds the noise of two trials: its spread is sqrt(2) of one's.
   */

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  static Sensitivity of(
      GateRules rules, CellFamily family, TrimmedMean first, @Nullable TrimmedMean second) {
    double critical = family.critical(first);
    double reach = critical + margin(rules, first, critical);
    double minimal = rules.logMinimalEffect();
    double alone = (1 - rules.confidence()) / 2;
    double firstRate = rate(first, critical, minimal);
    double secondRate =
        second == null
            ? rate(first, first.critical(alone), minimal)
            : rate(second, second.critical(alone), minimal);
    return new Sensitivity(
        first.spread() / Math.sqrt(2),
        Math.expm1(minimal + reach * first.standardError()),
        firstRate * secondRate);
  }

  /** By how many standard errors a slowdown must exceed the critical one to be caught. */
  private static double margin(GateRules rules, TrimmedMean mean, double critical) {
    double n = mean.degreesOfFreedom();
    double z = NORMAL.inverseCumulativeProbability(Math.sqrt(rules.power()));
    return z * Math.sqrt(1 + critical * critical / (2 * n)) / (1 - 1 / (4 * n));
  }

  private static double rate(TrimmedMean mean, double critical, double minimal) {
    return mean.standardError() == 0 ? 0 : mean.exceeds(critical + minimal / mean.standardError());
  }

  /** The probability that any of the cells fails though both sides are equal. */
  static double suiteFalseAlarmRate(Map<String, Sensitivity> cells) {
    double none = 1;
    for (var cell : cells.values()) {
      none *= 1 - cell.falseAlarmRate();
    }
    return 1 - none;
  }

  /** About how many pairs it would take for the budget to be detectable. */
  long pairsFor(GateRules rules, int pairs) {
    double minimal = rules.logMinimalEffect();
    double ratio = (Math.log1p(detectable) - minimal) / (rules.logBudget() - minimal);
    return (long) Math.ceil(pairs * ratio * ratio);
  }
}
