package dev.ledgerload.harness.bench;

import static dev.ledgerload.harness.bench.PlannedCell.ALL;
import static dev.ledgerload.harness.bench.PlannedCell.DRAIN;
import static dev.ledgerload.harness.bench.PlannedCell.KERNEL;
import static dev.ledgerload.harness.bench.PlannedCell.TOTALS;
import static java.util.stream.Collectors.toSet;

import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;

/** Which cells to measure, and in which order. */
final class BenchPlan {
  static final String BASELINE_STRATEGY = "select";
  static final String BASELINE_VARIANT = "plain";

  /** Methods, columns and processors are compared at the largest number of rows up to this one. */
  private static final int COMPARED_ROWS = 1_000_000;

  private BenchPlan() {}

  /**
   * @param strategies the strategies to measure; empty for all. Baseline and floor are always
   *     there.
   */
  static List<PlannedCell> cells(List<Integer> rowCounts, Set<String> strategies) {
    var providers = measurable(strategies);
    int compared =
        rowCounts.stream()
            .filter(rows -> rows <= COMPARED_ROWS)
            .max(Integer::compare)
            .orElse(rowCounts.get(0));
    List<PlannedCell> cells = new ArrayList<>();
    for (int rows : rowCounts) {
      cells.add(new PlannedCell(DRAIN, "one-stream", ALL, KERNEL, rows));
      for (var provider : providers) {
        for (var variant : provider.variants()) {
          var cell = new PlannedCell(provider.strategy(), variant.name(), ALL, KERNEL, rows);
          if (isBaseline(cell) || strategies.isEmpty() || strategies.contains(cell.strategy())) {
            cells.add(cell);
          }
        }
      }
    }
    var atCompared = cells.stream().filter(cell -> cell.rows() == compared).toList();
    for (var cell : atCompared) {
      if (!isBaseline(cell)) {
        cells.add(new PlannedCell(cell.strategy(), cell.variant(), TOTALS, KERNEL, compared));
      }
    }
    for (var processor : TotalsProcessors.names()) {
      if (!processor.equals(KERNEL)) {
        cells.add(new PlannedCell(BASELINE_STRATEGY, "tuned", TOTALS, processor, compared));
      }
    }
    return cells;
  }

  /** Those that answer from the journal itself, of which entries can be asked. */
  private static List<JournalSourceProvider> measurable(Set<String> strategies) {
    strategies.forEach(JournalSources::provider); // an unknown name is refused, known ones named
    var installed =
        ServiceLoader.load(JournalInstallation.class).stream()
            .map(installation -> installation.get().name())
            .collect(toSet());
    for (var strategy : strategies) {
      if (installed.contains(strategy)) {
        throw new IllegalArgumentException(
            "%s answers from what is installed beside the journal, which bench doesn't measure yet"
                .formatted(strategy));
      }
    }
    return JournalSources.providers().stream()
        .filter(provider -> !installed.contains(provider.strategy()))
        .toList();
  }

  static boolean isBaseline(PlannedCell cell) {
    return cell.strategy().equals(BASELINE_STRATEGY) && cell.variant().equals(BASELINE_VARIANT);
  }

  /** The cells in a random order that the seed and the round fix. */
  static List<PlannedCell> shuffled(List<PlannedCell> cells, long seed, int round) {
    List<PlannedCell> order = new ArrayList<>(cells);
    java.util.Collections.shuffle(order, new Random(seed * 1_000_003 + round));
    return order;
  }
}
