package dev.ledgerload.reports.pages;

import static java.time.ZoneOffset.UTC;

import dev.ledgerload.reports.results.Environment;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.RunResults;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a run's figures come from, on one line; a fact that the run lacks is left out. */
final class Provenance {
  private Provenance() {}

  /** Date, machine, cores, JDK, PostgreSQL, provider, commit, preset. */
  static String line(RunResults results) {
    Environment environment = results.environment();
    var facts = new ArrayList<String>();
    facts.add(LocalDate.ofInstant(results.startedAt(), UTC).toString());
    add(facts, "", first(environment.machine(), "cpu"), "");
    String cores = first(environment.machine(), "cores");
    add(facts, "", cores, "1".equals(cores) ? " core" : " cores");
    add(facts, "JDK ", first(environment.jvm(), "version"), "");
    add(facts, "PostgreSQL ", first(environment.postgres(), "server_version"), "");
    facts.add(results.provider());
    add(facts, "commit ", first(environment.source(), "commit", "git commit"), "");
    facts.add("preset " + results.preset());
    return String.join(" · ", facts);
  }

  /** The same, and the links that it was measured over, too. */
  static String lineWithLinks(RunResults results) {
    var links = results.links().stream().map(LinkSpeed::label).toList();
    return line(results) + (links.isEmpty() ? "" : " · also over " + String.join(", ", links));
  }

  private static void add(List<String> facts, String before, @Nullable String fact, String after) {
    if (fact != null) {
      facts.add(before + fact + after);
    }
  }

  private static @Nullable String first(Map<String, String> facts, String... names) {
    for (String name : names) {
      String fact = facts.get(name);
      if (fact != null && !fact.isBlank()) {
        return fact;
      }
    }
    return null;
  }
}
