package dev.ledgerload.reports.gate;

import java.util.List;

/**
 * What one set of pairs says of a cell's slowdown. Shares: 0.05 is 5 % slower, negative is faster.
 *
 * @param pairs how many there are
 * @param slowdown the trimmed mean of the pairs' log ratios, as a share
 * @param low where its interval begins
 * @param high where it ends
 * @param familyPValue how likely so much above the minimal effect is in any cell of the family, if
 *     none is slower than that
 */
public record PairSample(int pairs, double slowdown, double low, double high, double familyPValue) {

  static PairSample of(TrimmedMean mean, double familyPValue, GateRules rules) {
    return new PairSample(
        mean.count(),
        Math.expm1(mean.mean()),
        Math.expm1(mean.low(rules.confidence())),
        Math.expm1(mean.high(rules.confidence())),
        familyPValue);
  }

  static TrimmedMean meanOf(List<TrialPair> pairs) {
    return TrimmedMean.of(pairs.stream().mapToDouble(TrialPair::logRatio).toArray());
  }

  /** Whether all of the interval is above the minimal effect, whatever other cells show. */
  boolean isSlower(GateRules rules) {
    return low > rules.minimalEffect();
  }

  /** Whether it also stays so among all cells that were looked at. */
  public boolean isSuspect(GateRules rules) {
    return isSlower(rules) && familyPValue <= rules.familyRate();
  }
}
