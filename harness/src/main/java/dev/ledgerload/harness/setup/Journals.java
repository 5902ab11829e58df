package dev.ledgerload.harness.setup;

import dev.ledgerload.reports.results.LinkSpeed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The days to measure, ready.
 *
 * @param targets a day for each number of rows
 * @param overLinks the day of the compared number of rows as it is reached over links
 * @param counting the same day as it is reached over a link that counts what it carries and holds
 *     nothing up; null where there can't be one
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
    @Nullable Target counting,
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
