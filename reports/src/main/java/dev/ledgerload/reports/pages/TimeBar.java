package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.results.Cell;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a method's time goes, as a bar beside those of the others: its length is the total's, or
 * that of the load where there is no total, and its parts share it by their medians.
 *
 * @param linear its length, of the longest's, as a percentage of CSS
 * @param logarithmic the same on an axis that begins at half of the shortest
 */
record TimeBar(String linear, String logarithmic, List<Part> parts) {

  /**
   * A part of it.
   *
   * @param kind the class that gives its colour
   */
  record Part(String kind, String words, double millis) {

    /** For CSS. */
    String share() {
      return String.format(Locale.ROOT, "%.6f", millis);
    }

    private String text() {
      return words + " " + Figures.time(millis);
    }
  }

  /** A row's; null where nothing of it was measured. */
  static @Nullable TimeBar of(Comparison comparison, ComparisonRow row) {
    double length = millis(row);
    return of(length, comparison.rows().stream().mapToDouble(TimeBar::millis), parts(row, length));
  }

  /**
   * A method's over one of the links: of the time that this side doesn't work, what it takes
   * without the link is the server's, and the rest the line's. Null where it wasn't measured.
   */
  static @Nullable TimeBar of(LinkComparison comparison, LinkComparison.Row row, int link) {
    Cell cell = row.over().get(link).cell();
    return of(
        median(cell),
        comparison.rows().stream().mapToDouble(one -> median(one.over().get(link).cell())),
        parts(row.here(), cell));
  }

  private static @Nullable TimeBar of(double length, DoubleStream lengths, List<Part> parts) {
    if (!(length > 0)) {
      return null;
    }
    double[] measured = lengths.filter(ms -> ms > 0).sorted().toArray();
    double longest = measured[measured.length - 1];
    double begin = measured[0] / 2;
    return new TimeBar(
        percent(length / longest),
        percent(Math.log(length / begin) / Math.log(longest / begin)),
        parts);
  }

  /** For who points at it or hears it. */
  String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining(", "));
  }

  private static List<Part> parts(ComparisonRow row, double length) {
    double loadMs = median(row.load());
    if (!(loadMs > 0)) {
      return partsOf(new Part("whole", "all in one step", length));
    }
    double worksMs = worksMs(row.load());
    return partsOf(
        new Part(
            "waits", worksMs > 0 ? "waits for the server and the line" : "loads", loadMs - worksMs),
        new Part("works", works(row.method().state()), worksMs),
        new Part("processes", "processes", median(row.process())));
  }

  private static List<Part> parts(@Nullable Cell here, @Nullable Cell cell) {
    double lengthMs = median(cell);
    double worksMs = worksMs(cell);
    double serverMs =
        Math.min(Math.max(0, median(here) - worksMs(here)), lengthMs - worksMs); // noise
    return partsOf(
        new Part("waits", here == null ? "" : "the server", serverMs),
        new Part(
            "line",
            here == null ? "the server and the line" : "the line",
            lengthMs - worksMs - serverMs),
        new Part("works", works(cell == null ? null : cell.id().state()), worksMs));
  }

  private static double worksMs(@Nullable Cell cell) {
    double ms = cell == null ? Double.NaN : cell.clientMs();
    return Double.isNaN(ms) ? 0 : ms;
  }

  /** What this side does in a load, by whether the day is kept, or was. */
  private static String works(@Nullable String state) {
    if (state == null) {
      return "this side decodes";
    }
    return state.equals("cold") ? "this side decodes and keeps" : "this side takes over";
  }

  private static List<Part> partsOf(Part... parts) {
    return Stream.of(parts).filter(part -> part.millis() > 0).toList();
  }

  private static double millis(ComparisonRow row) {
    return Stream.of(median(row.total()), median(row.load()))
        .filter(ms -> ms > 0)
        .findFirst()
        .orElse(0.0);
  }

  private static double median(@Nullable Cell cell) {
    return cell == null || !cell.succeeded() ? 0 : cell.times().median();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }
}
