package dev.ledgerload.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is measured over links, and how often. */
class LinkedCellsTest {
  private static final LinkSpeed FAST = new LinkSpeed(1, 1_000_000_000);
  private static final LinkSpeed SLOW = new LinkSpeed(10, 200_000_000);

  @Test
  void everyHeadlineMethodIsOneThatThereIs() {
    var providers =
        Stream.<StrategyProvider>concat(
            JournalSources.providers().stream(), JournalSources.totalsProviders().stream());
    assertThat(
            providers.flatMap(
                provider ->
                    provider.variants().stream()
                        .map(variant -> provider.strategy() + "/" + variant.name())))
        .containsAll(BenchPlan.HEADLINE);
  }

  @Test
  void eachLinkHasItsFloorAndTheHeadlineMethods() {
    var methods =
        List.of(
            method("select", "plain", false),
            method("copy", "of-nobody", false),
            method("redis", "arrow-lz4", true));
    assertThat(BenchPlan.linkedCells(1000, methods, List.of(FAST, SLOW)))
        .extracting(CellId::key)
        .containsExactly(
            "drain/one-stream/ENTRY/all/1000/load/-/rtt=1ms,rate=1g",
            "select/plain/ENTRY/all/1000/total/kernel/rtt=1ms,rate=1g",
            "redis/arrow-lz4/ENTRY/all/1000/total/kernel/warm/rtt=1ms,rate=1g",
            "drain/one-stream/ENTRY/all/1000/load/-/rtt=10ms,rate=200m",
            "select/plain/ENTRY/all/1000/total/kernel/rtt=10ms,rate=200m",
            "redis/arrow-lz4/ENTRY/all/1000/total/kernel/warm/rtt=10ms,rate=200m");
    assertThat(BenchPlan.cells(List.of(1000), methods)).allMatch(cell -> cell.link() == null);
  }

  @Test
  void bytesAreCountedOfEachMethodWithAllColumns() {
    var methods = List.of(method("select", "plain", false), method("redis", "arrow-lz4", true));
    assertThat(BenchPlan.countedCells(1000, methods))
        .extracting(CellId::key)
        .containsExactly(
            "drain/one-stream/ENTRY/all/1000/load/-",
            "select/plain/ENTRY/all/1000/total/kernel",
            "redis/arrow-lz4/ENTRY/all/1000/total/kernel/warm",
            "redis/arrow-lz4/ENTRY/all/1000/total/kernel/cold");
  }

  @Test
  void totalsAloneAreMeasuredAsTotals() {
    var totals =
        new MeasuredMethod(
            "indb",
            new Variant("covering-index", Map.of(), ""),
            Grain.GROUP,
            false,
            false,
            Set.of("install"),
            false);
    assertThat(totals.linkedCell(1000, FAST))
        .isEqualTo(totals.cell(Columns.NONE, null, null, 1000).over(FAST));
  }

  @Test
  void aPresetMeasuresSeldomerOverLinksAndLeastOverSlowOnes() {
    assertThat(Preset.SMOKE.settings().links()).isEmpty();
    assertThat(Preset.QUICK.settings().links()).isEmpty();
    assertThat(Preset.FULL.settings().links()).isEqualTo(Preset.STANDARD.settings().links());
    var standard = Preset.STANDARD.settings();
    assertThat(standard.links()).containsExactly(FAST, SLOW);
    assertThat(standard.repeats(null)).isEqualTo(new Preset.Repeats(5, 3, 6));
    assertThat(standard.repeats(FAST)).isEqualTo(new Preset.Repeats(2, 3, 3));
    assertThat(standard.repeats(SLOW)).isEqualTo(new Preset.Repeats(2, 1, 2));
    assertThat(Preset.QUICK.settings().repeats(SLOW)).isEqualTo(new Preset.Repeats(1, 1, 2));
  }

  private static MeasuredMethod method(String strategy, String variant, boolean keepsDays) {
    return new MeasuredMethod(
        strategy,
        new Variant(variant, Map.of(), ""),
        Grain.ENTRY,
        true,
        keepsDays,
        Set.of(),
        false);
  }
}
