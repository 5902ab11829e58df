package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fact of the environment, of the preset or of the provider that isn't the same in all runs.
 *
 * @param values of each run, empty where it lacks the fact
 */
public record RunDifference(String group, String fact, List<String> values) {
  /** Differ between any two runs, or are what one compares. */
  private static final Set<String> EXPECTED = Set.of("port", "commit", "command", "rows a day");

  private static final Set<String> MOMENTARY =
      Set.of("load average", "load average at start", "load average at end", "steal");

  static List<RunDifference> of(List<RunResults> runs) {
    var differences = new ArrayList<RunDifference>();
    add(differences, "run", "preset", runs.stream().map(RunResults::preset).toList());
    add(differences, "run", "provider", runs.stream().map(RunResults::provider).toList());
    for (String group : runs.get(0).environment().groups().keySet()) {
      List<Map<String, String>> facts =
          runs.stream()
              .map(run -> run.environment().groups().getOrDefault(group, Map.of()))
              .toList();
      var names = new LinkedHashSet<String>();
      facts.forEach(ofRun -> names.addAll(ofRun.keySet()));
      for (String name : names) {
        add(differences, group, name, facts.stream().map(f -> f.getOrDefault(name, "")).toList());
      }
    }
    return List.copyOf(differences);
  }

  /** Whether it can change times by itself. */
  boolean weighty() {
    return !EXPECTED.contains(fact) && !MOMENTARY.contains(fact);
  }

  public String name() {
    return groupName(group) + ": " + fact;
  }

  /** A group of an environment, under the name people use. */
  public static String groupName(String group) {
    return switch (group) {
      case "jvm" -> "JVM";
      case "postgres" -> "PostgreSQL";
      case "redis" -> "Redis";
      case "machine" -> "Machine";
      case "journal" -> "Journal";
      case "source" -> "Source";
      default -> group;
    };
  }

  private static void add(
      List<RunDifference> differences, String group, String fact, List<String> values) {
    if (values.stream().distinct().count() > 1) {
      differences.add(new RunDifference(group, fact, values));
    }
  }
}
