package dev.ledgerload.reports.pages;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.pages.TimeBar.Part;
import dev.ledgerload.reports.results.AllStrategies;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.SampleRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeBarTest {
  private static final Comparison ALL = Comparison.of(AllStrategies.results()).get(0);

  @Test
  void theLongestIsWholeAndTheOthersAreAsTheirTimes() {
    ComparisonRow slowest = row(ALL, "select · plain");
    ComparisonRow other = row(ALL, "copy · one-stream");
    assertThat(percent(bar(ALL, slowest).linear())).isEqualTo(100);
    assertThat(percent(bar(ALL, slowest).logarithmic())).isEqualTo(100);
    assertThat(percent(bar(ALL, other).linear()))
        .isCloseTo(100 * totalMs(other) / totalMs(slowest), within(0.01));
  }

  @Test
  void thePartsAreTheLoadAndTheProcessing() {
    ComparisonRow copy = row(ALL, "copy · one-stream");
    List<Part> parts = bar(ALL, copy).parts();
    assertThat(parts).extracting(Part::kind).containsExactly("waits", "works", "processes");
    assertThat(parts.get(0).millis() + parts.get(1).millis())
        .isCloseTo(requireNonNull(copy.load()).times().median(), within(0.001));
    assertThat(parts.get(1).millis()).isEqualTo(copy.clientMs());
  }

  @Test
  void aLoadWhoseCpuWasNotCountedIsOnePart() {
    Cell load =
        SampleRun.cell("copy/auto", "all", 1000, "load")
            .measured(List.of(), SampleRun.times(10, 1), true);
    Comparison comparison = Comparison.of(SampleRun.of(List.of(load))).get(0);
    assertThat(bar(comparison, comparison.rows().get(0)).text()).matches("loads [\\d.]+ ms");
  }

  @Test
  void totalsThatAreMadeAtOnceAreOnePart() {
    assertThat(bar(ALL, row(ALL, "indb · function")).parts())
        .extracting(Part::kind)
        .containsExactly("whole");
  }

  @Test
  void thisSideDecodesKeepsOrTakesOver() {
    assertThat(bar(ALL, row(ALL, "copy · one-stream")).text()).contains(", this side decodes ");
    assertThat(bar(ALL, row(ALL, "redis · arrow-lz4 · cold")).text())
        .contains(", this side decodes and keeps ");
    assertThat(bar(ALL, row(ALL, "redis · arrow-lz4 · warm")).text())
        .contains(", this side takes over ");
  }

  @Test
  void overALinkWhatItWaitsForLongerIsTheLines() {
    LinkComparison links = LinkComparison.of(AllStrategies.atSeveralSizes());
    LinkComparison.Row tuned =
        links.rows().stream()
            .filter(row -> row.method().label().equals("select · tuned"))
            .findFirst()
            .orElseThrow();
    Cell here = requireNonNull(tuned.here());
    Cell over = requireNonNull(tuned.over().get(1).cell());
    List<Part> parts = requireNonNull(TimeBar.of(links, tuned, 1)).parts();
    assertThat(parts).extracting(Part::kind).containsExactly("waits", "line", "works");
    double hereWaits = here.times().median() - requireNonNull(here.costs().clientCpuMs());
    assertThat(parts.get(0).millis()).isCloseTo(hereWaits, within(0.001));
    assertThat(parts.stream().mapToDouble(Part::millis).sum())
        .isCloseTo(over.times().median(), within(0.001));
  }

  @Test
  void whatFailedHasNone() {
    Comparison comparison = Comparison.of(SampleRun.of(List.of(SampleRun.failure(1000)))).get(0);
    assertThat(TimeBar.of(comparison, comparison.rows().get(0))).isNull();
  }

  private static ComparisonRow row(Comparison comparison, String label) {
    return comparison.rows().stream()
        .filter(row -> row.method().label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static TimeBar bar(Comparison comparison, ComparisonRow row) {
    return requireNonNull(TimeBar.of(comparison, row));
  }

  private static double totalMs(ComparisonRow row) {
    return requireNonNull(row.total()).times().median();
  }

  private static double percent(String css) {
    return Double.parseDouble(css.replace("%", ""));
  }
}
