package dev.ledgerload.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.SampleRun;
import java.util.ArrayList;
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
  void theFastestIsFirstAndTheFloorLast() {
    assertThat(COMPARISONS.get(0).rows())
        .extracting(row -> row.method().label())
        .containsExactly(
            "copy · two-streams · totals' columns",
            "copy · one-stream · totals' columns",
            "copy · two-streams",
            "copy · one-stream",
            "select · tuned",
            "select · plain",
            "drain (the floor) · totals' columns",
            "drain (the floor)");
  }

  @Test
  void improvementIsTheBaselinesTotalToThisTotal() {
    ComparisonRow plain = row("select", "plain", "all");
    ComparisonRow copy = row("copy", "one-stream", "all");
    Ratio improvement = Objects.requireNonNull(copy.improvement());
    assertThat(improvement.value())
        .isCloseTo(
            Objects.requireNonNull(plain.total()).times().median()
                / Objects.requireNonNull(copy.total()).times().median(),
            within(1e-12));
    assertThat(improvement.low()).isLessThan(improvement.value());
    assertThat(improvement.high()).isGreaterThan(improvement.value());
    assertThat(plain.improvementText()).isEqualTo("1.00×");
  }

  @Test
  void ofFloorIsAgainstTheDrainOfTheSameColumns() {
    double drained = Objects.requireNonNull(row("drain", "copy", "totals").load()).times().median();
    ComparisonRow copy = row("copy", "one-stream", "totals");
    assertThat(Objects.requireNonNull(copy.ofFloor()).value())
        .isCloseTo(Objects.requireNonNull(copy.load()).times().median() / drained, within(1e-12));
    assertThat(row("drain", "copy", "all").ofFloorText()).isEqualTo("1.00×");
  }

  @Test
  void aStrategyThatMakesItsTotalsItselfIsComparedByThem() {
    Comparison comparison =
        of(total("select/plain", 2000, "kernel"), total("indb/function", 95, null));
    ComparisonRow indb = comparison.rows().get(0);
    assertThat(indb.totalFigure().value()).startsWith("9");
    assertThat(indb.loadFigure().state()).isEqualTo(Figure.State.ABSENT);
    assertThat(indb.improvementText()).startsWith("2");
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

  @Test
  void whereTheMostMethodsWereMeasuredComesFirst() {
    var cells = new ArrayList<Cell>();
    for (var method : List.of("select/plain", "copy/auto", "redis/arrow-lz4")) {
      cells.add(load(method, 1_000_000));
    }
    for (long entries : List.of(100_000L, 5_000_000L)) {
      cells.add(load("select/plain", entries));
      cells.add(load("copy/auto", entries));
    }
    assertThat(Comparison.of(SampleRun.of(cells)))
        .extracting(Comparison::entries)
        .containsExactly(1_000_000L, 5_000_000L, 100_000L);
  }

  private static Cell load(String method, long entries) {
    return SampleRun.cell(method, "all", entries, "load")
        .measured(List.of(), SampleRun.times(10, 1), true);
  }
}
