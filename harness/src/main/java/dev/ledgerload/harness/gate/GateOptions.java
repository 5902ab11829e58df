package dev.ledgerload.harness.gate;

import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.testbed.TestbedOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a gate measures.
 *
 * @param budget how long all pairs may take; decides how many of them each cell gets
 * @param rows entries of the day, at least 1
 * @param strategies the strategies to measure besides baseline and floor; empty for all
 * @param cells only cells whose key contains one of these; empty for all
 * @param warmups unmeasured operations of each trial
 * @param operations how many operations each trial measures
 * @param seed of the journal and of the order of trials
 * @param rules of the decision
 * @param testbed where the journal is to live
 * @param history the candidate's times are added to this file; null for none
 * @param output gets the run's directory
 */
public record GateOptions(
    Duration budget,
    int rows,
    Set<String> strategies,
    Set<String> cells,
    int warmups,
    Operations operations,
    long seed,
    GateRules rules,
    TestbedOptions testbed,
    @Nullable Path history,
    Path output) {

  /** The warm-ups unless someone says otherwise. */
  public static final int WARMUPS = 4;

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public GateOptions {
    require(!budget.isNegative() && !budget.isZero(), "--budget must be more than nothing");
    require(rows >= 1, "--rows must be at least 1");
    require(warmups >= 0, "--warmups must be 0 or more");
    strategies = Set.copyOf(strategies);
    cells = Set.copyOf(cells);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
