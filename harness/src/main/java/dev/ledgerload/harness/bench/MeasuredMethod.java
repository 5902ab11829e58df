package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.MethodDescription;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A variant of a strategy, as far as its types tell what it is.
 *
 * @param grain what a row of its tables stands for: an entry, if it has both grains
 * @param loadsTables whether it loads a table, of which others make the totals
 * @param keepsDays whether it is asked both for a day that it holds and for one that it doesn't
 * @param needs what it needs besides the journal
 * @param mayBeOld whether its answer may be older than the journal though no table says so
 */
record MeasuredMethod(
    String strategy,
    Variant described,
    Grain grain,
    boolean loadsTables,
    boolean keepsDays,
    Set<String> needs,
    boolean mayBeOld) {

  private MeasuredMethod(
      StrategyProvider provider,
      Variant variant,
      Grain grain,
      boolean loadsTables,
      boolean keepsDays) {
    this(
        provider.strategy(),
        variant,
        grain,
        loadsTables,
        keepsDays,
        Strategies.needs(provider, variant),
        provider.mayBeOld(variant));
  }

  /** Its variant's name. */
  String variant() {
    return described.name();
  }

  MethodDescription description() {
    return new MethodDescription(strategy, variant(), described.summary(), described.options());
  }

  static MeasuredMethod ofTotals(StrategyProvider provider, Variant variant) {
    return new MeasuredMethod(provider, variant, Grain.GROUP, false, false);
  }

  /** Of one that can't be opened. */
  static MeasuredMethod ofEntries(StrategyProvider provider, Variant variant) {
    return new MeasuredMethod(provider, variant, Grain.ENTRY, true, false);
  }

  /** As an open source shows. */
  static MeasuredMethod of(StrategyProvider provider, Variant variant, JournalSource source) {
    var grain = source.grains().contains(Grain.ENTRY) ? Grain.ENTRY : Grain.GROUP;
    return new MeasuredMethod(
        provider, variant, grain, true, source instanceof CachingJournalSource);
  }

  boolean isNamed(String strategyName, String variantName) {
    return strategy.equals(strategyName) && variant().equals(variantName);
  }

  /** The cells that compare it with others. */
  List<CellId> comparedCells(int rows) {
    if (!loadsTables) {
      return List.of(cell(Columns.NONE, null, null, rows));
    }
    if (grain != Grain.ENTRY) {
      return List.of(cell(Columns.ALL, BenchPlan.KERNEL, null, rows));
    }
    var state = keepsDays ? BenchPlan.WARM : null;
    List<CellId> cells = new ArrayList<>();
    cells.add(cell(Columns.ALL, BenchPlan.KERNEL, state, rows));
    cells.add(cell(Columns.TOTALS, BenchPlan.KERNEL, state, rows));
    if (keepsDays) { // its columns are those of its filling, so all of them only
      cells.add(cell(Columns.ALL, BenchPlan.KERNEL, BenchPlan.COLD, rows));
    }
    return cells;
  }

  /** The cell that shows what a link does to it. */
  CellId linkedCell(int rows, LinkSpeed link) {
    return comparedCells(rows).get(0).over(link);
  }

  CellId cell(String columns, @Nullable String processor, @Nullable String state, int rows) {
    return new CellId(
        strategy, variant(), grain.name(), columns, rows, CellId.TOTAL, processor, state, null);
  }
}
