package dev.ledgerload.reports.charts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;

class DrawnChartTest {
  private static final RunResults RESULTS = SampleRun.results();

  static Stream<Palette> palettes() {
    return Stream.of(Palette.LIGHT, Palette.DARK);
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void comparisonShowsEveryLoadProcessFloorAndIntervalWhereItBelongs(Palette palette) {
    Comparison comparison = main(RESULTS);
    ChartCheck.comparison(
        svg(ComparisonChart.of(comparison, palette).orElseThrow()), comparison, palette);
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void distributionShowsEverySampleQuartileAndWhiskerWhereItBelongs(Palette palette) {
    Comparison comparison = main(RESULTS);
    ChartCheck.distribution(
        svg(DistributionChart.of(comparison, palette).orElseThrow()), comparison, palette);
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void scalingShowsEveryMedianIntervalAndExponentWhereItBelongs(Palette palette) {
    List<Scaling> scalings = Scaling.of(RESULTS);
    ChartCheck.scaling(svg(ScalingChart.of(scalings, palette).orElseThrow()), scalings, palette);
  }

  @Test
  void aWrongLoadOrProcessOrTotalIsNoticed() {
    String drawn = svg(ComparisonChart.of(main(RESULTS), Palette.LIGHT).orElseThrow());
    for (String phase : List.of("load", "process", "total")) {
      Comparison wrong =
          main(withSlower("one-stream", phase, phase.equals("process") ? 1.5 : 1.01));
      assertThatThrownBy(() -> ChartCheck.comparison(drawn, wrong, Palette.LIGHT))
          .as(phase)
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void aWrongSampleIsNoticed() {
    String drawn = svg(DistributionChart.of(main(RESULTS), Palette.LIGHT).orElseThrow());
    Comparison wrong = main(withOneSampleSlower());
    assertThatThrownBy(() -> ChartCheck.distribution(drawn, wrong, Palette.LIGHT))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aWrongMedianIsNoticedOnLogarithmicAxes() {
    String drawn = svg(ScalingChart.of(Scaling.of(RESULTS), Palette.LIGHT).orElseThrow());
    List<Scaling> wrong = Scaling.of(withSlower("plain", "load", 1.03));
    assertThatThrownBy(() -> ChartCheck.scaling(drawn, wrong, Palette.LIGHT))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void wouldNoticeXchartsWrongErrorBarsOnALogarithmicCategoryChart() {
    Color bar = new Color(10, 120, 200);
    Color error = new Color(200, 10, 10);
    CategoryChart chart = new CategoryChartBuilder().width(800).height(500).build();
    asOurs(chart.getStyler());
    chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(1.0).setYAxisMax(10_000.0);
    chart.getStyler().setErrorBarsColor(error);
    chart.getStyler().setErrorBarsColorSeriesColor(false);
    chart
        .addSeries("time", List.of("a", "b"), List.of(1200.0, 300.0), List.of(100.0, 20.0))
        .setFillColor(bar);

    var drawn = new DrawnChart(raw(chart));
    DrawnAxis y =
        drawn.yAxis(
            List.of(10.0, 100.0, 1000.0),
            List.of("10", "100", "1,000"),
            Palette.LIGHT.grid(),
            true);
    assertThat(drawn.marks(bar))
        .anySatisfy(b -> assertThat(b.box().getMinY()).isCloseTo(y.pixel(1200), within(1.5)));
    List<Rectangle2D> ends = drawn.marks(error).stream().map(DrawnChart.Mark::box).toList();
    assertThat(ends)
        .isNotEmpty()
        .noneSatisfy(e -> assertThat(e.getMaxY()).isCloseTo(y.pixel(1100), within(3.0)))
        .noneSatisfy(e -> assertThat(e.getMinY()).isCloseTo(y.pixel(1300), within(3.0)));
  }

  @Test
  void wouldNoticeXchartsWrongLabelsOnALogarithmicHorizontalBarChart() {
    Color bar = new Color(10, 120, 200);
    HorizontalBarChart chart = new HorizontalBarChartBuilder().width(800).height(500).build();
    asOurs(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(true).setXAxisMin(10.0).setXAxisMax(1200.0);
    chart.addSeries("time", List.of(1000.0, 100.0), List.of("a", "b")).setFillColor(bar);

    var drawn = new DrawnChart(raw(chart));
    List<DrawnChart.Mark> bars = drawn.marks(bar);
    assertThat(bars).hasSize(2);
    List<Double> values = Stream.iterate(100.0, v -> v <= 1200, v -> v + 100).toList();
    List<String> labels = values.stream().map(v -> Figures.plain(v)).toList();
    assertThatThrownBy(() -> drawn.xAxis(values, labels, Palette.LIGHT.grid(), true))
        .as("the labels are not those of a logarithmic axis")
        .hasMessageContaining("where the axis has its label");
    DrawnAxis x = drawn.xAxis(values, labels, Palette.LIGHT.grid(), false);
    assertThat(bars)
        .as("nor do the bars end where linear labels say")
        .noneSatisfy(b -> assertThat(b.box().getMaxX()).isCloseTo(x.pixel(100), within(3.0)));
  }

  @Tag("pages")
  @Test
  void theSameDataAreTheSameFile() {
    List<ChartPicture> once = ChartPictures.of(Comparison.of(RESULTS), Scaling.of(RESULTS));
    List<ChartPicture> again = ChartPictures.of(Comparison.of(RESULTS), Scaling.of(RESULTS));
    assertThat(once)
        .extracting(ChartPicture::inlineSvg)
        .isEqualTo(again.stream().map(ChartPicture::inlineSvg).toList());
  }

  @ParameterizedTest
  @MethodSource("palettes")
  void theChartShowsMicrosecondsBesideSecondsWhereTheyBelong(Palette palette) {
    Comparison comparison = main(AllStrategies.results());
    ChartCheck.comparison(
        svg(ComparisonChart.of(comparison, palette).orElseThrow()), comparison, palette);
  }

  @Test
  void theSpreadOfMicrosecondsDoesNotHideThatOfTheOthers() {
    assertThat(DistributionChart.loads(main(AllStrategies.results())))
        .hasSizeGreaterThan(8)
        .noneMatch(
            load -> load.id().strategy().equals("memory") && "warm".equals(load.id().state()));
  }

  @Test
  void aBarWhoseAnswerIsNotVerifiedSaysSo() {
    Cell wrong =
        SampleRun.cell("select/plain", "all", 1000, "load")
            .measured(List.of(), SampleRun.times(10, 1), false);
    Comparison comparison = main(SampleRun.of(List.of(wrong)));
    XYChart chart = ComparisonChart.of(comparison, Palette.LIGHT).orElseThrow();
    var drawn = new DrawnChart(raw(chart));
    assertThat(
            drawn.find(
                Figures.time(wrong.times().median()) + ", not verified",
                Typeface.semiBold(ChartStyle.TEXT_SIZE)))
        .hasSize(1)
        .allSatisfy(label -> assertThat(label.getMaxX()).isLessThan(ChartStyle.WIDTH));
  }

  @Test
  void thePictureHasTheBarsPixelsWhereTheDataSay(@TempDir Path directory) throws IOException {
    ChartPictures.of(List.of(main(RESULTS)), List.of()).get(0).write(directory);
    BufferedImage image = ImageIO.read(directory.resolve("comparison.png").toFile());
    var drawn = new DrawnChart(Files.readString(directory.resolve("comparison.svg")));
    assertThat(image.getWidth()).isEqualTo(2 * ChartStyle.WIDTH);
    for (DrawnChart.Mark bar : drawn.marks(Palette.LIGHT.load())) {
      int y = (int) (2 * bar.box().getMinY()) + 6;
      assertThat(new Color(image.getRGB((int) (2 * bar.box().getMaxX()) - 3, y)))
          .isEqualTo(Palette.LIGHT.load());
      assertThat(new Color(image.getRGB((int) Math.ceil(2 * bar.box().getMaxX()) + 2, y)))
          .isEqualTo(Palette.LIGHT.client());
    }
  }

  private static void asOurs(AxesChartStyler style) {
    style.setLocale(Locale.ROOT);
    style.setAxisTickLabelsFont(Typeface.regular(ChartStyle.TEXT_SIZE));
    style.setPlotGridLinesColor(Palette.LIGHT.grid());
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setXAxisDecimalPattern("#,##0");
    style.setYAxisDecimalPattern("#,##0");
    style.setLegendVisible(false);
  }

  private static Comparison main(RunResults results) {
    return Comparison.of(results).get(0);
  }

  private static RunResults withSlower(String variant, String phase, double factor) {
    return with(
        cell ->
            cell.id().variant().equals(variant)
                    && cell.id().phase().equals(phase)
                    && cell.succeeded()
                ? remeasured(cell, sample -> sample * factor)
                : cell);
  }

  private static RunResults withOneSampleSlower() {
    var first = new boolean[] {true};
    return with(
        cell ->
            cell.id().variant().equals("tuned") && cell.id().phase().equals("load")
                ? remeasured(
                    cell,
                    sample -> {
                      double factor = first[0] ? 1.01 : 1;
                      first[0] = false;
                      return sample * factor;
                    })
                : cell,
        1_000_000);
  }

  private static RunResults with(UnaryOperator<Cell> change) {
    return SampleRun.of(RESULTS.cells().stream().map(change).toList());
  }

  private static RunResults with(UnaryOperator<Cell> change, long entries) {
    return with(cell -> cell.id().rows() == entries ? change.apply(cell) : cell);
  }

  private static Cell remeasured(Cell cell, UnaryOperator<Double> change) {
    var samples = new ArrayList<List<Double>>();
    cell.times().samples().forEach(fork -> samples.add(fork.stream().map(change).toList()));
    return new CellBuilder(cell.id()).floor(cell.floor()).measured(List.of(), samples, true);
  }

  private static String raw(IChart chart) {
    return new String(ChartPicture.svg(chart), UTF_8);
  }

  private static String svg(XYChart chart) {
    return SvgDocument.refine(ChartPicture.svg(chart), "title", "description");
  }
}
