package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a method's load takes beside time.
 *
 * @param cell the load, or the total where the method loads nothing
 */
public record Footprint(Cell cell) {

  /** Of every method that was measured, in the comparison's order. */
  public static List<Footprint> of(Comparison comparison) {
    return comparison.rows().stream()
        .map(row -> row.load() == null ? row.total() : row.load())
        .filter(Objects::nonNull)
        .filter(Cell::succeeded)
        .map(Footprint::new)
        .toList();
  }

  public Method method() {
    return Method.of(cell);
  }

  public String rows() {
    return Figures.count(cell.costs().rowsLoaded());
  }

  /** Of the delivered table; NaN where there is none. */
  public double tableBytes() {
    return cell.costs().bytes() > 0 ? (double) cell.costs().bytes() : Double.NaN;
  }

  /** Read from the server; NaN where that wasn't counted. */
  public double wireBytes() {
    return orNaN(cell.costs().wireBytes() == null ? null : cell.costs().wireBytes().doubleValue());
  }

  /** Allocated on the heap; NaN where that wasn't counted. */
  public double heapBytes() {
    return orNaN(cell.costs().allocBytesPerOp());
  }

  public double perEntry(double bytes) {
    return bytes / (double) cell.id().rows();
  }

  public String cpu() {
    Double cpu = cell.costs().clientCpuMs();
    return cpu == null ? "–" : Figures.time(cpu);
  }

  /** Entries of the day a second. */
  public String entriesPerSecond() {
    return cell.times().median() > 0
        ? Figures.shortCount((double) cell.id().rows() * 1e3 / cell.times().median()) + "/s"
        : "–";
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
