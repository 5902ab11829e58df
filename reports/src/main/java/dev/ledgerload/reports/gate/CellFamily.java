package dev.ledgerload.reports.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The cells that are looked at together, since any of them could fail the build by chance. */
final class CellFamily {
  private final GateRules rules;
  private final Map<String, TrimmedMean> means = new LinkedHashMap<>();
  private final Map<String, PairSample> looks = new LinkedHashMap<>();

  /**
   * @param cells those with fewer pairs than the rules ask for have no part in it
   * @param pairs which of a cell's pairs this look is at
   */
  CellFamily(GateRules rules, List<CellTrials> cells, Function<CellTrials, List<TrialPair>> pairs) {
    this.rules = rules;
    List<Double> pValues = new ArrayList<>();
    for (var cell : cells) {
      var found = pairs.apply(cell);
      if (!cell.failed() && found.size() >= rules.minPairs()) {
        var mean = PairSample.meanOf(found);
        means.put(cell.cell(), mean);
        pValues.add(mean.pValueAbove(rules.logMinimalEffect()));
      }
    }
    double[] adjusted = Holm.adjusted(pValues.stream().mapToDouble(p -> p).toArray());
    int next = 0;
    for (var mean : means.entrySet()) {
      looks.put(mean.getKey(), PairSample.of(mean.getValue(), adjusted[next++], rules));
    }
  }

  int size() {
    return means.size();
  }

  Map<String, PairSample> looks() {
    return looks;
  }

  Map<String, TrimmedMean> means() {
    return means;
  }

  /** How many standard errors above the minimal effect a cell must be, if it alone is slower. */
  double critical(TrimmedMean mean) {
    double ofInterval = (1 - rules.confidence()) / 2;
    double ofFamily = rules.familyRate() / Math.max(1, size());
    return mean.critical(Math.min(ofInterval, ofFamily));
  }
}
