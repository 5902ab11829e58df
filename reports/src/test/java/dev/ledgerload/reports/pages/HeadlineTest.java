package dev.ledgerload.reports.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.Choices;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.SampleRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeadlineTest {
  @Test
  void theHeadlineNamesTheFastestLoadAndWhatWasVerified() {
    Headline headline = headline(SampleRun.results());
    assertThat(headline.text())
        .startsWith("copy · two-streams loads all columns of 1,000,000 entries in 7")
        .endsWith("× as fast as select · plain.");
    assertThat(headline.sound()).isFalse();
    assertThat(headline.verdict())
        .isEqualTo("85 of 86 answers were verified against the oracle; 1 cell failed.");
  }

  @Test
  void theHeadlineTellsWhatIsAsOfNowFromWhatMayBeOld() {
    Headline headline = headline(AllStrategies.results());
    assertThat(headline.findings()).hasSize(3);
    assertThat(headline.findings().get(0)).startsWith("copy · two-streams loads all columns");
    assertThat(headline.findings().get(1)).contains("fastest by indb · covering-index: 2");
    assertThat(headline.findings().get(2))
        .as("the simpler of those that are as fast, as the choices have it")
        .startsWith("If they may be minutes old, by memory · off-heap · warm: ")
        .endsWith("× as fast as select · plain.");
  }

  @Test
  void theHeadlineNamesTheMethodThatIsToBeTaken() {
    var cells =
        Stream.of("copy/two-streams", "copy/auto")
            .map(
                method ->
                    SampleRun.cell(method, "all", 1000, "load")
                        .freshness("live")
                        .measured(
                            List.of(),
                            SampleRun.times(method.endsWith("auto") ? 100.1 : 100, 1),
                            true))
            .toList();
    var results = SampleRun.of(cells);
    var taken = Choices.of(results).choices().get(0).method().label();
    assertThat(taken).isEqualTo("copy · auto");
    assertThat(headline(results).text()).startsWith(taken);
  }

  @Test
  void aLoadThatFillsACacheMakesNoHeadlineHoweverFastItWas() {
    var copy =
        new CellBuilder("copy", "one-stream", "ENTRY", "all", 1000, "load")
            .freshness("live")
            .measured(List.of(), SampleRun.times(2, 1), true);
    var cold =
        new CellBuilder("memory", "off-heap", "ENTRY", "all", 1000, "load")
            .state("cold")
            .freshness("live")
            .measured(List.of(), SampleRun.times(1, 1), true);
    var results = SampleRun.of(List.of(copy, cold));
    assertThat(headline(results).text()).startsWith("copy · one-stream");
  }

  @Test
  void aWrongAnswerIsNamedAndNoFinding() {
    Cell total =
        SampleRun.cell("select/plain", "all", 1000, "total")
            .processor("kernel")
            .measured(List.of(), SampleRun.times(1800, 5), true);
    Cell wrong =
        SampleRun.cell("copy/one-stream", "all", 1000, "total")
            .processor("kernel")
            .measured(List.of(), SampleRun.times(1, 1), false);
    Headline headline = headline(SampleRun.of(List.of(total, wrong)));
    assertThat(headline.sound()).isFalse();
    assertThat(headline.verdict()).contains("1 of 2").contains("not verified: 1");
    assertThat(headline.findings()).noneMatch(finding -> finding.contains("copy"));
  }

  private static Headline headline(RunResults results) {
    return Headline.of(results, Comparison.of(results));
  }
}
