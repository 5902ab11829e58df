package dev.ledgerload.reports.charts;

import static java.util.stream.Collectors.joining;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * A wide line over a chart on the page, not to be seen, that tells who points at it what lies
 * there.
 *
 * @param points in pixels of the chart
 */
record HoverLine(String text, List<Point2D> points, double width) {
  private static final double CURVE_WIDTH = 14;

  /**
   * One for each row of a chart of {@link ChartStyle#rows}, when it was drawn.
   *
   * @param texts at least as many as rows, in their order
   */
  static List<HoverLine> rows(XYChart chart, List<String> texts) {
    int rows = ChartStyle.rowsOf(chart);
    return IntStream.range(0, rows)
        .mapToObj(row -> row(texts.get(row), screenY(chart, ChartStyle.rowOf(row, rows))))
        .toList();
  }

  private static HoverLine row(String text, double y) {
    return new HoverLine(
        text,
        List.of(new Point2D.Double(0, y), new Point2D.Double(ChartStyle.WIDTH, y)),
        ChartStyle.ROW_HEIGHT);
  }

  /** One for each curve of the legend, when the chart was drawn. */
  static List<HoverLine> curves(XYChart chart) {
    return chart.getSeriesCollection().stream()
        .filter(XYSeries::isShowInLegend)
        .map(curve -> curve(chart, curve))
        .toList();
  }

  private static HoverLine curve(XYChart chart, XYSeries curve) {
    double[] xs = curve.getXData();
    double[] ys = curve.getYData();
    return new HoverLine(
        curve.getLabel().replace("\n", ": "),
        IntStream.range(0, xs.length)
            .<Point2D>mapToObj(
                i -> new Point2D.Double(chart.getScreenXFromChart(xs[i]), screenY(chart, ys[i])))
            .toList(),
        CURVE_WIDTH);
  }

  private static double screenY(XYChart chart, double y) {
    return chart.getScreenYFromChart(y);
  }

  String svg() {
    String path =
        points.stream()
            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point.getX(), point.getY()))
            .collect(joining(" "));
    return ("<polyline class=\"hover\" points=\"%s\" fill=\"none\" stroke=\"transparent\""
            + " stroke-width=\"%.0f\" pointer-events=\"stroke\"><title>%s</title></polyline>")
        .formatted(path, width, SvgDocument.escaped(text));
  }
}
