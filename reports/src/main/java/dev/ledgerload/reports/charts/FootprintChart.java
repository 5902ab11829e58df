package dev.ledgerload.reports.charts;

import dev.ledgerload.reports.compare.Footprint;
import dev.ledgerload.reports.compare.Method;
import java.awt.Color;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Bytes an entry, on a logarithmic axis: of the table, on the wire, allocated on the heap. */
final class FootprintChart {

  /** From here on lines within the decades would be too many. */
  private static final double MANY_DECADES = 1e3;

  private FootprintChart() {}

  /** The methods that the chart shows: those of which some bytes are known. */
  static List<Footprint> shown(List<Footprint> footprints) {
    return footprints.stream().filter(f -> known(f).length > 0).toList();
  }

  /** Nothing if no bytes were counted. */
  static Optional<XYChart> of(List<Footprint> all, Palette palette) {
    List<Footprint> footprints = shown(all);
    if (footprints.isEmpty()) {
      return Optional.empty();
    }
    double[] known =
        footprints.stream().flatMapToDouble(f -> DoubleStream.of(known(f))).sorted().toArray();
    double min = known[0] / 1.6;
    double max = known[known.length - 1] * 1.6;
    List<Method> methods = footprints.stream().map(Footprint::method).toList();
    XYChart chart =
        ChartStyle.logarithmicRows(
            methods, "bytes an entry, logarithmic", min, max, max / min > MANY_DECADES, palette);
    add(chart, "Table", footprints, Footprint::tableBytes, palette.load(), SeriesMarkers.CIRCLE);
    add(chart, "Wire", footprints, Footprint::wireBytes, palette.whole(), SeriesMarkers.DIAMOND);
    add(chart, "Heap", footprints, Footprint::heapBytes, palette.process(), SeriesMarkers.SQUARE);
    ChartStyle.addNames(chart, methods, min, palette);
    return Optional.of(chart);
  }

  private static void add(
      XYChart chart,
      String name,
      List<Footprint> footprints,
      ToDoubleFunction<Footprint> bytes,
      Color color,
      Marker marker) {
    var marks = new SeriesPoints();
    for (int i = 0; i < footprints.size(); i++) {
      double perEntry = footprints.get(i).perEntry(bytes.applyAsDouble(footprints.get(i)));
      if (perEntry > 0) {
        marks.add(perEntry, ChartStyle.rowOf(i, footprints.size()));
      }
    }
    ChartStyle.addMarks(chart, name, marks, color, marker);
  }

  /** Bytes an entry that are more than none, so that an axis of logarithms has a place for them. */
  private static double[] known(Footprint footprint) {
    return DoubleStream.of(footprint.tableBytes(), footprint.wireBytes(), footprint.heapBytes())
        .map(footprint::perEntry)
        .filter(bytes -> bytes > 0)
        .toArray();
  }
}
