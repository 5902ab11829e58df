package dev.ledgerload.reports.compare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.reports.compare.LinkComparison.Passage;
import dev.ledgerload.reports.compare.LinkComparison.Row;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.SampleRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkComparisonTest {
  private static final LinkSpeed FAST = new LinkSpeed(1, 1_000_000_000);
  private static final LinkSpeed SLOW = new LinkSpeed(10, 200_000_000);
  private static final long MEGABYTES = 1_000_000;

  @Test
  void aRunWithoutLinksHasNone() {
    var comparison = LinkComparison.of(SampleRun.of(List.of(here("copy/one-stream", 500))));
    assertThat(comparison.isEmpty()).isTrue();
    assertThat(comparison.links()).isEmpty();
  }

  @Test
  void theFastestIsFirstAndTheFloorLast() {
    var comparison =
        LinkComparison.of(
            SampleRun.of(
                List.of(),
                List.of(
                    floor(FAST, 840),
                    over("copy/one-stream", FAST, 100, 850),
                    over("select/plain", FAST, 100, 2000))));
    assertThat(comparison.entries()).isEqualTo(1000);
    assertThat(comparison.rows())
        .extracting(row -> row.method().label())
        .containsExactly("copy · one-stream", "select · plain", "drain (the floor)");
  }

  @Test
  void eachLinkHasAFloorOfItsOwn() {
    var comparison =
        LinkComparison.of(
            SampleRun.of(
                List.of(here("copy/one-stream", 500)),
                List.of(
                    floor(FAST, 800),
                    floor(SLOW, 4000),
                    over("copy/one-stream", FAST, 100, 1600),
                    over("copy/one-stream", SLOW, 100, 5000))));
    assertThat(comparison.links()).containsExactly(FAST, SLOW);
    Row copy = comparison.rows().get(0);
    assertThat(copy.hereFigure().value()).isEqualTo("500 ms");
    assertThat(copy.over())
        .extracting(p -> p.figure().value())
        .containsExactly("1,600 ms", "5,000 ms");
    assertThat(copy.over()).extracting(Passage::bytesText).containsExactly("100 MB", "100 MB");
    assertThat(copy.over()).extracting(Passage::ofFloorText).containsExactly("2.00×", "1.25×");
  }

  /** 100 MB at 200 Mbit/s are 4,000 ms; with 500 here and 3 × 10 the limit is 1.1 × 4,530. */
  @Test
  void theLimitIsATenthMoreThanLineMethodAndThreeRoundTrips() {
    double limitMs = 1.1 * (4000 + 500 + 30);
    for (double ms : new double[] {limitMs * 0.999, limitMs * 1.001}) {
      var comparison =
          LinkComparison.of(
              SampleRun.of(
                  List.of(here("copy/one-stream", 500)),
                  List.of(over("copy/one-stream", SLOW, 100, ms))));
      var limit = requireNonNull(comparison.rows().get(0).over().get(0).limit());
      assertThat(limit.ms()).isEqualTo(limitMs);
      assertThat(limit.isExceeded()).isEqualTo(ms > limitMs);
      assertThat(comparison.verdict())
          .isEqualTo(
              ms > limitMs
                  ? "Longer than the limit: copy · one-stream over 10 ms + 200 Mbit/s (1.00×)."
                  : "No method takes longer than its limit.");
    }
  }

  @Test
  void whatNoiseMayHaveDoneIsNotSaidToBeSure() {
    var noisy =
        load("mv/view")
            .link(FAST)
            .counted(MEGABYTES, null, null)
            .measured(List.of(), List.of(List.of(500.0, 510.0), List.of(900.0, 910.0)), true);
    var comparison = LinkComparison.of(SampleRun.of(List.of(here("mv/view", 500)), List.of(noisy)));
    assertThat(comparison.verdict())
        .isEqualTo(
            "No method surely takes longer than its limit; by its median does mv · view over 1 ms +"
                + " 1 Gbit/s (1.25×).");
    assertThat(requireNonNull(comparison.rows().get(0).over().get(0).limit()).isExceeded())
        .isFalse();
  }

  @Test
  void whatIsNotKnownIsNotJudged() {
    var uncounted = load("b/uncounted").link(FAST).measured(List.of(), times(9e9), true);
    var wrong =
        load("c/wrong").link(FAST).counted(1L, null, null).measured(List.of(), times(9e9), false);
    var comparison =
        LinkComparison.of(
            SampleRun.of(
                List.of(here("b/uncounted", 1), here("c/wrong", 1), here("d/failed", 1)),
                List.of(
                    over("a/not-here", FAST, 1, 9e9),
                    uncounted,
                    wrong,
                    load("d/failed").link(FAST).failed("connection reset"),
                    over("e/elsewhere", SLOW, 1, 9e9))));
    assertThat(comparison.rows())
        .allSatisfy(row -> assertThat(row.over()).hasSize(2))
        .flatExtracting(Row::over)
        .extracting(Passage::limit)
        .containsOnlyNulls();
    assertThat(comparison.rows())
        .extracting(row -> row.over().get(0).figure().value())
        .containsExactly(
            "–",
            "9,000,000,000 ms",
            "9,000,000,000 ms",
            "9,000,000,000 ms",
            "failed: connection reset");
    assertThat(comparison.verdict()).isEqualTo("No method takes longer than its limit.");
    assertThat(comparison.rows())
        .extracting(Row::hasTimes)
        .containsExactly(true, true, true, true, false);
  }

  private static CellBuilder load(String method) {
    return SampleRun.cell(method, "all", 1000, "load");
  }

  private static Cell here(String method, double ms) {
    return load(method).measured(List.of(), times(ms), true);
  }

  private static Cell over(String method, LinkSpeed link, long megabytes, double ms) {
    return load(method)
        .link(link)
        .counted(megabytes * MEGABYTES, null, null)
        .measured(List.of(), times(ms), true);
  }

  private static Cell floor(LinkSpeed link, double ms) {
    return load("drain/one-stream")
        .link(link)
        .floor(true)
        .counted(100 * MEGABYTES, null, null)
        .measured(List.of(), times(ms), false);
  }

  private static List<List<Double>> times(double ms) {
    return List.of(List.of(ms));
  }
}
