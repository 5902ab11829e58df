package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactTierTest {
  private static final long ENTRIES = 1_000;
  private static final TrialFigures USUAL =
      new TrialFigures(List.of(100.0), 1_000, 40_000, 250_000);

  @Test
  void equalFiguresAreNotWorse() {
    assertThat(compare(20, (i, figures) -> figures)).noneMatch(ExactFinding::worse);
  }

  @Test
  void oneRowMoreInOneTrialIsWorse() {
    var findings = compare(20, (i, figures) -> i == 7 ? rows(1_001) : figures);
    assertThat(finding(findings, "rows").worse()).isTrue();
  }

  @Test
  void oneByteMoreIsWorse() {
    var findings =
        compare(3, (i, figures) -> new TrialFigures(List.of(100.0), 1_000, 40_001, 250_000));
    assertThat(finding(findings, "table bytes").worse()).isTrue();
  }

  @Test
  void fewerBytesAreFine() {
    var findings =
        compare(20, (i, figures) -> new TrialFigures(List.of(100.0), 1_000, 39_000, 250_000));
    assertThat(findings).noneMatch(ExactFinding::worse);
  }

  @Test
  void oneStatementMoreIsWorse() {
    var findings = compare(new WirePair(wire(12, 9_000), wire(13, 9_000)));
    assertThat(finding(findings, "statements").worse()).isTrue();
    assertThat(finding(findings, "bytes on the wire").worse()).isFalse();
  }

  @Test
  void aStatementWhereThereWasNoneIsWorse() {
    var findings = compare(new WirePair(wire(0, 9_000), wire(1, 9_000)));
    assertThat(finding(findings, "statements").worse()).isTrue();
  }

  @Test
  void moreThanTwoPercentMoreOnTheWireIsWorse() {
    assertThat(
            finding(
                    compare(new WirePair(wire(12, 900_000), wire(12, 920_000))),
                    "bytes on the wire")
                .worse())
        .isTrue();
    assertThat(
            finding(
                    compare(new WirePair(wire(12, 900_000), wire(12, 910_000))),
                    "bytes on the wire")
                .worse())
        .isFalse();
  }

  @Test
  void whatWasNotMoreTheSecondTimeIsNotWorse() {
    var findings =
        compare(
            new WirePair(wire(12, 9_000), wire(13, 90_000)),
            new WirePair(wire(12, 9_000), wire(12, 9_000)));
    assertThat(findings).noneMatch(ExactFinding::worse);
  }

  @Test
  void statementsThatCouldNotBeReadAreNotCompared() {
    var findings = compare(new WirePair(wire(WireCount.UNKNOWN, 9), wire(WireCount.UNKNOWN, 9)));
    assertThat(findings)
        .extracting(ExactFinding::figure)
        .contains("bytes on the wire")
        .doesNotContain("statements");
  }

  @Test
  void allocationWithinItsSpreadIsNotWorse() {
    var findings = compare(20, (i, figures) -> allocating(250_000 + 5_000 * (i % 3 - 1)));
    assertThat(finding(findings, "allocated bytes per entry").worse()).isFalse();
  }

  @Test
  void allocationBeyondItsSpreadIsWorseAndSaysByHowMuch() {
    var findings = compare(20, (i, figures) -> allocating(275_000 + 1_000 * (i % 3)));
    var finding = finding(findings, "allocated bytes per entry");
    assertThat(finding.worse()).isTrue();
    assertThat(finding.change()).isBetween(0.10, 0.11);
    assertThat(finding.baseline()).isEqualTo(250);
  }

  @Test
  void allocationIsNotWorseByLessThanTheTolerance() {
    var findings = compare(20, (i, figures) -> allocating(252_000));
    assertThat(finding(findings, "allocated bytes per entry").worse()).isFalse();
  }

  @Test
  void aStringMoreInAHitIsNoMatter() {
    var findings =
        ExactTier.compare(
            GateRules.DEFAULT,
            CellTrials.answered(
                "a",
                ENTRIES,
                IntStream.range(0, 20)
                    .mapToObj(i -> new TrialPair(allocating(2_000), allocating(2_900)))
                    .toList(),
                List.of()));
    assertThat(finding(findings, "allocated bytes per entry").worse()).isFalse();
  }

  @Test
  void oneOddTrialInTwentyHidesNoAllocation() {
    var findings = compare(20, (i, figures) -> allocating(i == 3 ? 250_000 : 300_000));
    assertThat(finding(findings, "allocated bytes per entry").worse()).isTrue();
  }

  @Test
  void allocationThatVariesIsNotJudgedByAFewTrials() {
    var findings = compare(3, (i, figures) -> allocating(300_000 + i));
    assertThat(finding(findings, "allocated bytes per entry").judged()).isFalse();
    assertThat(finding(findings, "allocated bytes per entry").worse()).isFalse();
  }

  private interface Candidate {
    TrialFigures of(int trial, TrialFigures usual);
  }

  private static List<ExactFinding> compare(int pairs, Candidate candidate) {
    var found =
        IntStream.range(0, pairs)
            .mapToObj(i -> new TrialPair(USUAL, candidate.of(i, USUAL)))
            .toList();
    return ExactTier.compare(
        GateRules.DEFAULT, CellTrials.answered("a", ENTRIES, found, List.of()));
  }

  private static List<ExactFinding> compare(WirePair... wire) {
    var pairs = List.of(new TrialPair(USUAL, USUAL));
    return ExactTier.compare(
        GateRules.DEFAULT,
        new CellTrials("a", ENTRIES, pairs, List.of(), List.of(wire), null, null));
  }

  private static WireCount wire(long statements, long bytes) {
    return new WireCount(statements, bytes);
  }

  private static ExactFinding finding(List<ExactFinding> findings, String figure) {
    return findings.stream().filter(f -> f.figure().equals(figure)).findFirst().orElseThrow();
  }

  private static TrialFigures rows(long rows) {
    return new TrialFigures(List.of(100.0), rows, 40_000, 250_000);
  }

  private static TrialFigures allocating(double bytes) {
    return new TrialFigures(List.of(100.0), 1_000, 40_000, bytes);
  }
}
