package dev.ledgerload.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final List<Comparison> COMPARISONS = Comparison.of(SampleRun.results());

  @Test
  void thereIsOneForEachNumberOfEntriesTheLargestFirst() {
    assertThat(COMPARISONS)
        .extracting(Comparison::entries)
        .containsExactly(1_000_000L, 300_000L, 100_000L);
  }

  @Test
  void theBaselineIsFirstAndTheFloorLast() {
    assertThat(COMPARISONS.get(0).rows())
        .extracting(row -> row.method().label())
        .containsExactly(
            "select · plain",
            "select · tuned",
            "copy · one-stream",
            "copy · two-streams",
            "copy · one-stream · totals' columns",
            "copy · two-streams · totals' columns",
            "drain (the floor)",
            "drain (the floor) · totals' columns");
  }

  @Test
  void improvementIsTheBaselinesTotalToThisTotal() {
    ComparisonRow plain = row("select", "plain", "all");
    ComparisonRow copy = row("copy", "one-stream", "all");
    Ratio improvement = Objects.requireNonNull(copy.improvement());
    assertThat(improvement.value())
        .isCloseTo(
            Objects.requireNonNull(plain.total()).median()
                / Objects.requireNonNull(copy.total()).median(),
            within(1e-12));
    assertThat(improvement.low()).isLessThan(improvement.value());
    assertThat(improvement.high()).isGreaterThan(improvement.value());
    assertThat(plain.improvementText()).isEqualTo("1.00×");
  }

  @Test
  void ofFloorIsAgainstTheDrainOfTheSameColumns() {
    double drained = Objects.requireNonNull(row("drain", "copy", "totals").load()).median();
    ComparisonRow copy = row("copy", "one-stream", "totals");
    assertThat(Objects.requireNonNull(copy.ofFloor()).value())
        .isCloseTo(Objects.requireNonNull(copy.load()).median() / drained, within(1e-12));
    assertThat(row("drain", "copy", "all").ofFloorText()).isEqualTo("1.00×");
  }

  @Test
  void aClaimThatNoneOfTheIntervalReachesIsNotBorneOut() {
    assertThat(row("copy", "one-stream", "all").claimText())
        .isEqualTo("6.4×: not borne out; load 10–20×: not borne out");
  }

  @Test
  void aClaimThatAllOfTheIntervalReachesIsBorneOut() {
    Comparison fast =
        of(total("select/plain", 700, "kernel"), total("copy/one-stream", 100, "kernel"));
    assertThat(fast.rows().get(1).claimText())
        .isEqualTo("6.4×: borne out; load 10–20×: not measured");
  }

  @Test
  void aClaimWithinTheIntervalLeavesTheQuestionOpen() {
    Comparison near =
        of(total("select/plain", 640, "kernel"), total("copy/one-stream", 100, "kernel"));
    Ratio improvement = Objects.requireNonNull(near.rows().get(1).improvement());
    assertThat(improvement.low()).isLessThan(6.4);
    assertThat(improvement.high()).isGreaterThan(6.4);
    assertThat(near.rows().get(1).claimText())
        .isEqualTo("6.4×: can't tell; load 10–20×: not measured");
  }

  @Test
  void aSingleSampleLeavesTheQuestionOpen() {
    Cell once =
        SampleRun.cell("copy/one-stream", "all", 1000, "total")
            .processor("kernel")
            .measured(List.of(), List.of(List.of(1.0)), true);
    assertThat(of(total("select/plain", 700, "kernel"), once).rows().get(1).claimText())
        .startsWith("6.4×: can't tell");
  }

  @Test
  void aClaimedTimeIsSetAgainstTheTime() {
    assertThat(claimOfLoad("redis/arrow-lz4", 14)).endsWith("load 10–15 ms: borne out");
    assertThat(claimOfLoad("redis/arrow-lz4", 15)).endsWith("load 10–15 ms: can't tell");
    assertThat(claimOfLoad("redis/arrow-lz4", 17)).endsWith("load 10–15 ms: not borne out");
    assertThat(claimOfLoad("mv/view", 29)).endsWith("load 30 ms: borne out");
    assertThat(claimOfLoad("flight/one-stream", 60)).endsWith("load 30–50 ms: not borne out");
  }

  private static String claimOfLoad(String method, double ms) {
    return of(load(method, ms, null)).rows().get(0).claimText();
  }

  @Test
  void aClaimOnACacheIsOnItsHits() {
    Comparison comparison =
        of(load("redis/arrow-lz4", 14, "warm"), load("redis/arrow-lz4", 1400, "cold"));
    assertThat(comparison.rows().get(0).claimText()).endsWith("load 10–15 ms: borne out");
    assertThat(comparison.rows().get(1).claimText()).isEqualTo("–");
    assertThat(comparison.rows())
        .extracting(row -> row.method().label())
        .containsExactly("redis · arrow-lz4 · warm", "redis · arrow-lz4 · cold");
  }

  @Test
  void aStrategyWithoutAClaimHasNone() {
    assertThat(row("select", "tuned", "all").claimText()).isEqualTo("–");
    assertThat(row("select", "plain", "all").claimText()).isEqualTo("1× (1,823 ms)");
  }

  @Test
  void aStrategyThatMakesItsTotalsItselfIsComparedByThem() {
    Comparison comparison =
        of(total("select/plain", 2000, "kernel"), total("indb/function", 95, null));
    ComparisonRow indb = comparison.rows().get(1);
    assertThat(indb.totalFigure().value()).startsWith("9");
    assertThat(indb.loadFigure().state()).isEqualTo(Figure.State.ABSENT);
    assertThat(indb.improvementText()).startsWith("2");
    assertThat(indb.claimText()).isEqualTo("18×: borne out; total 50–100 ms: borne out");
  }

  @Test
  void aFailedCellIsShownAndHasNoRatio() {
    ComparisonRow failed =
        COMPARISONS.get(1).rows().stream()
            .filter(row -> row.loadFigure().state() == Figure.State.FAILED)
            .findFirst()
            .orElseThrow();
    assertThat(failed.loadFigure().value()).startsWith("failed: JournalLoadException");
    assertThat(failed.improvementText()).isEqualTo("–");
    assertThat(failed.ofFloorText()).isEqualTo("–");
  }

  @Test
  void aWrongAnswerIsNotCreditedWithAnImprovement() {
    Cell wrong =
        SampleRun.cell("copy/one-stream", "all", 1000, "total")
            .processor("kernel")
            .measured(List.of(), SampleRun.times(1, 1), false);
    Comparison comparison = of(total("select/plain", 1800, "kernel"), wrong);
    assertThat(comparison.rows().get(1).improvementText()).isEqualTo("–");
    assertThat(comparison.rows().get(1).totalFigure().text()).endsWith("(answer not verified)");
    Headline headline =
        Headline.of(
            SampleRun.of(List.of(total("select/plain", 1800, "kernel"), wrong)),
            List.of(comparison));
    assertThat(headline.sound()).isFalse();
    assertThat(headline.verdict()).contains("1 of 2").contains("not verified: 1");
    assertThat(headline.findings()).noneMatch(finding -> finding.contains("copy"));
  }

  @Test
  void theHeadlineNamesTheFastestLoadAndWhatWasVerified() {
    Headline headline = Headline.of(SampleRun.results(), COMPARISONS);
    assertThat(headline.text())
        .startsWith("copy · two-streams loads all columns of 1,000,000 entries in 7")
        .endsWith("× as fast as select · plain.");
    assertThat(headline.sound()).isFalse();
    assertThat(headline.verdict())
        .isEqualTo("85 of 86 answers were verified against the oracle; 1 cell failed.");
  }

  @Test
  void processorsStandSideBySide() {
    ProcessorComparison processors = ProcessorComparison.of(SampleRun.results());
    assertThat(processors.heads())
        .containsExactly("Process, kernel", "Process, duckdb", "Total, kernel", "Total, duckdb");
    assertThat(processors.rows()).hasSize(6);
  }

  @Test
  void theExponentIsThatOfTheLawBehindTheTimes() {
    assertThat(Scaling.of(SampleRun.results()))
        .hasSize(8)
        .allSatisfy(s -> assertThat(s.law().exponent()).isCloseTo(0.97, within(0.02)));
  }

  private static Comparison of(Cell... cells) {
    return Comparison.of(SampleRun.of(List.of(cells))).get(0);
  }

  private static Cell load(String method, double ms, @Nullable String state) {
    return SampleRun.cell(method, "all", 1000, "load")
        .state(state)
        .measured(List.of(), SampleRun.times(ms, 5), true);
  }

  private static Cell total(String method, double ms, @Nullable String by) {
    return SampleRun.cell(method, by == null ? "none" : "all", 1000, "total")
        .processor(by)
        .measured(List.of(), SampleRun.times(ms, 5), true);
  }

  private static ComparisonRow row(String strategy, String variant, String columns) {
    return COMPARISONS.get(0).rows().stream()
        .filter(row -> row.method().isNamed(strategy + "/" + variant))
        .filter(row -> row.method().columns().equals(columns))
        .findFirst()
        .orElseThrow();
  }
}
