package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrimmedMeanTest {
  private static final double[] VALUES = {
    0.031, -0.012, 0.045, 0.022, 0.018, 0.9, -0.4, 0.027, 0.015, 0.033
  };

  @Test
  void dropsAFifthAtEitherEnd() {
    assertThat(TrimmedMean.of(VALUES).mean())
        .isCloseTo((0.015 + 0.018 + 0.022 + 0.027 + 0.031 + 0.033) / 6, within(1e-12));
  }

  @Test
  void itsStandardErrorIsYuens() {
    assertThat(TrimmedMean.of(VALUES).standardError()).isCloseTo(YUEN, within(1e-12));
  }

  @Test
  void itsIntervalIsStudentsOfThoseLeft() {
    var mean = TrimmedMean.of(VALUES);
    double t = 4.032142983557537; // 99.5 % of Student's t with 5 degrees of freedom, from tables
    assertThat(mean.high(0.99) - mean.mean()).isCloseTo(t * YUEN, within(1e-9));
    assertThat(mean.mean() - mean.low(0.99)).isCloseTo(t * YUEN, within(1e-9));
  }

  @Test
  void aWildValueHardlyMovesIt() {
    double[] wilder = VALUES.clone();
    wilder[5] = 1e6;
    assertThat(TrimmedMean.of(wilder)).isEqualTo(TrimmedMean.of(VALUES));
  }

  @Test
  void itsSpreadIsTheStandardDeviationOfANormalSample() {
    var random = new SplittableRandom(1);
    double[] normal = random.doubles(20_000).map(x -> 3 * random.nextGaussian()).toArray();
    assertThat(TrimmedMean.of(normal).spread()).isCloseTo(3, within(0.1));
  }

  @Test
  void equalValuesHaveNoSpreadAndNoDoubt() {
    double[] equal = new double[12];
    Arrays.fill(equal, 0.05);
    var mean = TrimmedMean.of(equal);
    assertThat(mean.high(0.99) - mean.low(0.99)).isCloseTo(0, within(1e-12));
    assertThat(mean.pValueAbove(0.02)).isLessThan(1e-9);
    assertThat(mean.pValueAbove(0.06)).isGreaterThan(0.999);
  }

  @Test
  void oneValueTellsNothingOfItsDoubt() {
    var mean = TrimmedMean.of(new double[] {0.05});
    assertThat(mean.low(0.99)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(mean.high(0.99)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void noValuesHaveNoMean() {
    assertThatThrownBy(() -> TrimmedMean.of(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** By its formula, in another language. */
  private static final double YUEN = 0.004410593308539491;
}
