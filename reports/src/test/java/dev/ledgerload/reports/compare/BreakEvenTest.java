package dev.ledgerload.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.SampleRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakEvenTest {

  @ParameterizedTest
  @CsvSource({
    "1000, 100, 900, 1 hit", // 100 more once, 800 less each time
    "2500, 100, 900, 2 hits",
    "2501, 100, 900, 3 hits",
    "900, 100, 900, at once",
    "800, 100, 900, at once",
    "1000, 900, 900, never",
    "1000, 950, 900, never",
  })
  void aFillHasPaidOnceItAndItsHitsTookNoMoreThanDirectLoads(
      double coldMs, double warmMs, double directMs, String hits) {
    assertThat(BreakEven.of(exactly(coldMs), exactly(warmMs), exactly(directMs)).hitsText())
        .isEqualTo(hits);
  }

  @Test
  void itsIntervalIsTheWidestThatTheMediansAllow() {
    var breakEven = BreakEven.of(between(2000, 3000), between(90, 110), between(800, 1000));
    assertThat(breakEven.low()).isEqualTo(2); // (2000 − 1000) ÷ (1000 − 90), rounded up
    assertThat(breakEven.high()).isEqualTo(4); // (3000 − 800) ÷ (800 − 110), rounded up
    assertThat(breakEven.interval()).isEqualTo("[2, 4]");
  }

  @Test
  void aHitThatMayBeAsSlowAsADirectLoadMayNeverPay() {
    var breakEven = BreakEven.of(between(2000, 3000), between(90, 950), between(900, 1000));
    assertThat(breakEven.interval()).isEqualTo("[2, never]");
  }

  @Test
  void withoutIntervalsItHasNone() {
    assertThat(BreakEven.of(exactly(1000), exactly(100), exactly(900)).interval()).isEmpty();
  }

  @Test
  void theMeanOfFillAndHitsFallsBelowTheDirectLoadAtTheBreakEven() {
    var breakEven = BreakEven.of(exactly(2501), exactly(100), exactly(900));
    assertThat(breakEven.meanMs(1 + 2)).isGreaterThan(900);
    assertThat(breakEven.meanMs(1 + 3)).isLessThan(900);
  }

  @Test
  void itIsOfCachesThatWereMeasuredWarmAndCold() {
    List<BreakEven> breakEvens = BreakEven.of(Comparison.of(AllStrategies.results()).get(0));
    assertThat(breakEvens)
        .extracting(BreakEven::name)
        .containsExactlyInAnyOrder("redis · arrow-lz4", "memory · off-heap");
  }

  @Test
  void theDirectLoadIsTheFastestOfTheSameColumnsThatKeepsNothing() {
    assertThat(BreakEven.of(Comparison.of(AllStrategies.results()).get(0)))
        .extracting(breakEven -> Method.of(breakEven.direct()).label())
        .containsOnly("copy · two-streams");
  }

  @Test
  void aRunWithoutCachesHasNone() {
    assertThat(BreakEven.of(Comparison.of(SampleRun.results()).get(0))).isEmpty();
  }

  private static Cell exactly(double ms) {
    return load(List.of(List.of(ms)));
  }

  /** A cell whose interval is that. */
  private static Cell between(double lowMs, double highMs) {
    Cell cell = load(List.of(List.of(lowMs, highMs)));
    assertThat(cell.times().ciLow()).isEqualTo(lowMs);
    assertThat(cell.times().ciHigh()).isEqualTo(highMs);
    return cell;
  }

  private static Cell load(List<List<Double>> samples) {
    return new CellBuilder("memory", "off-heap", "ENTRY", "all", 1000, "load")
        .measured(List.of(), samples, true);
  }
}
