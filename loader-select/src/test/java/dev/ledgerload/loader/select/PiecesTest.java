package dev.ledgerload.loader.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final long ROW_BYTES = 100;
  private static final long ROW_NANOS = 1_000;

  /** What pieces come to be by where the server is. */
  @Test
  void areSmallNearTheServer() {
    assertThat(rowsAfter(10, Duration.ofNanos(200_000), ROW_BYTES)).isEqualTo(Pieces.USUAL_ROWS);
  }

  @Test
  void growUntilTheWayIsShortBesideThem() {
    assertThat(rowsAfter(10, Duration.ofMillis(2), ROW_BYTES)).isEqualTo(40_000);
  }

  @Test
  void takeNoMoreThanSomeMegabytes() {
    assertThat(rowsAfter(10, Duration.ofMillis(50), ROW_BYTES) * ROW_BYTES)
        .isBetween(Pieces.MOST_BYTES - ROW_BYTES, Pieces.MOST_BYTES);
    assertThat(rowsAfter(1, Duration.ofMillis(50), 1 << 20)).isEqualTo(8);
    assertThat(rowsAfter(1, Duration.ofMillis(50), 1 << 30)).isEqualTo(1);
  }

  @Test
  void growAgainBehindLongRows() {
    var pieces = new Pieces(Duration.ofNanos(200_000));
    learn(pieces, 1 << 20, Duration.ofNanos(200_000));
    learn(pieces, ROW_BYTES, Duration.ofNanos(200_000));
    assertThat(pieces.rows()).isEqualTo(Pieces.USUAL_ROWS);
  }

  private static int rowsAfter(int count, Duration roundTrip, long rowBytes) {
    var pieces = new Pieces(roundTrip);
    for (int i = 0; i < count; i++) {
      learn(pieces, rowBytes, roundTrip);
    }
    return pieces.rows();
  }

  private static void learn(Pieces pieces, long rowBytes, Duration roundTrip) {
    pieces.learn(pieces.rows() * rowBytes, pieces.rows() * ROW_NANOS + roundTrip.toNanos());
  }
}
