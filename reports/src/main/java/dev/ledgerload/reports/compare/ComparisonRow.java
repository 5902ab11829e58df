package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
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
 * @param ofBest this total to the best verified one; null if either is missing
 * @param ofFloor this load to the floor's load of the same rows and columns; null without either
 */
public record ComparisonRow(
    Method method,
    @Nullable Cell load,
    @Nullable Cell process,
    @Nullable Cell total,
    boolean isBaseline,
    @Nullable Ratio improvement,
    @Nullable Ratio loadImprovement,
    @Nullable Ratio ofBest,
    @Nullable Ratio ofFloor) {

  public Figure loadFigure() {
    return Figure.of(load);
  }

  public Figure processFigure() {
    return Figure.of(process);
  }

  public Figure totalFigure() {
    return Figure.of(total);
  }

  /** How much of load and process together is load. */
  public String loadShareText() {
    if (load == null || process == null || !load.succeeded() || !process.succeeded()) {
      return "–";
    }
    double share = load.times().median() / (load.times().median() + process.times().median());
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** {@link Cell#clientMs} of the load; the rest it waited for the server and the line. */
  public double clientMs() {
    return load == null ? Double.NaN : load.clientMs();
  }

  public String improvementText() {
    return text(improvement);
  }

  public String ofFloorText() {
    return text(ofFloor);
  }

  String ofBestText() {
    return text(ofBest);
  }

  /** What rows are sorted by: the total, or else the load; a method without a right answer last. */
  double order() {
    return Stream.of(total, load)
        .filter(cell -> cell != null && cell.isSound())
        .mapToDouble(cell -> Objects.requireNonNull(cell).times().median())
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether its total is the best one. */
  public boolean isBest() {
    return ofBest != null && ofBest.value() == 1;
  }

  /** Whether any of its cells was measured. */
  public boolean hasTimes() {
    return Stream.of(load, total, process).anyMatch(cell -> cell != null && cell.succeeded());
  }

  /** Where the cells' PostgreSQL came from; empty if nothing was measured. */
  public String provider() {
    return Stream.of(load, total, process)
        .filter(Objects::nonNull)
        .map(Cell::provider)
        .findFirst()
        .orElse("");
  }

  private static String text(@Nullable Ratio ratio) {
    return ratio == null ? "–" : ratio.text();
  }
}
