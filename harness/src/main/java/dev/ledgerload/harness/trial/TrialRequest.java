package dev.ledgerload.harness.trial;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a build is asked: which cells it has, or to measure one.
 *
 * @param protocol the asker's version
 * @param strategies which cells: those of these strategies, besides baseline and floor
 * @param cell to measure; null to name the cells
 * @param warmups unmeasured operations
 * @param measurements measured ones, at least 1
 */
public record TrialRequest(
    int protocol, Set<String> strategies, @Nullable TrialCell cell, int warmups, int measurements) {

  /** Asks which cells there are. */
  public static TrialRequest ofCells(Set<String> strategies) {
    return new TrialRequest(TrialProtocol.VERSION, strategies, null, 0, 0);
  }

  /** Asks to measure one. */
  public static TrialRequest of(TrialCell cell, int warmups, int measurements) {
    return new TrialRequest(TrialProtocol.VERSION, Set.of(), cell, warmups, measurements);
  }
}
