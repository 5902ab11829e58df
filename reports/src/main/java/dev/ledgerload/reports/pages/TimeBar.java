package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.results.Cell;
import java.util.ArrayList;
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
    if (!(length > 0)) {
      return null;
    }
    double longest = lengths(comparison).max().orElse(length);
    double begin = lengths(comparison).min().orElse(length) / 2;
    return new TimeBar(
        percent(length / longest),
        percent(Math.log(length / begin) / Math.log(longest / begin)),
        parts(row, length));
  }

  /** For who points at it or hears it. */
  String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining(", "));
  }

  private static List<Part> parts(ComparisonRow row, double length) {
    double loadMs = median(row.load());
    if (!(loadMs > 0)) {
      return List.of(new Part("whole", "all in one step", length));
    }
    double worksMs = Double.isNaN(row.clientMs()) ? 0 : row.clientMs();
    List<Part> parts = new ArrayList<>();
    add(
        parts,
        "waits",
        worksMs > 0 ? "waits for the server and the line" : "loads",
        loadMs - worksMs);
    add(parts, "works", "this side works", worksMs);
    add(parts, "processes", "processes", median(row.process()));
    return List.copyOf(parts);
  }

  private static void add(List<Part> parts, String kind, String words, double millis) {
    if (millis > 0) {
      parts.add(new Part(kind, words, millis));
    }
  }

  private static DoubleStream lengths(Comparison comparison) {
    return comparison.rows().stream().mapToDouble(TimeBar::millis).filter(ms -> ms > 0);
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
