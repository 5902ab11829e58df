package dev.ledgerload.reports.charts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.SampleRun;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart over links, read back and held against the data. */
class LinkChartTest {
  private static final LinkComparison COMPARISON =
      LinkComparison.of(AllStrategies.atSeveralSizes());

  private static final List<Double> TICKS =
      IntStream.rangeClosed(0, 4)
          .boxed()
          .flatMap(e -> DoubleStream.of(1, 2, 5).mapToObj(d -> d * Math.pow(10, e)))
          .toList();

  static List<Palette> palettes() {
    return List.of(Palette.LIGHT, Palette.DARK);
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void eachTimeStandsWhereTheAxisSaysInItsMethodsRow(Palette palette) {
    var chart = drawn(palette);
    var x = axis(chart, palette);
    for (int i = 0; i < COMPARISON.links().size(); i++) {
      int link = i;
      double[] expected =
          LinkChart.shown(COMPARISON).stream()
              .map(row -> row.over().get(link))
              .filter(LinkComparison.Passage::hasTime)
              .mapToDouble(passage -> x.pixel(median(passage.cell())))
              .toArray();
      assertThat(
              chart.marks(palette.series().get(link)).stream()
                  .filter(mark -> !mark.isVertical())
                  .mapToDouble(mark -> mark.box().getCenterX())
                  .toArray())
          .containsExactly(expected, within(1.5));
    }
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void theFloorOfEachLinkIsALineFromTopToBottom(Palette palette) {
    var chart = drawn(palette);
    var x = axis(chart, palette);
    var floor = COMPARISON.rows().get(COMPARISON.rows().size() - 1);
    assertThat(floor.method().floor()).isTrue();
    for (int i = 0; i < COMPARISON.links().size(); i++) {
      double expected = x.pixel(median(floor.over().get(i).cell()));
      assertThat(chart.marks(palette.series().get(i)))
          .filteredOn(DrawnChart.Mark::isVertical)
          .isNotEmpty()
          .allSatisfy(mark -> assertThat(mark.box().getCenterX()).isCloseTo(expected, within(1.0)));
    }
  }

  @Test
  void theFloorIsNoMethodAndWhatFailedIsNotShown() {
    assertThat(LinkChart.shown(COMPARISON))
        .extracting(row -> row.method().label())
        .containsExactlyInAnyOrder(
            "select · plain",
            "select · tuned",
            "redis · arrow-lz4 · warm",
            "indb · covering-index");
  }

  @Test
  void withoutLinksThereIsNothingToDraw() {
    assertThat(LinkChart.of(LinkComparison.of(SampleRun.results()), Palette.LIGHT)).isEmpty();
    var failed =
        SampleRun.cell("a/b", "all", 10, "load").link(AllStrategies.LINKS.get(0)).failed("why");
    var run = SampleRun.of(List.of(), List.of(failed));
    assertThat(LinkChart.of(LinkComparison.of(run), Palette.LIGHT)).isEmpty();
  }

  private static double median(@Nullable Cell cell) {
    return requireNonNull(cell).times().median();
  }

  private static DrawnAxis axis(DrawnChart chart, Palette palette) {
    return chart.xAxis(TICKS, TICKS.stream().map(Figures::plain).toList(), palette.grid(), true);
  }

  private static DrawnChart drawn(Palette palette) {
    var chart = LinkChart.of(COMPARISON, palette).orElseThrow();
    return new DrawnChart(new String(ChartPicture.svg(chart), UTF_8));
  }
}
