package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.compare.Needs;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.Cell;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Each strategy's total on a logarithmic axis, marked by whether it answers as of now, with what it
 * needs beside PostgreSQL.
 */
public final class FreshnessChart {
  private static final double LABEL_GAP = 12;

  private FreshnessChart() {}

  /** The totals that the chart shows, the fastest first: right answers whose freshness is known. */
  public static List<Cell> totals(StrategyComparison comparison) {
    return comparison.rows().stream()
        .map(StrategyComparison.Row::method)
        .map(ComparisonRow::total)
        .filter(Objects::nonNull)
        .filter(total -> total.verified() && total.freshness() != null)
        .sorted(Comparator.comparingDouble(total -> total.times().median()))
        .toList();
  }

  /** Nothing if nothing was measured whose freshness is known. */
  static Optional<XYChart> of(StrategyComparison comparison, Palette palette) {
    List<Cell> totals = totals(comparison);
    if (totals.isEmpty()) {
      return Optional.empty();
    }
    double min = totals.get(0).times().median() / 1.6;
    double max = totals.get(totals.size() - 1).times().median();
    List<Method> methods = totals.stream().map(Method::of).toList();
    max *= Math.pow(max / min, roomFor(totals, methods));
    XYChart chart =
        ChartStyle.logarithmicRows(
            methods, "milliseconds to the day's totals, logarithmic", min, max, false, palette);
    for (int i = 0; i < methods.size(); i++) {
      chart.addAnnotation(
          new ChartLabel(
              label(totals.get(i)),
              totals.get(i).times().median(),
              ChartStyle.rowOf(i, methods.size()),
              LABEL_GAP,
              Typeface.semiBold(ChartStyle.TEXT_SIZE),
              palette.text()));
    }
    add(
        chart,
        "As of now",
        totals,
        total -> !total.isOld(),
        palette.client(),
        SeriesMarkers.CIRCLE);
    add(
        chart,
        "As of the last fill or refresh",
        totals,
        Cell::isOld,
        palette.process(),
        SeriesMarkers.DIAMOND);
    ChartStyle.addNames(chart, methods, min, palette);
    return Optional.of(chart);
  }

  /** {@code 27.1 ms, needs a Redis}. */
  static String label(Cell total) {
    String needs = Needs.of(total);
    return Figures.time(total.times().median()) + (needs.isEmpty() ? "" : ", needs " + needs);
  }

  /** The share of the axis, as of its data's, that the labels take at its end. */
  private static double roomFor(List<Cell> totals, List<Method> methods) {
    double longest =
        totals.stream()
            .mapToDouble(
                total -> ChartLabel.width(label(total), Typeface.semiBold(ChartStyle.TEXT_SIZE)))
            .max()
            .orElse(0);
    double room = longest + 2 * LABEL_GAP;
    double plot = ChartStyle.plotWidth(methods);
    return room / Math.max(plot / 2, plot - room);
  }

  private static void add(
      XYChart chart,
      String name,
      List<Cell> totals,
      Predicate<Cell> isMarked,
      Color color,
      Marker marker) {
    var marks = new SeriesPoints();
    for (int i = 0; i < totals.size(); i++) {
      if (isMarked.test(totals.get(i))) {
        marks.add(totals.get(i).times().median(), ChartStyle.rowOf(i, totals.size()));
      }
    }
    ChartStyle.addMarks(chart, name, marks, color, marker);
  }
}
