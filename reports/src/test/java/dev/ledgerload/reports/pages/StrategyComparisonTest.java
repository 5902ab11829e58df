package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.StrategyComparison;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StrategyComparisonTest {
  private static final StrategyComparison BRIEF = of(AllStrategies.results());

  @Test
  void eachStrategyHasOneRowUnderANameThatPeopleKnow() {
    assertThat(BRIEF.rows())
        .extracting(StrategyComparison.Row::name)
        .containsExactly(
            "SELECT (select · plain)",
            "COPY BINARY (copy · two-streams)",
            "Materialized view (mv · view · groups) †",
            "Redis cache (redis · arrow-lz4 · warm) †",
            "Memory cache (memory · off-heap · warm) †",
            "In the database (indb · covering-index)",
            "Arrow Flight (flight · one-stream · warm) †",
            "Hybrid (hybrid · tiers · warm) †");
    assertThat(BRIEF.hasOld()).isTrue();
  }

  @Test
  void theTableHasTheFiguresOfTheMethodsThatItNames() {
    assertThat(Markdown.table(BRIEF).lines())
        .hasSize(10)
        .startsWith("| Method | Load | Process | Total | Improvement |")
        .anyMatch(
            line -> line.startsWith("| COPY BINARY (copy · two-streams) | 801 ms | 12.0 ms |"))
        .anyMatch(
            line -> line.startsWith("| In the database (indb · covering-index) | – | – | 240 "));
  }

  @Test
  void theBaselineStandsForItsStrategyHoweverFastItsOthersAre() {
    var brief =
        of(run(total("select/tuned", "all", 1, true), total("select/plain", "all", 9, true)));
    assertThat(brief.rows()).hasSize(1);
    assertThat(brief.rows().get(0).method().isBaseline()).isTrue();
  }

  @Test
  void whatIsAsOfNowComesBeforeWhatMayBeOldAndIsFaster() {
    var view = new CellBuilder("indb", "view-totals", "GROUP", "none", 1000, "total");
    var old = view.freshness("old").measured(List.of(), SampleRun.times(1, 1), true);
    var brief = of(run(old, total("indb/function", "none", 9, true)));
    assertThat(brief.rows())
        .extracting(StrategyComparison.Row::name)
        .containsExactly("In the database (indb · function)");
    assertThat(brief.hasOld()).isFalse();
  }

  @Test
  void fewerColumnsAndFillsStandForNoStrategy() {
    var cold = new CellBuilder("redis", "arrow-lz4", "ENTRY", "all", 1000, "total").state("cold");
    assertThat(
            of(run(
                    total("copy/one-stream", "totals", 1, true),
                    cold.processor("kernel").measured(List.of(), SampleRun.times(1, 1), true)))
                .rows())
        .isEmpty();
  }

  @Test
  void aWrongAnswerIsNotTheFastest() {
    var brief =
        of(
            run(
                total("copy/one-stream", "all", 9, true),
                total("copy/two-streams", "all", 1, false)));
    assertThat(brief.rows())
        .extracting(row -> row.method().method().variant())
        .containsExactly("one-stream");
  }

  @Test
  void whereNothingElseIsThereAWrongAnswerIsShownAsOne() {
    var brief = of(run(total("copy/two-streams", "all", 1, false)));
    assertThat(Markdown.table(brief)).contains("(answer not verified) | – |");
  }

  @Test
  void aStrategyThatNobodyNamedIsThereByItsOwnName() {
    var brief = of(run(total("packed/arrow", "all", 2, true), total("copy/x", "all", 9, true)));
    assertThat(brief.rows())
        .extracting(StrategyComparison.Row::name)
        .containsExactly("COPY BINARY (copy · x)", "packed · arrow");
  }

  private static StrategyComparison of(RunResults results) {
    return StrategyComparison.of(Comparison.of(results).get(0));
  }

  private static RunResults run(Cell... cells) {
    return SampleRun.of(List.of(cells));
  }

  private static Cell total(String method, String columns, double ms, boolean verified) {
    @Nullable String processor = columns.equals("none") ? null : "kernel";
    return SampleRun.cell(method, columns, 1000, "total")
        .processor(processor)
        .freshness("live")
        .measured(List.of(), SampleRun.times(ms, 5), verified);
  }
}
