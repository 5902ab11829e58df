package dev.ledgerload.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2019.4  | 2,019 ms",
        "842.4   | 842 ms",
        "99.96   | 100 ms",
        "98.73   | 98.7 ms",
        "9.996   | 10.0 ms",
        "1.284   | 1.28 ms",
        "0.9996  | 1.00 ms",
        "0.9994  | 999 µs",
        "0.01234 | 12.3 µs",
        "0.00042 | 0.420 µs",
        "0       | 0 ms",
      })
  void timesHaveThreeSignificantDigits(double ms, String written) {
    assertThat(Figures.time(ms)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "398964 | 398,964×",
        "168.2  | 168×",
        "12.63  | 12.6×",
        "2.684  | 2.68×",
        "0.858  | 0.86×",
        "0.0316 | 0.0316×",
        "0.000002 | <0.0001×",
      })
  void ratiosHaveNoMoreDigitsThanMeanSomething(double ratio, String written) {
    assertThat(Figures.times(ratio)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"10000 | 10,000", "0.5 | 0.5", "0.005 | 0.005", "0.002 | 0.002", "-1.25 | -1.25"})
  void ticksOfAnAxisAreWrittenInFull(double value, String written) {
    assertThat(Figures.plain(value)).isEqualTo(written);
  }

  @Test
  void anIntervalIsAsExactAsItsValue() {
    assertThat(Figures.interval(9.97, 9.931, 10.05)).isEqualTo("[9.93, 10.05]");
    assertThat(Figures.ratioInterval(0.166, 0.1641, 0.1694)).isEqualTo("[0.16, 0.17]");
    assertThat(Figures.ratioInterval(0.00002, 0.00001, 0.00003)).isEmpty();
    assertThat(Figures.interval(0.0222, 0.0162, 0.0293)).isEqualTo("[16.2, 29.3]");
    assertThat(Figures.interval(5, Double.NaN, Double.NaN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"900, 900 B", "1250, 1.25 kB", "76000000, 76.0 MB", "0.9, 0.9 B"})
  void bytesAreInPowersOfAThousand(double bytes, String written) {
    assertThat(Figures.bytes(bytes)).isEqualTo(written);
  }
}
