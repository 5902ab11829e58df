package dev.ledgerload.reports.compare;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What links do to methods.
 *
 * @param entries of the day
 * @param links in the order measured
 * @param rows a line for each method: the fastest over the last link first, the floor last
 */
public record LinkComparison(long entries, List<LinkSpeed> links, List<Row> rows) {

  /**
   * A method.
   *
   * @param here without a link: to load the day, or to give its totals where it loads none; null if
   *     the run has none
   * @param over the same over each of the links
   */
  public record Row(Method method, @Nullable Cell here, List<Passage> over) {
    public Figure hereFigure() {
      return Figure.of(here);
    }

    private double order() {
      Cell last = over.get(over.size() - 1).cell();
      return last != null && last.isSound() ? last.times().median() : Double.POSITIVE_INFINITY;
    }

    /** Whether it was measured over any link. */
    public boolean hasTimes() {
      return over.stream().anyMatch(Passage::hasTime);
    }
  }

  /**
   * A method over a link.
   *
   * @param cell null if the run has none
   * @param ofFloor its time to that of a COPY of the same day over the same link, which is only
   *     received; null without either
   * @param limit what its time should not exceed; null where not all that makes it is known
   */
  public record Passage(@Nullable Cell cell, @Nullable Ratio ofFloor, @Nullable Limit limit) {
    public Figure figure() {
      return Figure.of(cell);
    }

    public boolean hasTime() {
      return cell != null && cell.succeeded();
    }

    /** What was carried, both ways. */
    public String bytesText() {
      Long bytes = cell == null ? null : cell.costs().wireBytes();
      return bytes == null ? "–" : Figures.bytes(bytes);
    }

    public String ofFloorText() {
      return ofFloor == null ? "–" : ofFloor.text();
    }
  }

  /**
   * What a method's time over a link should not exceed: a tenth more than its bytes take on the
   * line, its own time without the link, and three round trips one after the other. Over a link a
   * JVM does fewer operations, so its own time is that of operations as early in theirs.
   *
   * @param used the method's time to that
   * @param surelyUsed the same of where the interval of that time begins
   */
  public record Limit(double ms, double used, double surelyUsed) {
    private static final double TOLERANCE = 1.1;
    private static final int ROUND_TRIPS = 3;

    private static @Nullable Limit of(@Nullable Cell cell, @Nullable Cell here) {
      if (cell == null || here == null || !cell.isSound() || !here.isSound()) {
        return null;
      }
      Long bytes = cell.costs().wireBytes();
      if (bytes == null) {
        return null;
      }
      LinkSpeed link = requireNonNull(cell.id().link());
      double hereMs = here.times().medianAsWarmAs(cell.times());
      double ms = TOLERANCE * (link.msOf(bytes) + hereMs + ROUND_TRIPS * link.roundTripMs());
      double surelyMs =
          Double.isNaN(cell.times().ciLow()) ? cell.times().median() : cell.times().ciLow();
      return new Limit(ms, cell.times().median() / ms, surelyMs / ms);
    }

    /** Whether it takes longer, for all that its noise lets tell. */
    public boolean isExceeded() {
      return surelyUsed > 1;
    }

    /** Whether it may take longer, or not. */
    boolean isDoubtful() {
      return used > 1 && !isExceeded();
    }

    /** {@code 0.93×}. */
    public String text() {
      return Figures.times(used);
    }

    /** {@code of 861 ms}. */
    public String detail() {
      return "of " + Figures.time(ms);
    }
  }

  /** Without rows if the run has no links. */
  public static LinkComparison of(RunResults results) {
    List<LinkSpeed> links = results.links();
    Map<Method, List<Cell>> methods = new LinkedHashMap<>();
    results
        .linkedCells()
        .forEach(
            cell ->
                methods.computeIfAbsent(Method.of(cell), method -> new ArrayList<>()).add(cell));
    List<Cell> floors = results.linkedCells().stream().filter(Cell::floor).toList();
    var rows = new ArrayList<Row>();
    methods.forEach(
        (method, cells) -> {
          Cell here = here(results, cells.get(0).id());
          rows.add(
              new Row(
                  method,
                  here,
                  links.stream()
                      .map(link -> passage(over(cells, link), here, over(floors, link)))
                      .toList()));
        });
    rows.sort(
        Comparator.comparing((Row row) -> row.method().floor()).thenComparingDouble(Row::order));
    long entries = results.linkedCells().stream().mapToLong(c -> c.id().rows()).max().orElse(0);
    return new LinkComparison(entries, links, List.copyOf(rows));
  }

  private static Passage passage(@Nullable Cell cell, @Nullable Cell here, @Nullable Cell floor) {
    return new Passage(cell, Ratio.of(cell, floor), Limit.of(cell, here));
  }

  private static @Nullable Cell here(RunResults results, CellId linked) {
    CellId here = linked.over(null);
    return results.cells().stream().filter(c -> c.id().equals(here)).findFirst().orElse(null);
  }

  private static @Nullable Cell over(List<Cell> cells, LinkSpeed link) {
    return cells.stream().filter(c -> link.equals(c.id().link())).findFirst().orElse(null);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public String entriesText() {
    return Figures.count(entries);
  }

  /** Which methods take longer than their limit, or may, and by how much. */
  public String verdict() {
    String exceeded = those(Limit::isExceeded);
    String doubtful = those(Limit::isDoubtful);
    if (exceeded.isEmpty()) {
      return doubtful.isEmpty()
          ? "No method takes longer than its limit."
          : "No method surely takes longer than its limit; by its median does %s."
              .formatted(doubtful);
    }
    return "Longer than the limit: %s.%s"
        .formatted(
            exceeded,
            doubtful.isEmpty() ? "" : " By the median, but not surely: " + doubtful + ".");
  }

  private String those(Predicate<Limit> which) {
    List<String> those = new ArrayList<>();
    for (Row row : rows) {
      for (int i = 0; i < links.size(); i++) {
        Limit limit = row.over().get(i).limit();
        if (limit != null && which.test(limit)) {
          those.add(
              "%s over %s (%s)"
                  .formatted(row.method().label(), links.get(i).label(), limit.text()));
        }
      }
    }
    return String.join("; ", those);
  }
}
