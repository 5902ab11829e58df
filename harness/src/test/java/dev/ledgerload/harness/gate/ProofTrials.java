package dev.ledgerload.harness.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.reports.gate.TrialPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Recorded pairs of the same build: in each round and cell one for {@link #EQUAL}, where both sides
 * are the same, and one for each slowdown that was put into the candidate.
 */
record ProofTrials(List<Trial> trials) {
  static final String FILE = "trials.jsonl";
  static final String CONDITIONS = "conditions.json";
  static final String EQUAL = "+0 %";
  static final Map<String, Double> SLOWDOWNS = Map.of("+5 %", 0.05, "+10 %", 0.10, "+20 %", 0.20);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Two JVMs.
   *
   * @param arm which of the above
   */
  record Trial(int round, String cell, String arm, TrialPair pair) {}

  ProofTrials {
    trials = List.copyOf(trials);
  }

  /** Those of a directory; none if it has no file of them. */
  static ProofTrials read(Path directory) throws IOException {
    var file = directory.resolve(FILE);
    List<Trial> trials = new ArrayList<>();
    if (!Files.exists(file)) {
      return new ProofTrials(trials);
    }
    for (var line : Files.readAllLines(file)) {
      trials.add(JSON.readValue(line, Trial.class));
    }
    return new ProofTrials(trials);
  }

  /**
   * Notes the conditions of a directory's trials.
   *
   * @throws IllegalArgumentException if others are noted there
   */
  static void requireConditions(Path directory, Map<String, String> conditions) throws IOException {
    var file = directory.resolve(CONDITIONS);
    if (!Files.exists(file)) {
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(conditions) + "\n");
    }
    if (!conditions(directory).equals(conditions)) {
      throw new IllegalArgumentException(
          "%s holds trials made under other conditions, see %s: remove both, or go on there"
              .formatted(directory, CONDITIONS));
    }
  }

  static Map<String, String> conditions(Path directory) throws IOException {
    return JSON.readValue(
        directory.resolve(CONDITIONS).toFile(), new TypeReference<TreeMap<String, String>>() {});
  }

  static String line(Trial trial) {
    try {
      return JSON.writeValueAsString(trial) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers have a JSON", e);
    }
  }

  boolean has(int round, String cell, String arm) {
    return trials.stream()
        .anyMatch(
            trial ->
                trial.round() == round && trial.cell().equals(cell) && trial.arm().equals(arm));
  }

  List<String> cells() {
    return List.copyOf(new TreeSet<>(trials.stream().map(Trial::cell).toList()));
  }

  int rounds() {
    return (int) trials.stream().mapToInt(Trial::round).distinct().count();
  }

  /** The pairs of an arm, round by round. */
  List<TrialPair> pairs(String cell, String arm) {
    return trials.stream()
        .filter(trial -> trial.cell().equals(cell) && trial.arm().equals(arm))
        .sorted(Comparator.comparingInt(Trial::round))
        .map(Trial::pair)
        .toList();
  }
}
