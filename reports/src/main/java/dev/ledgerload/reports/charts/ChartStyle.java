package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What all charts have in common: size, type, colours, and how a mark is drawn. */
final class ChartStyle {
  /*
   * Every chart is an XYChart, also the ones with bars and boxes, which are polygons in data
   * coordinates. XChart 4.0.3 draws wrong error bars on a logarithmic CategoryChart, wrong axis
   * labels on a logarithmic HorizontalBarChart, fixed colours in a BoxChart, and no asymmetric
   * interval anywhere; its XYChart puts what it is given where it is given. DrawnChartTest reads
   * the drawings back and holds them against the data.
   */

  static final int WIDTH = 920;
  static final int ROW_HEIGHT = 38;
  static final float TEXT_SIZE = 12.5f;
  private static final int MARKER_SIZE = 11;
  private static final int PADDING = 12;
  private static final int LONGEST_NAME = 48;

  private ChartStyle() {}

  static XYChart chart(int height, String xTitle, Palette palette) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(height).xAxisTitle(xTitle).build();
    XYStyler style = chart.getStyler();
    Font small = Typeface.regular(TEXT_SIZE);
    style.setLocale(Locale.ROOT);
    style.setBaseFont(small);
    style.setAxisTickLabelsFont(small);
    style.setAxisTitleFont(small);
    style.setLegendFont(small);
    style.setChartTitleVisible(false);
    style.setChartPadding(PADDING);
    style.setChartBackgroundColor(palette.background());
    style.setPlotBackgroundColor(palette.background());
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(palette.grid());
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setPlotContentSize(1.0);
    style.setPlotMargin(0);
    style.setAxisTickLabelsColor(palette.muted());
    style.setAxisTickMarksColor(palette.grid());
    style.setAxisTicksLineVisible(false);
    style.setAxisTicksMarksVisible(false);
    style.setXAxisTitleColor(palette.text());
    style.setYAxisTitleColor(palette.text());
    style.setChartFontColor(palette.text());
    style.setLegendBackgroundColor(palette.background());
    style.setLegendBorderColor(palette.background());
    style.setLegendSeriesLineLength(20);
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setAntiAlias(true);
    style.setTextAntiAlias(true);
    return chart;
  }

  /** A chart with a line for each method, its name at the left; the first stands at the top. */
  static XYChart rows(List<Method> methods, String xTitle, Palette palette) {
    int height = methods.size() * ROW_HEIGHT + 100;
    XYChart chart = chart(height, xTitle, palette);
    XYStyler style = chart.getStyler();
    style.setYAxisTicksVisible(false);
    style.setYAxisTitleVisible(false);
    style.setPlotGridHorizontalLinesVisible(false);
    style.setYAxisLeftWidthHint(namesWidth(methods));
    style.setYAxisMin(-0.6);
    style.setYAxisMax(methods.size() - 0.4);
    return chart;
  }

  /**
   * The same on a logarithmic axis, with a line at each row's height.
   *
   * @param decadesOnly whether lines within the decades would be too many
   */
  static XYChart logarithmicRows(
      List<Method> methods,
      String xTitle,
      double min,
      double max,
      boolean decadesOnly,
      Palette palette) {
    XYChart chart = rows(methods, xTitle, palette);
    XYStyler style = chart.getStyler();
    style.setXAxisLogarithmic(true).setXAxisLogarithmicDecadeOnly(decadesOnly);
    style.setXAxisMin(min).setXAxisMax(max);
    style.setMarkerSize(MARKER_SIZE);
    chart.setCustomXAxisTickLabelsFormatter(logTicks(min, max, Figures::plain));
    var guides = new SeriesPoints();
    for (int i = 0; i < methods.size(); i++) {
      double y = rowOf(i, methods.size());
      guides.addLine(min, y, max, y);
    }
    addLines(chart, "guides", guides, palette.grid(), 1f);
    chart.getSeries("guides").setShowInLegend(false);
    return chart;
  }

  /** Marks of one kind; nothing if there are none. */
  static void addMarks(XYChart chart, String name, SeriesPoints marks, Color color, Marker marker) {
    if (marks.isEmpty()) {
      return;
    }
    XYSeries series = chart.addSeries(name, marks.xs(), marks.ys());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarkerColor(color);
    series.setMarker(marker);
  }

  /** The names of the methods at the left edge, which is at {@code x}. */
  static void addNames(XYChart chart, List<Method> methods, double x, Palette palette) {
    for (int i = 0; i < methods.size(); i++) {
      chart.addAnnotation(
          new ChartLabel(
              name(methods.get(i)),
              x,
              rowOf(i, methods.size()),
              -10,
              Typeface.regular(TEXT_SIZE),
              palette.text()));
    }
  }

  /** About how many pixels are left for the plot beside the names. */
  static double plotWidth(List<Method> methods) {
    return WIDTH - 2.0 * PADDING - namesWidth(methods);
  }

  private static int namesWidth(List<Method> methods) {
    Font font = Typeface.regular(TEXT_SIZE);
    double longest =
        methods.stream().mapToDouble(m -> ChartLabel.width(name(m), font)).max().orElse(0);
    return (int) Math.ceil(longest) + 14;
  }

  /** A label that leaves room for the plot. */
  private static String name(Method method) {
    String label = method.label();
    return label.length() <= LONGEST_NAME ? label : label.substring(0, LONGEST_NAME - 1) + "…";
  }

  /** How many methods a chart of {@link #rows} has. */
  static int rowsOf(XYChart chart) {
    return (int) Math.round(chart.getStyler().getYAxisMax() + 0.4);
  }

  /** The height at which the chart shows the method with this index. */
  static double rowOf(int index, int methods) {
    return methods - 1.0 - index;
  }

  /** Filled shapes; nothing if there are none. */
  static void addShapes(XYChart chart, String name, SeriesPoints marks, Color color) {
    if (marks.isEmpty()) {
      return;
    }
    XYSeries series = chart.addSeries(name, marks.xs(), marks.ys());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(color);
    series.setLineColor(color);
    series.setLineStyle(SeriesLines.NONE);
    series.setMarker(SeriesMarkers.NONE);
  }

  /** Lines; nothing if there are none. */
  static void addLines(XYChart chart, String name, SeriesPoints marks, Color color, float width) {
    if (marks.isEmpty()) {
      return;
    }
    XYSeries series = chart.addSeries(name, marks.xs(), marks.ys());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    series.setMarker(SeriesMarkers.NONE);
  }

  /**
   * Both axes logarithmic between their ends, that across for counts; the series named at the
   * right.
   */
  static void setLogarithmic(XYChart chart, double minX, double maxX, double minY, double maxY) {
    XYStyler style = chart.getStyler();
    style.setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    style.setXAxisLogarithmicDecadeOnly(false).setYAxisLogarithmicDecadeOnly(false);
    style.setXAxisMin(minX).setXAxisMax(maxX);
    style.setYAxisMin(minY).setYAxisMax(maxY);
    chart.setCustomXAxisTickLabelsFormatter(logTicks(minX, maxX, Figures::shortCount));
    chart.setCustomYAxisTickLabelsFormatter(logTicks(minY, maxY, Figures::plain));
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setLegendLayout(LegendLayout.Vertical);
  }

  /** A curve with a name in the legend, without marks. */
  static XYSeries addCurve(
      XYChart chart, String label, double[] xs, double[] ys, Color color, BasicStroke stroke) {
    XYSeries curve = chart.addSeries("line " + chart.getSeriesCollection().size(), xs, ys);
    curve.setLabel(label);
    curve.setLineColor(color);
    curve.setLineStyle(stroke);
    curve.setMarker(SeriesMarkers.NONE);
    return curve;
  }

  static BasicStroke dashed(float on, float off) {
    return new BasicStroke(
        2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {on, off}, 0f);
  }

  /** Labels a logarithmic axis at 1, 2 and 5 of each decade, or at all where that is too few. */
  static Function<Double, String> logTicks(double min, double max, Function<Double, String> label) {
    boolean all = max / min < 6;
    return value -> {
      double leading = value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
      boolean shown =
          all
              || Math.abs(leading * leading * leading - 1) < 1e-6
              || Math.abs(leading - 2) < 1e-6
              || Math.abs(leading - 5) < 1e-6;
      return shown ? label.apply(value) : " ";
    };
  }
}
