package dev.ledgerload.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactTierTest {
  private static final long ENTRIES = 1_000;
  private static final TrialFigures USUAL = new TrialFigures(100, 1_000, 40_000, 900, 250_000);

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
    var findings = compare(3, (i, figures) -> new TrialFigures(100, 1_000, 40_001, 901, 250_000));
    assertThat(finding(findings, "table bytes").worse()).isTrue();
    assertThat(finding(findings, "bytes on the wire").worse()).isTrue();
  }

  @Test
  void fewerBytesAreFine() {
    var findings = compare(20, (i, figures) -> new TrialFigures(100, 1_000, 39_000, 0, 250_000));
    assertThat(findings).noneMatch(ExactFinding::worse);
  }

  @Test
  void bytesThatOnlyOneSideCountedAreNotCompared() {
    var findings = compare(20, (i, figures) -> new TrialFigures(100, 1_000, 40_000, 0, 250_000));
    assertThat(findings).extracting(ExactFinding::figure).doesNotContain("bytes on the wire");
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

  private static ExactFinding finding(List<ExactFinding> findings, String figure) {
    return findings.stream().filter(f -> f.figure().equals(figure)).findFirst().orElseThrow();
  }

  private static TrialFigures rows(long rows) {
    return new TrialFigures(100, rows, 40_000, 900, 250_000);
  }

  private static TrialFigures allocating(double bytes) {
    return new TrialFigures(100, 1_000, 40_000, 900, bytes);
  }
}
