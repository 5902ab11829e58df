package dev.ledgerload.harness.bench;

import dev.ledgerload.reports.results.LinkSpeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much to measure. Times are for two cores. */
public enum Preset {
  /** Seconds: shows that everything works; its figures mean little. */
  SMOKE,
  /** About 5 minutes: one JVM for each cell, so it doesn't see how JVMs differ. */
  QUICK,
  /** About 25 minutes on two cores that nobody else uses. */
  STANDARD,
  /** About 75 minutes: as standard, and also 3 and 5 million entries, and rivals. */
  FULL;

  /** What doesn't vary is asked once. */
  static final Repeats ONCE = new Repeats(1, 0, 1);

  /** Two machines of one place, and two that are far apart or have little room between them. */
  private static final List<LinkSpeed> LINKS =
      List.of(new LinkSpeed(1, 1_000_000_000), new LinkSpeed(10, 200_000_000));

  /** What the preset stands for. */
  public Settings settings() {
    return switch (this) {
      case SMOKE -> new Settings(List.of(20_000), 1, 1, 2, List.of());
      case QUICK -> new Settings(List.of(100_000, 300_000, 1_000_000), 1, 1, 3, List.of());
      case STANDARD -> new Settings(List.of(100_000, 300_000, 1_000_000), 5, 3, 6, LINKS);
      case FULL ->
          new Settings(List.of(100_000, 300_000, 1_000_000, 3_000_000, 5_000_000), 5, 3, 6, LINKS);
    };
  }

  /**
   * The days of history that the measured days lie among. Not many where seeding them would take as
   * long as measuring does.
   */
  public int historyDays() {
    return switch (this) {
      case SMOKE -> 0;
      case QUICK -> 10;
      case STANDARD, FULL -> 60;
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
   * @param links over which the headline methods are measured, too
   */
  public record Settings(
      List<Integer> rows, int forks, int warmups, int measurements, List<LinkSpeed> links) {
    /** A million entries' COPY takes longer than a second below this rate. */
    private static final long SLOW_BITS_PER_SECOND = 800_000_000;

    public Settings {
      rows = List.copyOf(rows);
      links = List.copyOf(links);
    }

    /**
     * How often a cell is measured. Over a link it is seldomer: much of the time is the line's,
     * which hardly varies; and where that is slow, and each operation takes seconds, little of it
     * is of what warms up.
     *
     * @param link of the cell
     */
    Repeats repeats(@Nullable LinkSpeed link) {
      if (link == null) {
        return new Repeats(forks, warmups, measurements);
      }
      boolean isSlow = link.bitsPerSecond() < SLOW_BITS_PER_SECOND;
      return new Repeats(
          Math.min(forks, 2),
          isSlow ? Math.min(warmups, 1) : warmups,
          Math.min(measurements, isSlow ? 2 : 3));
    }
  }

  /**
   * How often a cell is measured: in how many JVMs, and how often in each without and with noting.
   */
  record Repeats(int forks, int warmups, int measurements) {}
}
