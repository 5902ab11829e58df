package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PairLoopTest {
  private static final long ROUND_NANOS = Duration.ofMinutes(6).toNanos();

  @Test
  void aBudgetThatIsTooShortToJudgeByIsSaidWithOneThatWouldDo() {
    assertThat(PairLoop.shortage(ROUND_NANOS, Duration.ofMinutes(13).toNanos(), 10))
        .contains("about 3 of the 10 pairs")
        .contains("a budget of 80m");
  }

  @Test
  void aLookWithoutTimeForASecondRoundHasOnePair() {
    assertThat(PairLoop.shortage(ROUND_NANOS, -1, 10)).contains("about 1 of the 10 pairs");
  }

  @Test
  void aBudgetThatIsEnoughIsNoNews() {
    assertThat(PairLoop.shortage(ROUND_NANOS, 9 * ROUND_NANOS, 10)).isEmpty();
  }

  @Test
  void roundsThatAnInterruptedGateHasAlreadyTakeNoTime() {
    assertThat(PairLoop.shortage(0, ROUND_NANOS, 10)).isEmpty();
  }
}
