package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When filling a cache has paid: after how many hits one fill and the hits took no more than
 * loading the day directly each time would have.
 *
 * @param cold loads the day and keeps it
 * @param warm a hit
 * @param direct the fastest verified load of the same grain and columns as of now that keeps
 *     nothing
 * @param hits at the medians; 0 if the fill itself is not slower than the direct load, infinite if
 *     no number of hits pays
 * @param low the fewest that the three medians' 95 % intervals allow; NaN without intervals
 * @param high the most
 */
public record BreakEven(Cell cold, Cell warm, Cell direct, double hits, double low, double high) {
  /*
   * Fill and n hits: cold + n·warm. Directly: (n + 1)·direct. The first is no more once n reaches
   * (cold − direct) ÷ (direct − warm), which grows with cold and warm and falls with direct: its
   * ends are at the intervals' opposite ends.
   */

  /** Of every method whose load was measured both warm and cold, in the comparison's order. */
  public static List<BreakEven> of(Comparison comparison) {
    List<Cell> loads =
        comparison.rows().stream()
            .map(ComparisonRow::load)
            .filter(load -> load != null && load.verified())
            .map(Objects::requireNonNull)
            .toList();
    var breakEvens = new ArrayList<BreakEven>();
    for (Cell cold : loads) {
      if (cold.id().isCold()) {
        Cell warm = warmOf(cold, loads);
        Optional<Cell> direct = direct(cold, loads);
        if (warm != null && direct.isPresent()) {
          breakEvens.add(of(cold, warm, direct.get()));
        }
      }
    }
    return List.copyOf(breakEvens);
  }

  public static BreakEven of(Cell cold, Cell warm, Cell direct) {
    return new BreakEven(
        cold,
        warm,
        direct,
        hits(cold.times().median(), warm.times().median(), direct.times().median()),
        hits(cold.times().ciLow(), warm.times().ciLow(), direct.times().ciHigh()),
        hits(cold.times().ciHigh(), warm.times().ciHigh(), direct.times().ciLow()));
  }

  /** What one load of the day takes on average, over a fill and the hits after it. */
  public double meanMs(double loads) {
    return (cold.times().median() + (loads - 1) * warm.times().median()) / loads;
  }

  /** {@code 2 hits}, {@code the fill itself} or {@code never}. */
  public String hitsText() {
    return text(hits);
  }

  /** {@code [1, 4]}; empty where there is no interval. */
  public String interval() {
    return Double.isNaN(low) || Double.isNaN(high) ? "" : "[%s, %s]".formatted(end(low), end(high));
  }

  /** The name of the cache, without the state. */
  public String name() {
    return Method.of(cold).label().replace(" · cold", "");
  }

  private static double hits(double coldMs, double warmMs, double directMs) {
    if (Double.isNaN(coldMs) || Double.isNaN(warmMs) || Double.isNaN(directMs)) {
      return Double.NaN;
    }
    if (warmMs >= directMs) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.max(0, Math.ceil((coldMs - directMs) / (directMs - warmMs)));
  }

  private static String text(double hits) {
    if (hits == 0) {
      return "at once";
    }
    return Double.isInfinite(hits) ? "never" : end(hits) + (hits == 1 ? " hit" : " hits");
  }

  private static String end(double hits) {
    return Double.isInfinite(hits) ? "never" : Figures.count((long) hits);
  }

  private static @Nullable Cell warmOf(Cell cold, List<Cell> loads) {
    return loads.stream()
        .filter(load -> "warm".equals(load.id().state()) && sameShape(load, cold))
        .filter(load -> load.id().strategy().equals(cold.id().strategy()))
        .filter(load -> load.id().variant().equals(cold.id().variant()))
        .findFirst()
        .orElse(null);
  }

  private static Optional<Cell> direct(Cell cold, List<Cell> loads) {
    return loads.stream()
        .filter(load -> load.id().state() == null && !load.floor() && sameShape(load, cold))
        .filter(load -> !load.isOld())
        .min(Comparator.comparingDouble(cell -> cell.times().median()));
  }

  private static boolean sameShape(Cell one, Cell other) {
    return one.id().grain().equals(other.id().grain())
        && one.id().columns().equals(other.id().columns());
  }
}
