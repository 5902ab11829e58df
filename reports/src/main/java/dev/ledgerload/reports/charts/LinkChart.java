package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.LinkComparison.Row;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.Cell;
import java.awt.Color;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Each method's time without a link and over each of them, as marks on one logarithmic axis that a
 * line joins; and as lines from top to bottom what the floor takes over each link.
 */
public final class LinkChart {
  private static final int MARKER_SIZE = 10;
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private final XYChart chart;
  private final List<Row> rows;
  private final Palette palette;

  private LinkChart(XYChart chart, List<Row> rows, Palette palette) {
    this.chart = chart;
    this.rows = rows;
    this.palette = palette;
  }

  /** The methods that the chart shows, in order; the floor is no method. */
  public static List<Row> shown(LinkComparison comparison) {
    return comparison.rows().stream()
        .filter(row -> !row.method().floor() && row.hasTimes())
        .toList();
  }

  /** Nothing if no method was measured over a link. */
  static Optional<XYChart> of(LinkComparison comparison, Palette palette) {
    List<Row> rows = shown(comparison);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    double[] all =
        comparison.rows().stream()
            .flatMap(row -> Stream.concat(Stream.ofNullable(row.here()), over(row)))
            .filter(Cell::succeeded)
            .mapToDouble(cell -> cell.times().median())
            .sorted()
            .toArray();
    double min = all[0] / 1.3;
    double max = all[all.length - 1] * 1.3;
    List<Method> methods = rows.stream().map(Row::method).toList();
    XYChart chart = ChartStyle.rows(methods, "milliseconds, logarithmic", palette);
    XYStyler style = chart.getStyler();
    style.setXAxisLogarithmic(true).setXAxisLogarithmicDecadeOnly(false);
    style.setXAxisMin(min).setXAxisMax(max);
    style.setMarkerSize(MARKER_SIZE);
    chart.setCustomXAxisTickLabelsFormatter(ChartStyle.logTicks(min, max, Figures::plain));
    ChartStyle.addNames(chart, methods, min, palette);

    var drawing = new LinkChart(chart, rows, palette);
    drawing.addRanges();
    drawing.addMarks("no link", palette.muted(), MARKERS[0], Row::here);
    for (int i = 0; i < comparison.links().size(); i++) {
      int link = i;
      drawing.addMarks(
          comparison.links().get(link).label(),
          color(palette, link),
          MARKERS[(link + 1) % MARKERS.length],
          row -> row.over().get(link).cell());
    }
    comparison.rows().stream()
        .filter(row -> row.method().floor())
        .forEach(floor -> drawing.addFloors(comparison, floor));
    return Optional.of(chart);
  }

  private static Stream<Cell> over(Row row) {
    return row.over().stream().flatMap(passage -> Stream.ofNullable(passage.cell()));
  }

  private void addRanges() {
    var ranges = new SeriesPoints();
    for (int i = 0; i < rows.size(); i++) {
      double y = ChartStyle.rowOf(i, rows.size());
      double[] times =
          Stream.concat(Stream.ofNullable(rows.get(i).here()), over(rows.get(i)))
              .filter(Cell::succeeded)
              .mapToDouble(cell -> cell.times().median())
              .sorted()
              .toArray();
      ranges.addLine(times[0], y, times[times.length - 1], y);
    }
    ChartStyle.addLines(chart, "from least to most", ranges, palette.grid(), 2f);
    chart.getSeries("from least to most").setShowInLegend(false);
  }

  private void addMarks(
      String name, Color color, Marker marker, Function<Row, @Nullable Cell> cellOf) {
    var marks = new SeriesPoints();
    for (int i = 0; i < rows.size(); i++) {
      Cell cell = cellOf.apply(rows.get(i));
      if (cell != null && cell.succeeded()) {
        marks.add(cell.times().median(), ChartStyle.rowOf(i, rows.size()));
      }
    }
    ChartStyle.addMarks(chart, name, marks, color, marker);
  }

  private void addFloors(LinkComparison comparison, Row floor) {
    for (int i = 0; i < comparison.links().size(); i++) {
      Cell cell = floor.over().get(i).cell();
      if (cell != null && cell.succeeded()) {
        double ms = cell.times().median();
        ChartStyle.addCurve(
            chart,
            "floor over " + comparison.links().get(i).label(),
            new double[] {ms, ms},
            new double[] {-0.6, rows.size() - 0.4},
            color(palette, i),
            ChartStyle.dashed(3f, 4f));
      }
    }
  }

  private static Color color(Palette palette, int link) {
    return palette.series().get(link % palette.series().size());
  }
}
