package dev.ledgerload.reports.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SampleStatisticsTest {

  @Test
  void medianAndNinetyFifthPercentileAreOfAllSamplesTogether() {
    SampleStatistics figures =
        SampleStatistics.of(List.of(List.of(1.0, 9.0, 5.0), List.of(3.0, 7.0)));
    assertThat(figures.median()).isEqualTo(5.0);
    assertThat(figures.p95()).isCloseTo(8.6, within(1e-9));
  }

  @Test
  void theSameSamplesAlwaysHaveTheSameInterval() {
    List<List<Double>> samples = SampleRun.times(800, 3);
    assertThat(SampleStatistics.of(samples)).isEqualTo(SampleStatistics.of(samples));
  }

  @Test
  void theIntervalHoldsTheMedian() {
    SampleStatistics figures = SampleStatistics.of(SampleRun.times(800, 3));
    assertThat(figures.ciLow()).isLessThanOrEqualTo(figures.median());
    assertThat(figures.ciHigh()).isGreaterThanOrEqualTo(figures.median());
  }

  @Test
  void forksThatDifferWidenTheIntervalMoreThanIterationsThatDo() {
    List<Double> spread = List.of(90.0, 95.0, 100.0, 105.0, 110.0);
    var alike = new ArrayList<List<Double>>();
    var apart = new ArrayList<List<Double>>();
    for (double level : spread) {
      alike.add(spread);
      apart.add(List.of(level, level, level, level, level));
    }
    assertThat(width(SampleStatistics.of(apart)))
        .isGreaterThan(1.5 * width(SampleStatistics.of(alike)));
  }

  @Test
  void coversTheTrueMedianNearlyAsOftenAsItSays() {
    var random = new SplittableRandom(11);
    int covered = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      var forks = new ArrayList<List<Double>>();
      for (int fork = 0; fork < 10; fork++) {
        double level = 100 + 3 * normal(random);
        forks.add(
            DoubleStream.generate(() -> level + 2 * normal(random)).limit(5).boxed().toList());
      }
      SampleStatistics figures = SampleStatistics.of(forks);
      covered += figures.ciLow() <= 100 && 100 <= figures.ciHigh() ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(0.88, 1.0);
  }

  @Test
  void oneSampleHasNoInterval() {
    SampleStatistics figures = SampleStatistics.of(List.of(List.of(5.0)));
    assertThat(figures.median()).isEqualTo(5.0);
    assertThat(figures.ciLow()).isNaN();
    assertThat(figures.ciHigh()).isNaN();
  }

  @Test
  void noSampleIsRefused() {
    assertThatThrownBy(() -> SampleStatistics.of(List.of(List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double normal(SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum - 6;
  }

  private static double width(SampleStatistics figures) {
    return figures.ciHigh() - figures.ciLow();
  }
}
