package dev.ledgerload.harness.gate;

import dev.ledgerload.reports.gate.CellStatus;
import dev.ledgerload.reports.gate.CellTrials;
import dev.ledgerload.reports.gate.CellVerdict;
import dev.ledgerload.reports.gate.Conditions;
import dev.ledgerload.reports.gate.Gate;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.GateSubject;
import dev.ledgerload.reports.gate.GateTrials;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.TrialPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Whole decisions, both looks, over recorded pairs drawn with replacement. What is drawn are real
 * differences of real JVMs; which of them meet in a decision is by a fixed seed. Equal pairs are
 * exchanged by a coin: either order of two equal builds is as likely, and the one that was recorded
 * would else lend its luck to all decisions.
 */
final class ProofDecisions {
  private static final GateSubject SUBJECT = new GateSubject("the same build", "the same commit");
  private static final Conditions CONDITIONS = new Conditions(Map.of());

  private final ProofTrials recorded;
  private final int suiteCells;
  private final int pairs;
  private final SplittableRandom random = new SplittableRandom(20_261_122);

  /**
   * @param suiteCells how many cells a suite has
   * @param pairs how many a look has of each
   */
  ProofDecisions(ProofTrials recorded, int suiteCells, int pairs) {
    this.recorded = recorded;
    this.suiteCells = suiteCells;
    this.pairs = pairs;
  }

  /** How many suites of equal builds fail. */
  int falseFailures(int suites) {
    int failures = 0;
    for (int suite = 0; suite < suites; suite++) {
      failures += suite(null, "").count(CellStatus.FAIL) > 0 ? 1 : 0;
    }
    return failures;
  }

  /** How many suites fail in which one cell is slower, and that cell fails. */
  int detections(String cell, String arm, int suites) {
    int detections = 0;
    for (int suite = 0; suite < suites; suite++) {
      detections += suite(cell, arm).cells().get(0).status() == CellStatus.FAIL ? 1 : 0;
    }
    return detections;
  }

  /** What the gate says of a cell from all its equal pairs in a suite: its noise above all. */
  CellVerdict self(String cell) {
    return judge(List.of(trials("0", recorded.pairs(cell, ProofTrials.EQUAL), List.of())))
        .cells()
        .get(0);
  }

  /** The slowdown of all pairs of an arm, as a share: what was put in, as far as it shows. */
  double shown(String cell, String arm) {
    var look =
        judge(List.of(trials("0", recorded.pairs(cell, arm), List.of()))).cells().get(0).first();
    return look == null ? Double.NaN : look.slowdown();
  }

  private GateVerdict suite(@Nullable String slower, String arm) {
    List<List<TrialPair>> pools = new ArrayList<>();
    List<CellTrials> first = new ArrayList<>();
    for (int i = 0; i < suiteCells; i++) {
      var pool =
          i == 0 && slower != null
              ? recorded.pairs(slower, arm)
              : exchanged(
                  recorded.pairs(
                      recorded.cells().get(i % recorded.cells().size()), ProofTrials.EQUAL));
      pools.add(pool);
      first.add(trials(Integer.toString(i), drawn(pool), List.of()));
    }
    var suspects = Gate.suspects(GateRules.DEFAULT, first);
    List<CellTrials> both = new ArrayList<>();
    for (int i = 0; i < suiteCells; i++) {
      var cell = first.get(i);
      both.add(
          suspects.contains(cell.cell())
              ? trials(cell.cell(), cell.first(), drawn(pools.get(i)))
              : cell);
    }
    return judge(both);
  }

  private List<TrialPair> exchanged(List<TrialPair> equal) {
    List<TrialPair> both = new ArrayList<>(equal);
    equal.forEach(pair -> both.add(pair.exchanged()));
    return both;
  }

  private List<TrialPair> drawn(List<TrialPair> pool) {
    List<TrialPair> drawn = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      drawn.add(pool.get(random.nextInt(pool.size())));
    }
    return drawn;
  }

  private static CellTrials trials(String cell, List<TrialPair> first, List<TrialPair> second) {
    return CellTrials.answered(cell, 1, first, second);
  }

  private static GateVerdict judge(List<CellTrials> cells) {
    return Gate.judge(
        GateRules.DEFAULT, new GateTrials(SUBJECT, SUBJECT, CONDITIONS, CONDITIONS, true, cells));
  }
}
