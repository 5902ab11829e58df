package dev.ledgerload.reports.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TimesTest {

  @Test
  void medianAndNinetyFifthPercentileAreOfAllSamplesTogether() {
    Times figures = Times.of(List.of(), List.of(List.of(1.0, 9.0, 5.0), List.of(3.0, 7.0)));
    assertThat(figures.median()).isEqualTo(5.0);
    assertThat(figures.p95()).isCloseTo(8.6, within(1e-9));
  }

  @Test
  void theSameSamplesAlwaysHaveTheSameInterval() {
    List<List<Double>> samples = SampleRun.times(800, 3);
    assertThat(Times.of(List.of(), samples)).isEqualTo(Times.of(List.of(), samples));
  }

  @Test
  void theIntervalHoldsTheMedian() {
    Times figures = Times.of(List.of(), SampleRun.times(800, 3));
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
    assertThat(width(Times.of(List.of(), apart)))
        .isGreaterThan(1.5 * width(Times.of(List.of(), alike)));
  }

  @Tag("simulation")
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
      Times figures = Times.of(List.of(), forks);
      covered += figures.ciLow() <= 100 && 100 <= figures.ciHigh() ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(0.88, 1.0);
  }

  @Test
  void oneSampleHasNoInterval() {
    Times figures = Times.of(List.of(), List.of(List.of(5.0)));
    assertThat(figures.median()).isEqualTo(5.0);
    assertThat(figures.ciLow()).isNaN();
    assertThat(figures.ciHigh()).isNaN();
  }

  @Test
  void eachPhaseHasItsTimeOfAnOperation() {
    var samples = List.of(List.of(sample(3, 2, 5.5)));
    for (var phase : List.of("load", "process", "total")) {
      var times = Times.of(phase, samples, samples);
      assertThat(times.warmup()).isEqualTo(times.samples());
      assertThat(times.median())
          .isEqualTo(phase.equals("load") ? 3 : phase.equals("process") ? 2 : 5.5);
    }
  }

  @Test
  void costsAreMiddlesAndThoseOfLoadingAreOfItsPhaseOnly() {
    var samples = List.of(sample(1, 1, 1), sample(3, 1, 1), sample(2, 1, 1));
    assertThat(Costs.of("load", samples)).isEqualTo(new Costs(20, 200, 4_000L, 2_000.0, 0.2, 20.0));
    assertThat(Costs.of("total", samples)).isEqualTo(new Costs(20, 200, null, null, null, null));
  }

  @Test
  void bytesThatWereNotCountedAreNoCost() {
    var uncounted = new Sample(1, 1, 1, 1, 1, 1, 1, 1, 0, 0);
    assertThat(Costs.of("load", List.of(uncounted)).wireBytes()).isNull();
  }

  @Test
  void overALinkAllBytesAreCountedAlsoWhereThereWereNone() {
    var samples = List.of(sample(1, 1, 1), sample(3, 1, 1), sample(2, 1, 1));
    assertThat(Costs.overLink("load", samples)).isEqualTo(Costs.of("load", samples));
    assertThat(Costs.overLink("total", samples))
        .isEqualTo(new Costs(20, 200, 4_000L, null, null, null));
    var none = new Sample(1, 1, 1, 1, 1, 1, 1, 1, 0, 0);
    assertThat(Costs.overLink("load", List.of(none)).wireBytes()).isZero();
  }

  private static Sample sample(double loadMs, double processMs, double totalMs) {
    return new Sample(
        loadMs,
        processMs,
        totalMs,
        loadMs / 10,
        loadMs == 3 ? 40 : 10, // a mean of 20, where the middle is 10
        1_000 * loadMs,
        (long) (10 * loadMs),
        (long) (100 * loadMs),
        (long) (2_000 * loadMs),
        0);
  }

  @Test
  void noSampleIsRefused() {
    assertThatThrownBy(() -> Times.of(List.of(), List.of(List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double normal(SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum - 6;
  }

  private static double width(Times figures) {
    return figures.ciHigh() - figures.ciLow();
  }

  @Test
  void aMedianMayBeOfOperationsThatWereAsWarmAsOthers() {
    var many =
        Times.of(
            List.of(List.of(9.0, 8.0, 7.0), List.of(90.0, 80.0, 70.0)),
            List.of(List.of(6.0, 5.0, 4.0, 3.0), List.of(60.0, 50.0, 40.0, 30.0)));
    var few = Times.of(List.of(List.of(1.0)), List.of(List.of(1.0, 1.0)));
    assertThat(many.medianAsWarmAs(few)).isEqualTo((8 + 70) / 2.0); // of 8, 7, 80 and 70
    assertThat(many.medianAsWarmAs(many)).isEqualTo(many.median());
    var many3 = Times.of(List.of(List.of(1.0, 1.0, 1.0)), List.of(List.of(1.0, 1.0, 1.0)));
    assertThat(many.medianAsWarmAs(many3)).isEqualTo((6 + 40) / 2.0); // of 6, 5, 4, 60, 50 and 40
  }

  @Test
  void thatOfACellWithFewerOperationsIsOfAllSamples() {
    var few = Times.of(List.of(), List.of(List.of(1.0, 3.0)));
    var late = Times.of(List.of(List.of(1.0, 1.0)), List.of(List.of(1.0)));
    assertThat(few.medianAsWarmAs(late)).isEqualTo(2);
  }
}
