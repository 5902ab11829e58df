package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointsTest {
  @Test
  void aStepIsFoundWhereItIs() {
    var points = ChangePoints.of(series(1, 0.02, level(100, 30), level(110, 30)));
    assertThat(points).extracting(ChangePoint::index).containsExactly(30);
    assertThat(points.get(0).change()).isCloseTo(0.10, within(0.02));
  }

  @Test
  void aStepWithoutAnyNoiseIsFound() {
    var points = ChangePoints.of(series(1, 0, level(100, 10), level(101, 10)));
    assertThat(points).extracting(ChangePoint::index).containsExactly(10);
  }

  @Test
  void aStepUpAndTheStepDownAfterItAreBothFound() {
    var points = ChangePoints.of(series(2, 0.02, level(100, 25), level(115, 25), level(100, 25)));
    assertThat(points).extracting(ChangePoint::index).containsExactly(25, 50);
  }

  @Test
  void changesFarApartAreFoundInTheirWindows() {
    var points =
        ChangePoints.of(series(3, 0.02, level(100, 120), level(112, 120), level(124, 120)));
    assertThat(points).hasSize(2);
    assertThat(points.get(0).index()).isCloseTo(120, within(2));
    assertThat(points.get(1).index()).isCloseTo(240, within(2));
  }

  /**
   * The test doesn't know that its split was picked as the best of many: p is too small by some.
   */
  @ParameterizedTest
  @ValueSource(ints = {5, 50, 200})
  void noiseAloneRarelyHasAChange(int length) {
    int found = 0;
    for (int seed = 0; seed < 200; seed++) {
      found += ChangePoints.of(series(seed, 0.05, level(100, length))).size();
    }
    assertThat(found).isLessThanOrEqualTo(200 * Math.max(1, length / 50) / 10);
  }

  @Test
  void oneOutlierIsNoChange() {
    double[] values = series(4, 0.02, level(100, 60));
    values[30] = 300;
    assertThat(ChangePoints.of(values)).isEmpty();
  }

  @Test
  void aConstantSeriesHasNone() {
    assertThat(ChangePoints.of(series(1, 0, level(100, 80)))).isEmpty();
  }

  @Test
  void tooFewValuesHaveNone() {
    assertThat(ChangePoints.of(new double[] {1, 2, 3})).isEmpty();
    assertThat(ChangePoints.of(new double[0])).isEmpty();
  }

  private static DoubleStream level(double value, int count) {
    return DoubleStream.generate(() -> value).limit(count);
  }

  private static double[] series(long seed, double noise, DoubleStream... levels) {
    var random = new SplittableRandom(seed);
    return Arrays.stream(levels)
        .flatMapToDouble(level -> level)
        .map(value -> value * Math.exp(noise * random.nextGaussian()))
        .toArray();
  }
}
