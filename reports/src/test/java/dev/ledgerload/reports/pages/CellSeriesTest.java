package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.results.CellBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CellSeriesTest {
  private static final Pattern DOT = Pattern.compile("M(\\S+) (\\S+)h0");

  private static final CellSeries SERIES =
      new CellSeries(
          new CellBuilder("copy", "one-stream", "ENTRY", "all", 1000, "load")
              .measured(
                  List.of(List.of(80.0, 40.0), List.of(160.0, 20.0)),
                  List.of(List.of(10.0, 20.0, 40.0), List.of(10.0, 10.0, 80.0)),
                  true));

  @Test
  void everyTimeHasItsDotAtItsLogarithm() {
    double low = Math.log(10);
    double high = Math.log(160);
    int height = TimeScale.BOTTOM - TimeScale.TOP;
    var expected = List.of(10.0, 20.0, 40.0, 10.0, 10.0, 80.0);
    List<double[]> dots = dots(SeriesDrawing.of(SERIES).sampleDots());
    assertThat(dots).hasSameSizeAs(expected);
    for (int i = 0; i < dots.size(); i++) {
      double share = (Math.log(expected.get(i)) - low) / (high - low);
      assertThat(dots.get(i)[1]).isCloseTo(TimeScale.BOTTOM - share * height, within(0.06));
    }
  }

  @Test
  void theWarmupComesBeforeTheSamplesOfItsFork() {
    List<double[]> warmup = dots(SeriesDrawing.of(SERIES).warmupDots());
    List<double[]> samples = dots(SeriesDrawing.of(SERIES).sampleDots());
    assertThat(warmup.get(1)[0]).isGreaterThan(warmup.get(0)[0]).isLessThan(samples.get(0)[0]);
    assertThat(samples.get(2)[0]).isLessThan(warmup.get(2)[0]);
    assertThat(warmup.get(3)[0]).isLessThan(samples.get(3)[0]);
  }

  @Test
  void allDotsAreInsideOfTheDrawing() {
    var dots = new ArrayList<double[]>(dots(SeriesDrawing.of(SERIES).warmupDots()));
    dots.addAll(dots(SeriesDrawing.of(SERIES).sampleDots()));
    assertThat(dots)
        .hasSize(10)
        .allSatisfy(
            dot -> {
              assertThat(dot[0]).isBetween((double) TimeScale.LEFT, TimeScale.WIDTH - 4.0);
              assertThat(dot[1]).isBetween((double) TimeScale.TOP, (double) TimeScale.BOTTOM);
            });
  }

  @Test
  void saysInWordsWhatItShows() {
    assertThat(SERIES.description())
        .isEqualTo(
            "copy · one-stream, load: 6 samples in 2 forks, from 10.0 ms to 80.0 ms; 2 of warm-up"
                + " a fork, from 20.0 ms to 160 ms.");
  }

  @Test
  void itsTableHasEveryTimeInOrder() {
    assertThat(SERIES.line(0)).containsExactly("80.0", "40.0", "10.0", "20.0", "40.0");
    assertThat(SERIES.line(1)).containsExactly("160", "20.0", "10.0", "10.0", "80.0");
  }

  @Test
  void aTimeOfNothingHasAPlaceToo() {
    var nothing =
        new CellSeries(
            new CellBuilder("memory", "off-heap", "ENTRY", "all", 1000, "load")
                .measured(List.of(), List.of(List.of(0.0, 0.0)), true));
    assertThat(dots(SeriesDrawing.of(nothing).sampleDots())).hasSize(2);
    assertThat(SeriesDrawing.of(nothing).warmupBands()).isEmpty();
  }

  private static List<double[]> dots(String path) {
    var dots = new ArrayList<double[]>();
    var found = DOT.matcher(path);
    while (found.find()) {
      dots.add(
          new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))});
    }
    return dots;
  }
}
