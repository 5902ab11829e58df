package dev.ledgerload.reports.gate;

import static dev.ledgerload.reports.gate.SimulatedMachine.BASELINE;
import static dev.ledgerload.reports.gate.SimulatedMachine.CANDIDATE;
import static dev.ledgerload.reports.gate.SimulatedMachine.CONDITIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final GateRules RULES = GateRules.DEFAULT;

  @Nested
  class Times {
    @Test
    void equalOnesPass() {
      assertThat(judge(cell(slower(0), List.of())).outcome()).isEqualTo(GateOutcome.PASS);
    }

    @Test
    void aSlowdownThatTwoLooksShowFails() {
      var verdict = judge(cell(slower(0.08), slower(0.08)));
      assertThat(verdict.outcome()).isEqualTo(GateOutcome.REGRESSION);
      assertThat(only(verdict).reason()).startsWith("slower by 8.0 %, confirmed");
    }

    @Test
    void aSlowdownThatASecondLookDoesNotShowDoesNotFail() {
      var verdict = judge(cell(slower(0.08), slower(0)));
      assertThat(only(verdict).status()).isEqualTo(CellStatus.INCONCLUSIVE);
      assertThat(only(verdict).reason()).contains("a second look didn't confirm");
    }

    @Test
    void aSuspectWithoutASecondLookIsNotGreen() {
      assertThat(only(judge(cell(slower(0.08), List.of()))).status())
          .isEqualTo(CellStatus.INCONCLUSIVE);
    }

    @Test
    void aSuspectIsToBeMeasuredAgain() {
      assertThat(Gate.suspects(RULES, List.of(cell(slower(0.08), List.of())))).containsOnly("a");
    }

    @Test
    void aSlowdownWithinTheMinimalEffectPasses() {
      assertThat(only(judge(cell(slower(0.015), List.of()))).status()).isEqualTo(CellStatus.PASS);
    }

    @Test
    void aFasterOnePassesAndSaysSo() {
      assertThat(only(judge(cell(slower(-0.3), List.of()))).reason()).startsWith("faster by");
    }

    @Test
    void tooFewPairsDecideNothing() {
      var verdict = judge(cell(slower(0.5).subList(0, 9), List.of()));
      assertThat(only(verdict).status()).isEqualTo(CellStatus.CANNOT_GATE);
      assertThat(only(verdict).reason()).startsWith("only 9 of the 10 pairs");
    }

    @Test
    void aCellTooNoisyForItsBudgetIsNotGreen() {
      var machine = new SimulatedMachine(3, 0.3);
      var pairs = Stream.generate(() -> machine.pair(0)).limit(20).toList();
      var cell = only(judge(cell(pairs, List.of())));
      assertThat(cell.status()).isEqualTo(CellStatus.CANNOT_GATE);
      assertThat(cell.detectable()).isGreaterThan(RULES.budget());
      assertThat(cell.reason()).contains("pairs would do");
    }

    @Test
    void oneOfManyCellsNeedsMoreToBeASuspect() {
      var doubtful = jittered(0.0388, 0.03);
      assertThat(Gate.suspects(RULES, List.of(cell(doubtful, List.of())))).containsOnly("a");
      var many =
          IntStream.range(0, 60)
              .mapToObj(
                  i ->
                      CellTrials.answered(
                          i == 0 ? "a" : "cell " + i,
                          1000,
                          i == 0 ? doubtful : slower(0),
                          List.of()))
              .toList();
      assertThat(Gate.suspects(RULES, many)).isEmpty();
    }

    @Test
    void timesOfTwoJobsAreNeitherGreenNorRed() {
      var trials =
          new GateTrials(
              BASELINE,
              CANDIDATE,
              CONDITIONS,
              CONDITIONS,
              false,
              List.of(cell(slower(0.5), slower(0.5))));
      assertThat(only(Gate.judge(RULES, trials)).status()).isEqualTo(CellStatus.INCONCLUSIVE);
    }
  }

  @Nested
  class Answers {
    @Test
    void aCandidateThatFailsIsWrong() {
      var cell =
          new CellTrials("a", 1000, List.of(), List.of(), List.of(), null, "wrong answer: 3 rows");
      var verdict = judge(cell);
      assertThat(verdict.outcome()).isEqualTo(GateOutcome.WRONG_ANSWER);
      assertThat(only(verdict).reason()).isEqualTo("the candidate fails: wrong answer: 3 rows");
    }

    @Test
    void aStatementWhereThereWasNoneIsSaidWithoutAShare() {
      var pair = new SimulatedMachine(1, 0.01).pair(0);
      var wire = List.of(new WirePair(new WireCount(0, 9), new WireCount(3, 9)));
      var cell = new CellTrials("a", 1000, List.of(pair), List.of(), wire, null, null);
      assertThat(only(judge(cell)).reason()).startsWith("more statements: 3").contains("not 0");
    }

    @Test
    void whatIsSlowerAndAsksMoreIsSaidToBeBoth() {
      var wire = List.of(new WirePair(new WireCount(5, 9), new WireCount(6, 9)));
      var cell = new CellTrials("a", 1000, slower(0.5), slower(0.5), wire, null, null);
      assertThat(only(judge(cell)).reason())
          .matches("slower by \\d+ %, confirmed by a second look: .*; 20 % more statements: .*");
    }

    @Test
    void aBaselineThatFailsDoesNotBlameTheCandidate() {
      var cell =
          new CellTrials("a", 1000, List.of(), List.of(), List.of(), "wrong answer: 3 rows", null);
      assertThat(judge(cell).outcome()).isEqualTo(GateOutcome.INCONCLUSIVE);
    }
  }

  @Nested
  class OtherConditions {
    @Test
    void areRefusedAndNamed() {
      var other = new Conditions(Map.of("cpu", "a slow one", "seed", "1"));
      var cells = List.of(cell(slower(0.5), slower(0.5)));
      var verdict =
          Gate.judge(RULES, new GateTrials(BASELINE, CANDIDATE, other, CONDITIONS, true, cells));
      assertThat(verdict.outcome()).isEqualTo(GateOutcome.NOT_COMPARABLE);
      assertThat(verdict.differences())
          .containsExactly("cpu: a slow one for the baseline, a fast one for the candidate");
      assertThat(verdict.cells()).isEmpty();
    }

    @Test
    void includeAFactThatOneSideLacks() {
      assertThat(CONDITIONS.differences(new Conditions(Map.of("cpu", "a fast one"))))
          .containsExactly("seed: 1 for the baseline, not there for the candidate");
    }
  }

  @Nested
  class ExitCodes {
    @Test
    void differForWhatCallersHaveToTellApart() {
      assertThat(GateOutcome.values())
          .extracting(outcome -> outcome.exitCode(false))
          .containsExactly(0, 0, 4, 1, 5);
    }

    @Test
    void tellCellsThatCannotBeToldFromGreenOnesWhereThatIsAskedFor() {
      assertThat(GateOutcome.INCONCLUSIVE.exitCode(true)).isEqualTo(6);
      assertThat(GateOutcome.PASS.exitCode(true)).isZero();
    }
  }

  @Test
  void nothingMeasuredIsNoPass() {
    assertThatThrownBy(() -> judge()).hasMessageContaining("no cell to judge");
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> RULES.withBounds(0.1, 0.05))
        .hasMessage("the budget must exceed the minimal effect, not 0.05");
  }

  @Test
  void theFalseAlarmRateIsAtMostTheFamilyRateOfBothLooks() {
    var verdict = new SimulatedMachine(5, 0.1).gate(24, 20, 0);
    assertThat(verdict.falseAlarmRate())
        .isPositive()
        .isLessThan(RULES.familyRate() * RULES.familyRate());
  }

  private static GateVerdict judge(CellTrials... cells) {
    return Gate.judge(RULES, SimulatedMachine.of(List.of(cells)));
  }

  private static CellVerdict only(GateVerdict verdict) {
    assertThat(verdict.cells()).hasSize(1);
    return verdict.cells().get(0);
  }

  private static CellTrials cell(List<TrialPair> first, List<TrialPair> second) {
    return CellTrials.answered("a", 1000, first, second);
  }

  /** Twenty pairs of hardly any noise. */
  private static List<TrialPair> slower(double slowdown) {
    return jittered(slowdown, 0.002);
  }

  private static List<TrialPair> jittered(double slowdown, double jitter) {
    return IntStream.range(0, 20)
        .mapToObj(
            i ->
                new TrialPair(
                    SimulatedMachine.figures(100),
                    SimulatedMachine.figures(
                        100 * (1 + slowdown) * (1 + jitter * ((i % 5) - 2) / 2))))
        .toList();
  }
}
