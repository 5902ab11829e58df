package dev.ledgerload.reports;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A method's line in the comparison table.
 *
 * @param load its load cell, null if the run has none
 * @param process the step from the loaded day to totals, by the direct kernel
 * @param total both together
 * @param isBaseline whether improvements are against this one
 * @param improvement the baseline's total to this total; null if either failed or wasn't verified
 * @param loadImprovement the same of the loads
 * @param ofFloor this load to the floor's load of the same rows and columns; null without either
 */
record ComparisonRow(
    Method method,
    @Nullable Cell load,
    @Nullable Cell process,
    @Nullable Cell total,
    boolean isBaseline,
    @Nullable Ratio improvement,
    @Nullable Ratio loadImprovement,
    @Nullable Ratio ofFloor,
    List<SeedClaim> claims) {

  Figure loadFigure() {
    return Figure.of(load);
  }

  Figure processFigure() {
    return Figure.of(process);
  }

  Figure totalFigure() {
    return Figure.of(total);
  }

  String claimText() {
    return claims.isEmpty()
        ? "–"
        : claims.stream().map(SeedClaim::text).collect(Collectors.joining("; "));
  }

  String improvementText() {
    return text(improvement);
  }

  String ofFloorText() {
    return text(ofFloor);
  }

  private static String text(@Nullable Ratio ratio) {
    return ratio == null ? "–" : ratio.text();
  }
}
