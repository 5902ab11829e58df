package dev.ledgerload.reports.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Trials on a shared machine: its speed drifts (an AR(1) process of standard deviation 8 % and
 * memory 0.97 from trial to trial), every trial has noise of its own, and one in twenty is
 * disturbed by something else, by |N(0, 25 %)|. All of it follows from the seed.
 */
public final class SimulatedMachine {
  private static final double DRIFT = 0.08;
  private static final double DRIFT_MEMORY = 0.97;
  private static final double BURST_SHARE = 0.05;
  private static final double BURST = 0.25;

  public static final GateSubject BASELINE = new GateSubject("baseline.jar", "aaaaaaa");
  public static final GateSubject CANDIDATE = new GateSubject("candidate.jar", "bbbbbbb");
  public static final Conditions CONDITIONS =
      new Conditions(Map.of("cpu", "a fast one", "seed", "1"));

  private final SplittableRandom random;
  private final double noise;
  private double drift;

  public SimulatedMachine(long seed, double noise) {
    this.random = new SplittableRandom(seed);
    this.noise = noise;
    this.drift = DRIFT * random.nextGaussian();
  }

  /** A whole gate of so many cells, all of them slower by as much. */
  public GateVerdict gate(int cells, int pairs, double slowdown) {
    return gate(Collections.nCopies(cells, slowdown), pairs);
  }

  /** A whole gate, with a second look at the suspects; each cell has a slowdown of its own. */
  public GateVerdict gate(List<Double> slowdowns, int pairs) {
    Map<String, Double> cells = new LinkedHashMap<>();
    slowdowns.forEach(slowdown -> cells.put("cell " + cells.size(), slowdown));
    var first = look(cells, pairs);
    var suspects = Gate.suspects(GateRules.DEFAULT, trials(first, Map.of()));
    Map<String, Double> again = new LinkedHashMap<>(cells);
    again.keySet().retainAll(suspects);
    return Gate.judge(GateRules.DEFAULT, of(trials(first, look(again, pairs))));
  }

  private static List<CellTrials> trials(
      Map<String, List<TrialPair>> first, Map<String, List<TrialPair>> second) {
    return first.entrySet().stream()
        .map(
            cell ->
                CellTrials.answered(
                    cell.getKey(),
                    1000,
                    cell.getValue(),
                    second.getOrDefault(cell.getKey(), List.of())))
        .toList();
  }

  /** In rounds: one pair of every cell, then the next of every cell. */
  private Map<String, List<TrialPair>> look(Map<String, Double> cells, int pairs) {
    Map<String, List<TrialPair>> look = new LinkedHashMap<>();
    cells.keySet().forEach(cell -> look.put(cell, new ArrayList<>()));
    for (int round = 0; round < pairs; round++) {
      look.forEach((cell, found) -> found.add(pair(cells.getOrDefault(cell, 0.0))));
    }
    return look;
  }

  public List<TrialPair> pairs(double slowdown, int count) {
    return Stream.generate(() -> pair(slowdown)).limit(count).toList();
  }

  public TrialPair pair(double slowdown) {
    if (random.nextBoolean()) {
      var baseline = trial(0);
      return new TrialPair(baseline, trial(slowdown));
    }
    var candidate = trial(slowdown);
    return new TrialPair(trial(0), candidate);
  }

  private TrialFigures trial(double slowdown) {
    drift =
        DRIFT_MEMORY * drift
            + DRIFT * Math.sqrt(1 - DRIFT_MEMORY * DRIFT_MEMORY) * random.nextGaussian();
    boolean disturbed = random.nextDouble() < BURST_SHARE;
    double burst = disturbed ? Math.abs(BURST * random.nextGaussian()) : 0;
    double log = drift + noise * random.nextGaussian() + burst + Math.log1p(slowdown);
    return figures(100 * Math.exp(log));
  }

  static TrialFigures figures(double millis) {
    return new TrialFigures(List.of(millis), 1000, 40_000, 250_000);
  }

  public static GateTrials of(List<CellTrials> cells) {
    return new GateTrials(BASELINE, CANDIDATE, CONDITIONS, CONDITIONS, true, cells);
  }
}
