package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a line means for who chooses a strategy. */
class LineCheckupTest {
  private static LineCheckup line(Duration roundTrip, double gigabits) {
    return new LineCheckup(roundTrip, gigabits * 1e9 / Byte.SIZE);
  }

  @Test
  void isSaidInUnitsOfNetworks() {
    assertThat(line(Duration.ofMillis(10), 0.2).text())
        .isEqualTo("10.00 ms there and back, 25 MB a second (0.2 Gbit/s)");
  }

  @Test
  void hardlyCountsIfItIsShortAndQuick() {
    assertThat(line(Duration.ofNanos(80_000), 8).advice())
        .singleElement()
        .asString()
        .contains("hardly counts");
  }

  @Test
  void leavesBytesToDecideIfItIsSlow() {
    assertThat(line(Duration.ofNanos(80_000), 1).advice())
        .anySatisfy(advice -> assertThat(advice).contains("bytes decide"))
        .anySatisfy(advice -> assertThat(advice).contains("two streams of copy gain nothing"))
        .noneSatisfy(advice -> assertThat(advice).contains("waits for the database"));
  }

  @Test
  void makesWaitsCountIfItIsLong() {
    assertThat(line(Duration.ofMillis(10), 8).advice())
        .singleElement()
        .asString()
        .contains("waits for the database 3 times, 30 ms in all");
  }
}
