package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellTrendTest {
  private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void aTrendIsOfTheCommitsMeasuredUnderTheLatestsConditions() {
    var trends =
        CellTrend.of(
            List.of(entry("a", "x", 100), entry("b", "another machine", 7), entry("c", "x", 101)));
    assertThat(trends).hasSize(1);
    assertThat(trends.get(0).points())
        .extracting(CellTrend.Point::commit)
        .containsExactly("a", "c");
  }

  @Test
  void aTrendSaysWhichCommitChangedIt() {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entries.add(entry("commit " + i, "x", (i < 20 ? 100 : 110) + i % 3));
    }
    var trend = CellTrend.of(entries).get(0);
    assertThat(trend.changes()).hasSize(1);
    assertThat(trend.points().get(trend.changes().get(0).index()).commit()).isEqualTo("commit 20");
  }

  @Test
  void noHistoryHasNoTrend() {
    assertThat(CellTrend.of(List.of())).isEmpty();
  }

  @Test
  void anEntryIsTheMiddleOfTheCandidatesTrials() {
    var machine = new SimulatedMachine(1, 0.01);
    var pair = machine.pair(0.5);
    var cells = List.of(CellTrials.answered("a", 10, List.of(pair), List.of()));
    var entry = HistoryEntry.of(SimulatedMachine.of(cells), AT);
    assertThat(entry.commit()).isEqualTo(SimulatedMachine.CANDIDATE.commit());
    assertThat(entry.millis()).containsExactly(Map.entry("a", pair.candidate().middleMillis()));
  }

  private static HistoryEntry entry(String commit, String conditions, double millis) {
    return new HistoryEntry(commit, AT, conditions, Map.of("copy", millis));
  }
}
