package dev.ledgerload.loader.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.columnar.ipc.LineSpeed;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineMeterTest {
  private static final long MEGABYTE = 1_000_000;
  private static final long MILLISECOND = 1_000_000;

  private final LineMeter line = new LineMeter(Optional.empty());

  @Test
  void takesALineForQuickThatItHasNotMeasured() {
    assertThat(line.speed()).isEqualTo(LineSpeed.QUICK);
    line.answered(0);
    line.wrote(1_000, 900 * MILLISECOND);
    assertThat(line.speed()).as("after too little to tell").isEqualTo(LineSpeed.QUICK);
  }

  @Test
  void tellsASlowLineByHowLongValuesTake() {
    line.answered(0);
    line.wrote(2 * MEGABYTE, 16 * MILLISECOND); // a gigabit a second
    assertThat(line.speed()).isEqualTo(LineSpeed.SLOW);
    line.wrote(2 * MEGABYTE, 2 * MILLISECOND);
    assertThat(line.speed()).isEqualTo(LineSpeed.QUICK);
  }

  @Test
  void takesALongWayForNoSlowLine() {
    line.answered(10 * MILLISECOND);
    for (int value = 0; value < 10; value++) {
      line.wrote(MEGABYTE / 10, 10 * MILLISECOND + MILLISECOND / 10);
    }
    assertThat(line.speed()).isEqualTo(LineSpeed.QUICK);
  }

  @Test
  void goesByTheShortestAnswer() {
    line.answered(500 * MILLISECOND); // a connection was made
    line.wrote(2 * MEGABYTE, 100 * MILLISECOND);
    assertThat(line.speed()).isEqualTo(LineSpeed.QUICK);
    line.answered(MILLISECOND);
    assertThat(line.speed()).isEqualTo(LineSpeed.SLOW);
  }

  @Test
  void takesASmallValueForAnAnswer() {
    line.answered(90 * MILLISECOND); // the machine was busy
    line.wrote(2 * MEGABYTE, 100 * MILLISECOND);
    line.wrote(MEGABYTE / 100, MILLISECOND);
    assertThat(line.speed()).isEqualTo(LineSpeed.SLOW);
  }

  @Test
  void goesByWhatItIsTold() {
    var told = new LineMeter(Optional.of(LineSpeed.SLOW));
    told.wrote(2 * MEGABYTE, MILLISECOND);
    assertThat(told.speed()).isEqualTo(LineSpeed.SLOW);
  }
}
