package dev.ledgerload.reports.gate;

/**
 * When a cell fails and when it passes. Shares: 0.02 is 2 %.
 *
 * @param minimalEffect slowdowns up to this one never fail; 0 or more
 * @param budget the slowdown that a green cell surely doesn't have; above {@code minimalEffect}
 * @param confidence of the two-sided interval of a cell's slowdown; between 0.5 and 1
 * @param familyRate how many suites of equal builds may have a suspect cell at one look, at most;
 *     between 0 and 0.5
 * @param power with what probability a slowdown must be caught to count as detectable; between 0.5
 *     and 1
 * @param minPairs fewer pairs of trials decide nothing; at least 5
 * @param allocationTolerance by how much more a candidate may allocate, beyond the spread of both
 *     sides; 0 or more
 */
public record GateRules(
    double minimalEffect,
    double budget,
    double confidence,
    double familyRate,
    double power,
    int minPairs,
    double allocationTolerance) {

  /** The rules unless someone says otherwise; {@code docs/gate.md} says why these. */
  public static final GateRules DEFAULT = new GateRules(0.02, 0.10, 0.99, 0.05, 0.90, 10, 0.01);

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public GateRules {
    require(minimalEffect >= 0, "the minimal effect must be 0 or more", minimalEffect);
    require(
        budget > minimalEffect && budget < 10, "the budget must exceed the minimal effect", budget);
    require(confidence > 0.5 && confidence < 1, "the confidence must be in (0.5, 1)", confidence);
    require(familyRate > 0 && familyRate < 0.5, "the family rate must be in (0, 0.5)", familyRate);
    require(power >= 0.5 && power < 1, "the power must be in [0.5, 1)", power);
    require(minPairs >= 5, "at least 5 pairs are needed", minPairs);
    require(allocationTolerance >= 0, "the tolerance must be 0 or more", allocationTolerance);
  }

  /** The same with other bounds of a slowdown. */
  public GateRules withBounds(double otherMinimalEffect, double otherBudget) {
    return new GateRules(
        otherMinimalEffect,
        otherBudget,
        confidence,
        familyRate,
        power,
        minPairs,
        allocationTolerance);
  }

  double logMinimalEffect() {
    return Math.log1p(minimalEffect);
  }

  double logBudget() {
    return Math.log1p(budget);
  }

  private static void require(boolean holds, String rule, double actual) {
    if (!holds) {
      throw new IllegalArgumentException("%s, not %s".formatted(rule, actual));
    }
  }
}
