package dev.ledgerload.harness.setup;

import dev.ledgerload.reports.results.LinkSpeed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * The days to measure, ready.
 *
 * @param targets a day for each number of rows
 * @param overLinks the day of the compared number of rows as it is reached over links
 * @param provider where PostgreSQL comes from
 * @param postgres the server's version and settings
 * @param redis the Redis's, if there is one
 * @param facts what the journal is
 * @param plan what the day at which methods are compared lies among, as far as that is known, and
 *     how the server would read it
 */
public record Journals(
    SortedMap<Integer, Target> targets,
    Map<LinkSpeed, Target> overLinks,
    String provider,
    Map<String, String> postgres,
    Map<String, String> redis,
    Map<String, String> facts,
    Map<String, String> plan) {

  /** What the journal is, and how its server finds the day. */
  public Map<String, String> allFacts() {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.putAll(plan);
    return all;
  }
}
