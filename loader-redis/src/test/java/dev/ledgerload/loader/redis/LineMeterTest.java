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
    line.wrote(1_000, 900 * MILLISECOND, 0);
    assertThat(line.speed()).as("after too little to tell").isEqualTo(LineSpeed.QUICK);
  }

  @Test
  void tellsASlowLineByHowLongValuesTake() {
    line.wrote(2 * MEGABYTE, 16 * MILLISECOND, 0); // a gigabit a second
    assertThat(line.speed()).isEqualTo(LineSpeed.SLOW);
    line.wrote(2 * MEGABYTE, 2 * MILLISECOND, 0);
    assertThat(line.speed()).isEqualTo(LineSpeed.QUICK);
  }

  @Test
  void takesALongWayForNoSlowLine() {
    for (int value = 0; value < 10; value++) {
      line.wrote(MEGABYTE / 10, 10 * MILLISECOND + MILLISECOND / 10, 10 * MILLISECOND);
    }
    assertThat(line.speed()).isEqualTo(LineSpeed.QUICK);
  }

  @Test
  void goesByWhatItIsTold() {
    var told = new LineMeter(Optional.of(LineSpeed.SLOW));
    told.wrote(2 * MEGABYTE, MILLISECOND, 0);
    assertThat(told.speed()).isEqualTo(LineSpeed.SLOW);
  }
}
