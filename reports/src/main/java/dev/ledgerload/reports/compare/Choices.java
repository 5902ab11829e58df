package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which method to take: for what is needed and what is there to run it on, the fastest that was
 * measured and verified, at the largest number of entries. A cold load fills a cache for those who
 * come after it; who only wants the day loads it without.
 *
 * @param places what there may be to run a method on, the columns' heads after the first; those
 *     that the run measured something for
 * @param rows a line for each need; empty if the run doesn't say how fresh its answers are
 * @param note what a reader of the rows has to know beside; may be empty
 */
public record Choices(List<String> places, List<Row> rows, String note) {
  public static final String SAME = "the same";

  private static final String INSTALL = "install";
  private static final String INSTALLED = "*";

  /** What there may be to run a method on. */
  private enum Place {
    POSTGRES("only PostgreSQL", ""),
    REDIS("with a Redis", "redis"),
    SERVER("with a server of days", "server");

    private final String words;
    private final String beside;

    Place(String words, String beside) {
      this.words = words;
      this.beside = beside;
    }

    boolean has(Cell cell) {
      return cell.needs().stream().allMatch(need -> need.equals(INSTALL) || need.equals(beside));
    }

    /** Else it would be said not to help, and nobody knows. */
    boolean wasMeasured(List<Cell> cells) {
      return this == POSTGRES || cells.stream().anyMatch(cell -> cell.needs().contains(beside));
    }
  }

  /**
   * A need.
   *
   * @param need in words
   * @param fits for each place the method and its time; {@link #SAME} where what is there beside
   *     PostgreSQL doesn't help, a dash where none fits
   */
  public record Row(String need, List<String> fits) {}

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
      boolean whole = cell.id().grain().equals("ENTRY") && cell.id().columns().equals("all");
      return cell.id().phase().equals(phase)
          && (phase.equals("total") || whole)
          && (!live || Objects.equals(cell.freshness(), "live"));
    }
  }

  public static Choices of(RunResults results) {
    long entries = results.cells().stream().mapToLong(cell -> cell.id().rows()).max().orElse(0);
    List<Cell> cells =
        results.cells().stream()
            .filter(cell -> cell.id().rows() == entries && cell.verified() && !cell.floor())
            .filter(cell -> cell.freshness() != null && !cell.id().isCold())
            .toList();
    if (cells.isEmpty()) {
      return new Choices(List.of(), List.of(), "");
    }
    List<Place> places =
        Stream.of(Place.values()).filter(place -> place.wasMeasured(cells)).toList();
    var chosen = new ArrayList<Cell>();
    var rows = new ArrayList<Row>();
    for (Need need : Need.values()) {
      var fits = places.stream().map(place -> fastest(cells, need, place)).toList();
      fits.forEach(fit -> fit.ifPresent(chosen::add));
      var first = fits.get(0);
      rows.add(
          new Row(
              need.words,
              IntStream.range(0, fits.size())
                  .mapToObj(i -> i > 0 && fits.get(i).equals(first) ? SAME : text(fits.get(i)))
                  .toList()));
    }
    return new Choices(
        places.stream().map(place -> place.words).toList(), List.copyOf(rows), note(chosen));
  }

  private static Optional<Cell> fastest(List<Cell> cells, Need need, Place place) {
    return cells.stream()
        .filter(cell -> need.isMetBy(cell) && place.has(cell))
        .min(Comparator.comparingDouble(cell -> cell.times().median()));
  }

  private static String text(Optional<Cell> fit) {
    return fit.map(
            cell ->
                "%s%s: %s"
                    .formatted(
                        Method.of(cell).label(),
                        isInstalled(cell) ? INSTALLED : "",
                        Figures.ms(cell.times().median())))
        .orElse("–");
  }

  private static String note(List<Cell> chosen) {
    var sentences = new ArrayList<String>();
    if (chosen.stream().anyMatch(Choices::isInstalled)) {
      sentences.add(INSTALLED + " needs what \"ledgerload install\" puts next to the journal.");
    }
    if (chosen.stream().anyMatch(cell -> cell.isOld())) {
      sentences.add(
          "A method that may be old is as of its last refresh or fill, and as fast as this only where"
              + " the day is held.");
    }
    return String.join(" ", sentences);
  }

  private static boolean isInstalled(Cell cell) {
    return cell.needs().contains(INSTALL);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }
}
