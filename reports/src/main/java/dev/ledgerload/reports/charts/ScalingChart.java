package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.results.Cell;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Load over entries, both logarithmic, with each median's interval and each method's exponent. */
final class ScalingChart {
  private static final int HEIGHT = 520;
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private ScalingChart() {}

  /** Nothing if no method was measured at two numbers of entries. */
  static Optional<XYChart> of(List<Scaling> scalings, Palette palette) {
    if (scalings.isEmpty()) {
      return Optional.empty();
    }
    XYChart chart = ChartStyle.chart(HEIGHT, "entries of the day, logarithmic", palette);
    chart.setYAxisTitle("load in milliseconds, logarithmic");
    setAxes(chart, scalings);
    Map<String, Integer> strategies = new LinkedHashMap<>();
    for (Scaling scaling : scalings) {
      Method method = scaling.method();
      int index =
          strategies.computeIfAbsent(
              method.strategy() + "/" + method.variant(), name -> strategies.size());
      Color color = palette.series().get(index % palette.series().size());
      add(chart, scaling, color, MARKERS[index % MARKERS.length]);
    }
    return Optional.of(chart);
  }

  private static void setAxes(XYChart chart, List<Scaling> scalings) {
    double minX = cells(scalings, cell -> (double) cell.id().rows()).min().orElseThrow() / 1.15;
    double maxX = cells(scalings, cell -> (double) cell.id().rows()).max().orElseThrow() * 1.15;
    double minY = cells(scalings, ScalingChart::low).min().orElseThrow() / 1.15;
    double maxY = cells(scalings, ScalingChart::high).max().orElseThrow() * 1.15;
    ChartStyle.setLogarithmic(chart, minX, maxX, minY, maxY);
    chart.getStyler().setMarkerSize(8);
  }

  private static void add(XYChart chart, Scaling scaling, Color color, Marker marker) {
    XYSeries line =
        ChartStyle.addCurve(
            chart,
            scaling.method().label() + "\n" + scaling.lawText(),
            scaling.loads().stream().mapToDouble(cell -> (double) cell.id().rows()).toArray(),
            scaling.loads().stream().mapToDouble(cell -> cell.times().median()).toArray(),
            color,
            stroke(scaling.method()));
    line.setMarkerColor(color);
    line.setMarker(marker);

    var intervals = new SeriesPoints();
    for (Cell cell : scaling.loads()) {
      if (!Double.isNaN(cell.times().ciLow())) {
        intervals.addLine(
            (double) cell.id().rows(),
            cell.times().ciLow(),
            (double) cell.id().rows(),
            cell.times().ciHigh());
      }
    }
    ChartStyle.addLines(chart, "intervals of " + line.getName(), intervals, color, 3f);
    if (!intervals.isEmpty()) {
      chart.getSeries("intervals of " + line.getName()).setShowInLegend(false);
    }
  }

  /** Solid for all columns, dashed for fewer, dotted for the floor. */
  private static BasicStroke stroke(Method method) {
    if (method.floor()) {
      return ChartStyle.dashed(1.5f, 4f);
    }
    return method.columns().equals("all") ? new BasicStroke(2f) : ChartStyle.dashed(7f, 5f);
  }

  private static double low(Cell cell) {
    return cell.times().ciLow() > 0 ? cell.times().ciLow() : cell.times().median();
  }

  private static double high(Cell cell) {
    return Double.isNaN(cell.times().ciHigh()) ? cell.times().median() : cell.times().ciHigh();
  }

  private static DoubleStream cells(List<Scaling> scalings, ToDoubleFunction<Cell> value) {
    return scalings.stream().flatMap(s -> s.loads().stream()).mapToDouble(value);
  }
}
