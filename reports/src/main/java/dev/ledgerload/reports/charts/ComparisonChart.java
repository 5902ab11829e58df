package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.Cell;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;

/**
 * Where each method's time goes: the parts stacked, the floor marked, the total's interval as a
 * line.
 */
final class ComparisonChart {
  private static final double HALF_BAR = 0.31;
  private static final double LABEL_GAP = 8;

  private final XYChart chart;
  private final double pixelsPerMs;
  private final Palette palette;
  private final SeriesPoints load = new SeriesPoints();
  private final SeriesPoints client = new SeriesPoints();
  private final SeriesPoints process = new SeriesPoints();
  private final SeriesPoints whole = new SeriesPoints();
  private final SeriesPoints floor = new SeriesPoints();
  private final SeriesPoints interval = new SeriesPoints();

  private ComparisonChart(XYChart chart, double pixelsPerMs, Palette palette) {
    this.chart = chart;
    this.pixelsPerMs = pixelsPerMs;
    this.palette = palette;
  }

  /** Nothing if no method was measured. */
  static Optional<XYChart> of(Comparison comparison, Palette palette) {
    List<ComparisonRow> rows =
        comparison.rows().stream().filter(row -> !row.method().floor()).toList();
    double longest = rows.stream().mapToDouble(ComparisonChart::end).max().orElse(0);
    if (!(longest > 0)) {
      return Optional.empty();
    }
    List<Method> methods = rows.stream().map(ComparisonRow::method).toList();
    double max = longest * roomFor(rows, methods);
    var drawing =
        new ComparisonChart(
            ChartStyle.rows(methods, "milliseconds", palette),
            ChartStyle.plotWidth(methods) / max,
            palette);
    drawing.chart.getStyler().setXAxisMin(0.0).setXAxisMax(max);
    drawing.chart.getStyler().setXAxisDecimalPattern("#,##0.###");
    drawing.chart.getStyler().setMarkerSize(RoundMarker.LEGEND_HEIGHT);
    for (int i = 0; i < rows.size(); i++) {
      drawing.add(rows.get(i), ChartStyle.rowOf(i, rows.size()));
    }
    ChartStyle.addNames(drawing.chart, methods, 0, palette);
    drawing.addSeries();
    return Optional.of(drawing.chart);
  }

  /** How much longer than the longest bar the axis has to be for the label at its end. */
  private static double roomFor(List<ComparisonRow> rows, List<Method> methods) {
    double label =
        rows.stream()
            .mapToDouble(
                row ->
                    ChartLabel.width(labelOf(shown(row)), Typeface.semiBold(ChartStyle.TEXT_SIZE)))
            .max()
            .orElse(0);
    double plot = ChartStyle.plotWidth(methods);
    return plot / Math.max(plot / 2, plot - label - 2 * LABEL_GAP);
  }

  private void add(ComparisonRow row, double y) {
    double loadMs = median(row.load());
    double processMs = median(row.process());
    double clientMs = Double.isNaN(row.clientMs()) ? 0 : row.clientMs();
    if (loadMs > clientMs) {
      load.addBox(0, loadMs - clientMs, y - HALF_BAR, y + HALF_BAR);
    }
    if (clientMs > 0) {
      client.addBox(loadMs - clientMs, loadMs, y - HALF_BAR, y + HALF_BAR);
    }
    if (loadMs > 0 && processMs > 0) {
      process.addBox(loadMs, loadMs + processMs, y - HALF_BAR, y + HALF_BAR);
    }
    if (loadMs == 0 && median(row.total()) > 0) {
      whole.addBox(0, median(row.total()), y - HALF_BAR, y + HALF_BAR);
    }
    Cell end = shown(row);
    if (end != null && !Double.isNaN(end.times().ciLow())) {
      interval.addLine(end.times().ciLow(), y, end.times().ciHigh(), y);
      interval.addLine(end.times().ciLow(), y - 0.1, end.times().ciLow(), y + 0.1);
      interval.addLine(end.times().ciHigh(), y - 0.1, end.times().ciHigh(), y + 0.1);
    }
    double floorMs = floorMs(row);
    if (floorMs > 0) {
      floor.addLine(floorMs, y - HALF_BAR - 0.12, floorMs, y + HALF_BAR + 0.12);
    }
    chart.addAnnotation(
        new ChartLabel(
            labelOf(end),
            labelAt(row, labelOf(end)),
            y,
            LABEL_GAP,
            end == null
                ? Typeface.regular(ChartStyle.TEXT_SIZE)
                : Typeface.semiBold(ChartStyle.TEXT_SIZE),
            end == null || !end.verified() ? palette.floor() : palette.text()));
  }

  /** After the bar if the label fits in before the floor, else after both. */
  private double labelAt(ComparisonRow row, String label) {
    double width = ChartLabel.width(label, Typeface.semiBold(ChartStyle.TEXT_SIZE));
    double bar = barEnd(row);
    double floorMs = floorMs(row);
    boolean inTheWay = bar < floorMs && (floorMs - bar) * pixelsPerMs < width + 2 * LABEL_GAP;
    return inTheWay ? floorMs : bar;
  }

  private static String labelOf(@Nullable Cell end) {
    if (end == null) {
      return "failed";
    }
    String time = Figures.time(end.times().median());
    return end.verified() ? time : time + ", not verified";
  }

  private void addSeries() {
    ChartStyle.addShapes(
        chart, client.isEmpty() ? "Load" : "Load: server and line", load, palette.load());
    ChartStyle.addShapes(chart, "Load: this side works", client, palette.client());
    ChartStyle.addShapes(chart, "Process (kernel)", process, palette.process());
    ChartStyle.addShapes(chart, "Both in one step", whole, palette.whole());
    ChartStyle.addLines(chart, "Floor (not decoded)", floor, palette.floor(), 2.5f);
    ChartStyle.addLines(chart, "95 % interval", interval, palette.interval(), 1.5f);
  }

  /** The cell that the label and the interval are of: the total, or else the load. */
  private static @Nullable Cell shown(ComparisonRow row) {
    if (median(row.total()) > 0) {
      return row.total();
    }
    return median(row.load()) > 0 ? row.load() : null;
  }

  /** Where all marks of a row end. */
  private static double end(ComparisonRow row) {
    return Math.max(barEnd(row), floorMs(row));
  }

  private static double barEnd(ComparisonRow row) {
    Cell shown = shown(row);
    double interval =
        shown == null || Double.isNaN(shown.times().ciHigh()) ? 0 : shown.times().ciHigh();
    double stacked = median(row.load()) + median(row.process());
    return Math.max(stacked, Math.max(interval, median(row.total())));
  }

  private static double floorMs(ComparisonRow row) {
    return row.ofFloor() == null ? 0 : median(row.load()) / row.ofFloor().value();
  }

  private static double median(@Nullable Cell cell) {
    return cell == null || !cell.succeeded() ? 0 : cell.times().median();
  }
}
