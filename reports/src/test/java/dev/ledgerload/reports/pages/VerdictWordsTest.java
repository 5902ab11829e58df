package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.gate.CellTrials;
import dev.ledgerload.reports.gate.Gate;
import dev.ledgerload.reports.gate.GateRules;
import dev.ledgerload.reports.gate.SimulatedMachine;
import dev.ledgerload.reports.gate.WireCount;
import dev.ledgerload.reports.gate.WirePair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          copy/one-stream/ENTRY/totals/100000/total/kernel | copy · one-stream · totals' columns, 100,000 entries
          hybrid/all-tiers/ENTRY/all/1000000/total/kernel/warm | hybrid · all-tiers · warm, 1,000,000 entries
          copy/auto/ENTRY/all/1000/total/duckdb | copy · auto, 1,000 entries, by duckdb
          indb/group-by/GROUP/none/1000/total/- | indb · group-by, 1,000 entries
          drain/one-stream/ENTRY/all/1000/load/- | drain (the floor), 1,000 entries
          select/plain | select/plain
          """)
  void callsACellWhatTheReportCallsIt(String key, String name) {
    assertThat(VerdictWords.name(key)).isEqualTo(name);
  }

  @Test
  void theWorstCellIsNamedWithHowMuch() {
    var calm = new SimulatedMachine(1, 0.02);
    assertThat(
            worst(
                CellTrials.answered(
                    "copy/auto/ENTRY/all/1000/total/kernel",
                    1000,
                    calm.pairs(0.08, 20),
                    calm.pairs(0.08, 20)),
                CellTrials.answered(
                    "select/plain/ENTRY/all/1000/total/kernel",
                    1000,
                    calm.pairs(0.3, 20),
                    calm.pairs(0.3, 20))))
        .matches(
            "select · plain, 1,000 entries: slower by \\d+ %, confirmed by a second look: .*; and one more cell fails\\.");
  }

  @Test
  void whatIsConfirmedToBeSlowerIsWorseThanWhatMerelyLooksSoAndAsksMore() {
    var noisy = new SimulatedMachine(2, 0.3).pairs(0.1, 20);
    var more = List.of(new WirePair(new WireCount(5, 9), new WireCount(6, 9)));
    var calm = new SimulatedMachine(1, 0.02);
    assertThat(
            worst(
                new CellTrials(
                    "redis/arrow-lz4/ENTRY/all/1000/total/kernel",
                    1000,
                    noisy,
                    List.of(),
                    more,
                    null,
                    null),
                CellTrials.answered(
                    "mv/view/GROUP/all/1000/total/kernel",
                    1000,
                    calm.pairs(0.08, 20),
                    calm.pairs(0.08, 20))))
        .startsWith("mv · view · groups, 1,000 entries: slower by ");
  }

  @Test
  void nothingIsWorstWhereNoneFails() {
    assertThat(
            worst(
                CellTrials.answered(
                    "a/b/ENTRY/all/1000/total/kernel",
                    1000,
                    new SimulatedMachine(1, 0.02).pairs(0, 40),
                    List.of())))
        .isEmpty();
  }

  private static String worst(CellTrials... cells) {
    return VerdictWords.worst(Gate.judge(GateRules.DEFAULT, SimulatedMachine.of(List.of(cells))));
  }
}
