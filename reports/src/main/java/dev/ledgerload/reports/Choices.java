package dev.ledgerload.reports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which method to take: for what is needed and what is there to run it on, the fastest that was
 * measured and verified, at the largest number of entries. A cold load fills a cache for those who
 * come after it; who only wants the day loads it without.
 *
 * @param rows a line for each need; empty if the run doesn't say how fresh its answers are
 */
record Choices(List<Row> rows) {
  /** The columns' heads after the first. */
  static final List<String> PLACES =
      List.of("only PostgreSQL", "with a Redis", "with a server of days");

  static final String SAME = "the same";

  private static final List<Set<String>> ALLOWED =
      List.of(Set.of("install"), Set.of("install", "redis"), Set.of("install", "server"));

  static final String NOTE =
      "* needs what \"ledgerload install\" puts beside the journal. A method that may be old is as of"
          + " its last refresh or fill, and as fast as this only where the day is held.";

  /**
   * A need.
   *
   * @param need in words
   * @param fits for each of {@link #PLACES} the method and its time; {@link #SAME} where what is
   *     there beside PostgreSQL doesn't help, a dash where none fits
   */
  record Row(String need, List<String> fits) {}

  private enum Need {
    LIVE_ENTRIES("all entries, as they are now", "load", true),
    ENTRIES("all entries, minutes old will do", "load", false),
    LIVE_TOTALS("totals, as they are now", "total", true),
    TOTALS("totals, minutes old will do", "total", false);

    private final String words;
    private final String phase;
    private final boolean live;

    Need(String words, String phase, boolean live) {
      this.words = words;
      this.phase = phase;
      this.live = live;
    }

    boolean isMetBy(Cell cell) {
      boolean whole = cell.grain().equals("ENTRY") && cell.columns().equals("all");
      return cell.phase().equals(phase)
          && (phase.equals("total") || whole)
          && (!live || Objects.equals(cell.freshness(), "live"));
    }
  }

  static Choices of(RunResults results) {
    long entries = results.cells().stream().mapToLong(Cell::rows).max().orElse(0);
    List<Cell> cells =
        results.cells().stream()
            .filter(cell -> cell.rows() == entries && cell.verified() && !cell.floor())
            .filter(cell -> cell.freshness() != null && !cell.isCold())
            .toList();
    if (cells.isEmpty()) {
      return new Choices(List.of());
    }
    var rows = new ArrayList<Row>();
    for (Need need : Need.values()) {
      var fits = ALLOWED.stream().map(allowed -> fit(cells, need, allowed)).toList();
      var first = fits.get(0);
      rows.add(
          new Row(
              need.words,
              IntStream.range(0, fits.size())
                  .mapToObj(i -> i > 0 && fits.get(i).equals(first) ? SAME : fits.get(i))
                  .toList()));
    }
    return new Choices(List.copyOf(rows));
  }

  private static String fit(List<Cell> cells, Need need, Set<String> allowed) {
    Optional<Cell> fastest =
        cells.stream()
            .filter(cell -> need.isMetBy(cell) && allowed.containsAll(cell.needs()))
            .min(Comparator.comparingDouble(Cell::median));
    return fastest
        .map(
            cell ->
                "%s%s: %s"
                    .formatted(
                        Method.of(cell).label(),
                        cell.needs().contains("install") ? "*" : "",
                        Figures.ms(cell.median())))
        .orElse("–");
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }
}
