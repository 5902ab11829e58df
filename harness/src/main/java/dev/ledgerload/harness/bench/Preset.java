package dev.ledgerload.harness.bench;

import java.util.List;

/** How much to measure. Times are for two cores. */
public enum Preset {
  /** Seconds: shows that everything works; its figures mean little. */
  SMOKE,
  /** About 5 minutes: one JVM for each cell, so it doesn't see how JVMs differ. */
  QUICK,
  /** About 30 minutes. */
  STANDARD,
  /** About 70 minutes: as standard, and also 3 and 5 million entries. */
  FULL;

  /** What the preset stands for. */
  public Settings settings() {
    return switch (this) {
      case SMOKE -> new Settings(List.of(20_000), 1, 1, 2);
      case QUICK -> new Settings(List.of(100_000, 300_000, 1_000_000), 1, 1, 3);
      case STANDARD -> new Settings(List.of(100_000, 300_000, 1_000_000), 5, 3, 6);
      case FULL ->
          new Settings(List.of(100_000, 300_000, 1_000_000, 3_000_000, 5_000_000), 5, 3, 6);
    };
  }

  /**
   * What to measure, how often.
   *
   * @param rows entries of the measured days, ascending; methods, columns and processors are
   *     compared at the largest up to a million, the others show how the costs of two methods grow
   * @param forks JVMs for each cell
   * @param warmups unmeasured operations in each JVM
   * @param measurements measured operations in each JVM
   */
  public record Settings(List<Integer> rows, int forks, int warmups, int measurements) {
    public Settings {
      rows = List.copyOf(rows);
    }
  }
}
