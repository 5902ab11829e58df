package dev.ledgerload.reports.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Under what conditions trials were made: only those made under the same ones can be compared.
 *
 * @param facts machine, JDK, server settings, provider, journal's seed and size, how trials are
 *     made; by name, none of which changes while a machine does nothing else
 */
public record Conditions(Map<String, String> facts) {
  public Conditions {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /** What differs from another's, a sentence each; empty if trials of both can be compared. */
  public List<String> differences(Conditions other) {
    var names = new TreeSet<>(facts.keySet());
    names.addAll(other.facts.keySet());
    List<String> differences = new ArrayList<>();
    for (var name : names) {
      var mine = facts.getOrDefault(name, "not there");
      var others = other.facts.getOrDefault(name, "not there");
      if (!mine.equals(others)) {
        differences.add(
            "%s: %s for the baseline, %s for the candidate".formatted(name, mine, others));
      }
    }
    return List.copyOf(differences);
  }
}
