package dev.ledgerload.reports.charts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.results.Cell;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Holds a drawn chart against the data it should show, to about a pixel. */
public final class ChartCheck {
  static final double TOLERANCE_PX = 1.0;

  private ChartCheck() {}

  static void comparison(String svg, Comparison comparison, Palette palette) {
    var chart = new DrawnChart(svg);
    DrawnAxis x = linear(chart, palette, 200, value -> Figures.count((long) value.doubleValue()));
    List<ComparisonRow> rows =
        comparison.rows().stream().filter(row -> !row.method().floor()).toList();
    var loads = chart.marks(palette.load()).iterator();
    var clients = chart.marks(palette.client()).iterator();
    var processes = chart.marks(palette.process()).iterator();
    var wholes = chart.marks(palette.whole()).iterator();
    var floors = chart.marks(palette.floor()).iterator();
    var intervals =
        chart.marks(palette.interval()).stream().filter(DrawnChart.Mark::isHorizontal).iterator();
    for (ComparisonRow row : rows) {
      String name = row.method().label();
      Cell total = requireNonNull(row.total());
      Rectangle2D bar = (row.load() == null ? wholes : loads).next().box();
      if (row.load() == null) {
        spans(x, bar, 0, total.times().median(), "totals of " + name);
      } else {
        double load = row.load().times().median();
        double process = requireNonNull(row.process()).times().median();
        double client = Double.isNaN(row.clientMs()) ? 0 : row.clientMs();
        spans(x, bar, 0, load - client, "what " + name + " waits for");
        if (client > 0) {
          spans(x, clients.next().box(), load - client, load, "what " + name + " does");
        }
        spans(x, processes.next().box(), load, load + process, "process of " + name);
      }
      floor(comparison, row)
          .ifPresent(ms -> spans(x, floors.next().box(), ms, ms, "floor of " + name));
      spans(
          x,
          intervals.next().box(),
          total.times().ciLow(),
          total.times().ciHigh(),
          "interval of " + name);
      level(chart, name, bar);
      assertThat(
              chart.find(
                  Figures.time(total.times().median()), Typeface.semiBold(ChartStyle.TEXT_SIZE)))
          .as("the label of " + name)
          .anySatisfy(
              label -> assertThat(label.getCenterY()).isCloseTo(bar.getCenterY(), within(3.0)));
    }
    for (var left : List.of(loads, clients, processes, wholes, floors, intervals)) {
      assertThat(left.hasNext()).as("a mark that no row has").isFalse();
    }
  }

  private static Optional<Double> floor(Comparison comparison, ComparisonRow row) {
    return comparison.rows().stream()
        .filter(r -> r.method().floor())
        .filter(r -> r.method().columns().equals(row.method().columns()))
        .filter(r -> r.method().grain().equals(row.method().grain()))
        .map(r -> requireNonNull(r.load()).times().median())
        .findFirst();
  }

  static void distribution(String svg, Comparison comparison, Palette palette) {
    var chart = new DrawnChart(svg);
    DrawnAxis x =
        linear(
            chart,
            palette,
            1,
            v -> v > 0 ? "+" + Figures.plain(v) : Figures.plain(v).replace('-', '−'));
    List<Cell> loads = DistributionChart.loads(comparison);
    List<DrawnChart.Mark> medians = chart.marks(palette.floor());
    List<DrawnChart.Mark> points = chart.marks(palette.point());
    assertThat(medians).hasSameSizeAs(loads);
    for (int i = 0; i < loads.size(); i++) {
      Cell load = loads.get(i);
      String name = Method.of(load).label();
      double[] sorted = sortedSamples(load);
      Rectangle2D row = medians.get(i).box();
      double median = quantile(sorted, 0.5);
      spans(x, row, 0, 0, "median of " + name);
      level(chart, name, row);
      double[] drawn =
          points.stream()
              .map(DrawnChart.Mark::box)
              .filter(p -> row.getMinY() < p.getCenterY() && p.getCenterY() < row.getMaxY())
              .mapToDouble(Rectangle2D::getCenterX)
              .sorted()
              .toArray();
      double[] expected =
          DoubleStream.of(sorted).map(sample -> x.pixel(percent(sample, median))).toArray();
      assertThat(drawn).as("samples of " + name).containsExactly(expected, within(TOLERANCE_PX));
    }
  }

  static void scaling(String svg, List<Scaling> scalings, Palette palette) {
    var chart = new DrawnChart(svg);
    List<Double> candidates =
        IntStream.rangeClosed(0, 7)
            .boxed()
            .flatMap(e -> DoubleStream.of(1, 2, 5).mapToObj(d -> d * Math.pow(10, e)))
            .toList();
    DrawnAxis x =
        chart.xAxis(
            candidates,
            candidates.stream().map(v -> Figures.shortCount(v)).toList(),
            palette.grid(),
            true);
    DrawnAxis y =
        chart.yAxis(
            candidates,
            candidates.stream().map(v -> Figures.plain(v)).toList(),
            palette.grid(),
            true);
    List<String> variants =
        scalings.stream()
            .map(s -> s.method().strategy() + s.method().variant())
            .distinct()
            .toList();
    for (int v = 0; v < variants.size(); v++) {
      String variant = variants.get(v);
      List<Cell> cells =
          scalings.stream()
              .filter(s -> (s.method().strategy() + s.method().variant()).equals(variant))
              .flatMap(s -> s.loads().stream())
              .toList();
      List<DrawnChart.Mark> marks = chart.marks(palette.series().get(v));
      List<Rectangle2D> intervals =
          marks.stream()
              .filter(m -> m.isLine() && m.isVertical())
              .map(DrawnChart.Mark::box)
              .toList();
      assertThat(intervals).as("intervals of " + variant).hasSameSizeAs(cells);
      for (Cell cell : cells) {
        assertThat(intervals)
            .as("interval of " + cell.id().key())
            .anySatisfy(
                line -> {
                  assertThat(line.getCenterX())
                      .isCloseTo(x.pixel((double) cell.id().rows()), within(TOLERANCE_PX));
                  assertThat(line.getMinY())
                      .isCloseTo(y.pixel(cell.times().ciHigh()), within(TOLERANCE_PX));
                  assertThat(line.getMaxY())
                      .isCloseTo(y.pixel(cell.times().ciLow()), within(TOLERANCE_PX));
                });
        assertThat(marks.stream().filter(m -> !m.isLine()).map(DrawnChart.Mark::box))
            .as("point of " + cell.id().key())
            .anySatisfy(
                point -> {
                  assertThat(point.getCenterX())
                      .isCloseTo(x.pixel((double) cell.id().rows()), within(1.5));
                  assertThat(point.getCenterY())
                      .isCloseTo(y.pixel(cell.times().median()), within(1.5));
                });
      }
    }
    for (Scaling scaling : scalings) {
      assertThat(chart.find(scaling.lawText(), Typeface.regular(ChartStyle.TEXT_SIZE)))
          .as("exponent of " + scaling.method().label())
          .isNotEmpty();
    }
  }

  /** A mark reaches from one value to another. */
  static void spans(DrawnAxis axis, Rectangle2D mark, double from, double to, String what) {
    assertThat(mark.getMinX())
        .as("begin of " + what)
        .isCloseTo(axis.pixel(from), within(TOLERANCE_PX));
    assertThat(mark.getMaxX()).as("end of " + what).isCloseTo(axis.pixel(to), within(TOLERANCE_PX));
  }

  private static DrawnAxis linear(
      DrawnChart chart, Palette palette, double step, Function<Double, String> label) {
    List<Double> values =
        IntStream.rangeClosed(-20, 20)
            .mapToObj(i -> i * step)
            .sorted(Comparator.naturalOrder())
            .toList();
    return chart.xAxis(values, values.stream().map(label).toList(), palette.grid(), false);
  }

  private static void level(DrawnChart chart, String name, Rectangle2D mark) {
    assertThat(chart.find(name, Typeface.regular(ChartStyle.TEXT_SIZE)))
        .as("the name " + name)
        .anySatisfy(
            label -> {
              assertThat(label.getCenterY()).isCloseTo(mark.getCenterY(), within(3.0));
              assertThat(label.getMaxX()).isLessThan(chart.plot().getMinX());
              assertThat(label.getMinX()).isGreaterThan(0);
            });
  }

  private static double[] sortedSamples(Cell cell) {
    return cell.times().samples().stream()
        .flatMap(List::stream)
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  /** By its definition, not by the code under test. */
  private static double quantile(double[] sorted, double p) {
    double at = (sorted.length - 1) * p;
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static double percent(double sample, double median) {
    return (sample / median - 1) * 100;
  }
}
