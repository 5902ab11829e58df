package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.bench.PlannedCell.Kind;
import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.StrategyProvider;
import dev.ledgerload.spi.StrategyProvider.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A variant of a strategy, as far as its types tell what it is.
 *
 * @param kind what it delivers; entries, if it has both grains
 * @param keepsDays whether it is asked both for a day that it holds and for one that it doesn't
 * @param needs what it needs besides the journal
 * @param mayBeOld whether its answer may be older than the journal though no table says so
 */
record Method(
    String strategy,
    String variant,
    Kind kind,
    boolean keepsDays,
    Set<String> needs,
    boolean mayBeOld) {

  static Method ofTotals(StrategyProvider provider, Variant variant, Set<String> needs) {
    return new Method(
        provider.strategy(), variant.name(), Kind.TOTALS, false, needs, provider.mayBeOld(variant));
  }

  /** Of one that can't be opened. */
  static Method ofEntries(StrategyProvider provider, Variant variant, Set<String> needs) {
    return new Method(provider.strategy(), variant.name(), Kind.ENTRIES, false, needs, false);
  }

  /** As an open source shows. */
  static Method of(
      StrategyProvider provider, Variant variant, JournalSource source, Set<String> needs) {
    return new Method(
        provider.strategy(),
        variant.name(),
        source.grains().contains(Grain.ENTRY) ? Kind.ENTRIES : Kind.PAIRS,
        source instanceof CachingJournalSource,
        needs,
        provider.mayBeOld(variant));
  }

  boolean isNamed(String strategyName, String variantName) {
    return strategy.equals(strategyName) && variant.equals(variantName);
  }

  /** The cells that compare it with others. */
  List<PlannedCell> comparedCells(int rows) {
    return switch (kind) {
      case TOTALS -> List.of(cell(Columns.NONE, "", "", rows));
      case PAIRS -> List.of(cell(Columns.ALL, PlannedCell.KERNEL, "", rows));
      default -> entryCells(rows);
    };
  }

  /** A cold load's columns are those of its filling, so it is measured with all of them only. */
  private List<PlannedCell> entryCells(int rows) {
    var state = keepsDays ? PlannedCell.WARM : "";
    List<PlannedCell> cells = new ArrayList<>();
    cells.add(cell(Columns.ALL, PlannedCell.KERNEL, state, rows));
    cells.add(cell(Columns.TOTALS, PlannedCell.KERNEL, state, rows));
    if (keepsDays) {
      cells.add(cell(Columns.ALL, PlannedCell.KERNEL, PlannedCell.COLD, rows));
    }
    return cells;
  }

  PlannedCell cell(String columns, String processor, String state, int rows) {
    return new PlannedCell(kind, strategy, variant, columns, processor, state, rows);
  }
}
