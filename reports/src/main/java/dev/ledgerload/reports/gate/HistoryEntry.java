package dev.ledgerload.reports.gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one commit took, as one gate measured it.
 *
 * @param commit of the candidate
 * @param at when it was measured
 * @param conditions a digest of the conditions: only times made under the same ones are a series
 * @param millis by cell, the middle of the candidate's trials
 */
public record HistoryEntry(
    String commit, Instant at, String conditions, Map<String, Double> millis) {
  private static final int DIGEST_BYTES = 8;

  /**
   * @throws IllegalArgumentException if a time isn't above 0
   */
  public HistoryEntry {
    for (double time : millis.values()) {
      if (!(time > 0) || Double.isInfinite(time)) {
        throw new IllegalArgumentException("a time must be above 0 ms, not " + time);
      }
    }
    millis = Collections.unmodifiableMap(new TreeMap<>(millis));
  }

  /** Of a gate's candidate; cells that failed are left out. */
  public static HistoryEntry of(GateTrials trials, Instant at) {
    Map<String, Double> millis = new TreeMap<>();
    for (var cell : trials.cells()) {
      if (!cell.failed() && !cell.first().isEmpty()) {
        double[] times =
            cell.first().stream()
                .mapToDouble(pair -> pair.candidate().middleMillis())
                .sorted()
                .toArray();
        millis.put(cell.cell(), ExactTier.middle(times));
      }
    }
    return new HistoryEntry(
        trials.candidate().commit(), at, digest(trials.candidateConditions()), millis);
  }

  private static String digest(Conditions conditions) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var text = conditions.facts().toString(); // in the order of the names
      byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
