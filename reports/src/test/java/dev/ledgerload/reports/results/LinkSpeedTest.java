package dev.ledgerload.reports.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSpeedTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1000000000, 'rtt=1ms,rate=1g', 1 ms + 1 Gbit/s",
    "10, 200000000, 'rtt=10ms,rate=200m', 10 ms + 200 Mbit/s",
    "0, 2500000000, 'rtt=0ms,rate=2500m', 0 ms + 2.5 Gbit/s",
    "0.25, 1234000, 'rtt=0.00025s,rate=1234k', 0.25 ms + 1.234 Mbit/s",
    "100, 1000001, 'rtt=100ms,rate=1000001', 100 ms + 1.000001 Mbit/s"
  })
  void isWrittenAsItIsTypedAndAsPeopleSayIt(
      double roundTripMs, long bitsPerSecond, String key, String label) {
    var speed = new LinkSpeed(roundTripMs, bitsPerSecond);
    assertThat(speed.key()).isEqualTo(key);
    assertThat(speed.label()).isEqualTo(label);
  }

  @Test
  void knowsHowLongBytesTake() {
    assertThat(new LinkSpeed(1, 200_000_000).msOf(25_000_000)).isEqualTo(1_000);
  }

  @Test
  void refusesWhatNoLinkIs() {
    assertThatThrownBy(() -> new LinkSpeed(-1, 1)).hasMessageContaining("roundTripMs");
    assertThatThrownBy(() -> new LinkSpeed(Double.NaN, 1)).hasMessageContaining("roundTripMs");
    assertThatThrownBy(() -> new LinkSpeed(Double.POSITIVE_INFINITY, 1))
        .hasMessageContaining("roundTripMs");
    assertThatThrownBy(() -> new LinkSpeed(1, 0)).hasMessageContaining("bitsPerSecond");
  }
}
