package dev.ledgerload.reports.charts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.compare.BreakEven;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Footprint;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.SampleRun;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.XYChart;

/** The charts of break-even and of bytes, read back and held against the data. */
class CostChartsTest {
  private static final Comparison COMPARISON = Comparison.of(AllStrategies.results()).get(0);

  private static final List<Double> TICKS =
      IntStream.rangeClosed(-4, 6)
          .boxed()
          .flatMap(e -> DoubleStream.of(1, 2, 5).mapToObj(d -> d * Math.pow(10, e)))
          .toList();

  static List<Palette> palettes() {
    return List.of(Palette.LIGHT, Palette.DARK);
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void eachCachesCurveFallsFromItsFillToItsHits(Palette palette) {
    List<BreakEven> breakEvens = BreakEven.of(COMPARISON);
    DrawnChart chart = drawn(BreakEvenChart.of(breakEvens, palette).orElseThrow());
    DrawnAxis x = axis(chart, palette, true);
    DrawnAxis y = axis(chart, palette, false);
    for (int i = 0; i < breakEvens.size(); i++) {
      BreakEven breakEven = breakEvens.get(i);
      Rectangle2D curve = all(chart, palette.series().get(i));
      assertThat(curve.getMinX()).isCloseTo(x.pixel(1), within(1.0));
      assertThat(curve.getMinY()).isCloseTo(y.pixel(breakEven.meanMs(1)), within(1.0));
      double most = 30;
      assertThat(curve.getMaxX()).isCloseTo(x.pixel(most), within(1.0));
      assertThat(curve.getMaxY()).isCloseTo(y.pixel(breakEven.meanMs(most)), within(1.0));
    }
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void theDirectLoadIsALevelLine(Palette palette) {
    List<BreakEven> breakEvens = BreakEven.of(COMPARISON);
    DrawnChart chart = drawn(BreakEvenChart.of(breakEvens, palette).orElseThrow());
    Rectangle2D line = all(chart, palette.floor());
    double direct = breakEvens.get(0).direct().times().median();
    assertThat(line.getHeight()).isLessThan(0.1);
    assertThat(line.getCenterY()).isCloseTo(axis(chart, palette, false).pixel(direct), within(1.0));
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void totalsStandWhereTheAxisSaysMarkedByTheirFreshness(Palette palette) {
    var strategies = StrategyComparison.of(COMPARISON);
    List<Cell> totals = FreshnessChart.totals(strategies);
    DrawnChart chart = drawn(FreshnessChart.of(strategies, palette).orElseThrow());
    DrawnAxis x = axis(chart, palette, true);
    checkMarks(
        chart.marks(palette.client()), totals.stream().filter(total -> !total.isOld()).toList(), x);
    checkMarks(chart.marks(palette.process()), totals.stream().filter(Cell::isOld).toList(), x);
    for (Cell total : totals) {
      assertThat(chart.find(FreshnessChart.label(total), Typeface.semiBold(ChartStyle.TEXT_SIZE)))
          .isNotEmpty() // two may take the same time
          .allSatisfy(label -> assertThat(label.getMaxX()).isLessThan(ChartStyle.WIDTH));
    }
  }

  private static void checkMarks(List<DrawnChart.Mark> marks, List<Cell> totals, DrawnAxis x) {
    assertThat(marks.stream().mapToDouble(mark -> mark.box().getCenterX()).sorted().toArray())
        .containsExactly(
            totals.stream()
                .mapToDouble(total -> x.pixel(total.times().median()))
                .sorted()
                .toArray(),
            within(1.0));
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void bytesAnEntryStandWhereTheAxisSays(Palette palette) {
    List<Footprint> footprints = FootprintChart.shown(Footprint.of(COMPARISON));
    DrawnChart chart = drawn(FootprintChart.of(footprints, palette).orElseThrow());
    DrawnAxis x = axis(chart, palette, true);
    check(chart.marks(palette.load()), footprints, Footprint::tableBytes, x);
    check(chart.marks(palette.whole()), footprints, Footprint::wireBytes, x);
    check(chart.marks(palette.process()), footprints, Footprint::heapBytes, x);
  }

  @Test
  void withoutCachesOrBytesThereIsNothingToDraw() {
    assertThat(BreakEvenChart.of(List.of(), Palette.LIGHT)).isEmpty();
    Cell bare =
        new CellBuilder("a", "b", "ENTRY", "all", 1000, "load")
            .measured(List.of(), SampleRun.times(1, 1), true);
    Comparison comparison = Comparison.of(SampleRun.of(List.of(bare))).get(0);
    assertThat(FootprintChart.of(Footprint.of(comparison), Palette.LIGHT)).isEmpty();
  }

  private static void check(
      List<DrawnChart.Mark> marks,
      List<Footprint> footprints,
      ToDoubleFunction<Footprint> bytes,
      DrawnAxis x) {
    double[] expected =
        footprints.stream()
            .mapToDouble(footprint -> footprint.perEntry(bytes.applyAsDouble(footprint)))
            .filter(perEntry -> perEntry > 0)
            .map(x::pixel)
            .toArray();
    assertThat(marks.stream().mapToDouble(mark -> mark.box().getCenterX()).toArray())
        .containsExactly(expected, within(1.5));
  }

  private static DrawnAxis axis(DrawnChart chart, Palette palette, boolean ofX) {
    return ofX
        ? chart.xAxis(TICKS, labels(ofX), palette.grid(), true)
        : chart.yAxis(TICKS, labels(ofX), palette.grid(), true);
  }

  private static List<String> labels(boolean ofX) {
    return TICKS.stream()
        .map(tick -> ofX && tick >= 1 ? Figures.shortCount(tick) : Figures.plain(tick))
        .toList();
  }

  /** Around all marks of a colour. */
  private static Rectangle2D all(DrawnChart chart, Color color) {
    List<DrawnChart.Mark> marks = chart.marks(color);
    assertThat(marks).isNotEmpty();
    Rectangle2D box = (Rectangle2D) marks.get(0).box().clone();
    marks.forEach(mark -> box.add(mark.box()));
    return box;
  }

  private static DrawnChart drawn(XYChart chart) {
    return new DrawnChart(new String(ChartPicture.svg(chart), UTF_8));
  }
}
