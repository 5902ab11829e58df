package dev.ledgerload.loader.redis;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a server makes room when its memory is full.
 *
 * @param maxMemoryBytes 0 if it has no limit, -1 if it doesn't say
 * @param policy as its setting {@code maxmemory-policy}
 */
record Eviction(long maxMemoryBytes, String policy) {
  private static final String NONE = "noeviction";

  /** What the lines of {@code INFO memory} say, if any. */
  static Eviction of(String info) {
    Map<String, String> said =
        info.lines()
            .map(line -> line.split(":", 2))
            .filter(words -> words.length == 2)
            .collect(Collectors.toMap(words -> words[0], words -> words[1], (one, two) -> two));
    return new Eviction(
        Long.parseLong(said.getOrDefault("maxmemory", "-1")),
        said.getOrDefault("maxmemory_policy", ""));
  }

  /** Whether the server may throw out what it has taken. */
  boolean isPossible() {
    return maxMemoryBytes != 0 && !policy.equals(NONE);
  }

  /** That, and what to do about it. */
  @Override
  public String toString() {
    var settings =
        maxMemoryBytes < 0
            ? ""
            : "its maxmemory is %d bytes, its maxmemory-policy %s: "
                .formatted(maxMemoryBytes, policy);
    return settings
        + "raise maxmemory, or set maxmemory-policy to noeviction, so that it refuses what it has no"
        + " room for";
  }
}
