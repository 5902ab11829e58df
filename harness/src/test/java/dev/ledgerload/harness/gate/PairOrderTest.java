package dev.ledgerload.harness.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.harness.trial.TrialCell;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairOrderTest {
  private static final List<TrialCell> CELLS =
      IntStream.range(0, 10)
          .mapToObj(i -> new TrialCell("ENTRIES", "copy", "v" + i, "all", "kernel", "", 100, null))
          .toList();

  @Test
  void theSameSeedGivesTheSameOrder() {
    assertThat(PairOrder.round(CELLS, 1, 1, 3)).isEqualTo(PairOrder.round(CELLS, 1, 1, 3));
  }

  @Test
  void everyRoundHasEveryCellOnce() {
    assertThat(PairOrder.round(CELLS, 1, 1, 3))
        .extracting(PairOrder.Turn::cell)
        .containsExactlyInAnyOrderElementsOf(CELLS);
  }

  @Test
  void roundsLooksAndSeedsDiffer() {
    var round = PairOrder.round(CELLS, 1, 1, 3);
    assertThat(PairOrder.round(CELLS, 1, 1, 4)).isNotEqualTo(round);
    assertThat(PairOrder.round(CELLS, 1, 2, 3)).isNotEqualTo(round);
    assertThat(PairOrder.round(CELLS, 2, 1, 3)).isNotEqualTo(round);
  }

  @Test
  void eachSideComesFirstHalfOfTheTimes() {
    long baselineFirst =
        IntStream.range(0, 200)
            .boxed()
            .flatMap(round -> PairOrder.round(CELLS, 1, 1, round).stream())
            .filter(turn -> turn.firstSide() == Side.BASELINE)
            .count();
    assertThat(baselineFirst / 2_000.0).isCloseTo(0.5, within(0.03));
  }
}
