package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock's readings may be anything, and pass from the largest number to the smallest. */
class LineTest {
  private static final long GIGABIT = 1_000_000_000;
  private static final long HALF_A_MILLISECOND = 500_000;

  @ParameterizedTest
  @ValueSource(longs = {0, -7_000_000_000L, Long.MAX_VALUE - 1_000})
  void aPieceArrivesAfterItsBytesAndTheDelay(long origin) {
    var line = new Line(GIGABIT, HALF_A_MILLISECOND, origin);
    assertThat(line.send(1_000, origin) - origin).isEqualTo(8 * 1_000 + HALF_A_MILLISECOND);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -7_000_000_000L, Long.MAX_VALUE - 1_000})
  void whatIsSentTogetherArrivesInTurn(long origin) {
    var line = new Line(GIGABIT, HALF_A_MILLISECOND, origin);
    line.send(1_000, origin);
    assertThat(line.send(500, origin + 10) - origin).isEqualTo(8 * 1_500 + HALF_A_MILLISECOND);
    assertThat(line.send(0, origin + 20) - origin).isEqualTo(8 * 1_500 + HALF_A_MILLISECOND);
    assertThat(line.sentBytes()).isEqualTo(1_500);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -7_000_000_000L, Long.MAX_VALUE - 1_000})
  void whatWasNotSentInTimeIsLost(long origin) {
    var line = new Line(GIGABIT, HALF_A_MILLISECOND, origin);
    line.send(1_000, origin);
    long idleNanos = 1_000_000_000;
    assertThat(line.send(1, origin + idleNanos) - origin)
        .isEqualTo(idleNanos + 8 + HALF_A_MILLISECOND);
  }

  /** At a rate that no byte takes a whole number of nanoseconds at. */
  @ParameterizedTest
  @ValueSource(longs = {3_000_017, 200_000_000, 2_499_999_999L})
  void aLineIsNeverFasterThanItsRateAndAsGoodAsFull(long bitsPerSecond) {
    var line = new Line(bitsPerSecond, 0, 0);
    var random = new Random(bitsPerSecond);
    int pieces = 10_000;
    long bytes = 0;
    long arrivalNanos = 0;
    for (int i = 0; i < pieces; i++) {
      int piece = random.nextInt(65_536);
      bytes += piece;
      arrivalNanos = line.send(piece, 0);
    }
    double nanos = bytes * 8e9 / bitsPerSecond;
    assertThat((double) arrivalNanos).isBetween(nanos, nanos + pieces);
    assertThat(line.sentBytes()).isEqualTo(bytes);
  }
}
