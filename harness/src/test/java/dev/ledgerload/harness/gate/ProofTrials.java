package dev.ledgerload.harness.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.reports.gate.TrialFigures;
import dev.ledgerload.reports.gate.TrialPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Recorded trials of the same build: in each round and cell one by {@link #BASELINE}, one by {@link
 * #EQUAL}, which is the same once more, and one for each slowdown that was put in.
 */
record ProofTrials(List<Trial> trials) {
  static final String FILE = "trials.jsonl";
  static final String BASELINE = "baseline";
  static final String EQUAL = "+0 %";
  static final Map<String, Double> SLOWDOWNS = Map.of("+5 %", 0.05, "+10 %", 0.10, "+20 %", 0.20);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One JVM.
   *
   * @param arm which of the above
   */
  record Trial(int round, String cell, String arm, TrialFigures figures) {}

  ProofTrials {
    trials = List.copyOf(trials);
  }

  static ProofTrials read(Path file) throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (var line : Files.readAllLines(file)) {
      trials.add(JSON.readValue(line, Trial.class));
    }
    return new ProofTrials(trials);
  }

  static String line(Trial trial) {
    try {
      return JSON.writeValueAsString(trial) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers have a JSON", e);
    }
  }

  List<String> cells() {
    return List.copyOf(new TreeSet<>(trials.stream().map(Trial::cell).toList()));
  }

  int rounds() {
    return (int) trials.stream().mapToInt(Trial::round).distinct().count();
  }

  /** The pairs of the baseline with an arm, round by round. */
  List<TrialPair> pairs(String cell, String arm) {
    Map<Integer, TrialFigures> baselines = new HashMap<>();
    Map<Integer, TrialFigures> others = new HashMap<>();
    for (var trial : trials) {
      if (trial.cell().equals(cell) && trial.arm().equals(BASELINE)) {
        baselines.put(trial.round(), trial.figures());
      }
      if (trial.cell().equals(cell) && trial.arm().equals(arm)) {
        others.put(trial.round(), trial.figures());
      }
    }
    List<TrialPair> pairs = new ArrayList<>();
    for (var round : new TreeSet<>(baselines.keySet())) {
      var baseline = baselines.get(round);
      var other = others.get(round);
      if (baseline != null && other != null) {
        pairs.add(new TrialPair(baseline, other));
      }
    }
    return pairs;
  }
}
