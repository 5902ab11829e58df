package dev.ledgerload.harness.bench;

import static dev.ledgerload.harness.bench.PlannedCell.KERNEL;
import static dev.ledgerload.harness.setup.Columns.ALL;
import static dev.ledgerload.harness.setup.Columns.TOTALS;

import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.processing.TotalsProcessors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which cells to measure, and in which order. */
final class BenchPlan {
  static final String BASELINE_VARIANT = "plain";

  /** What caches are filled by. */
  static final String FILLING_STRATEGY = "copy";

  private static final String FILLING_VARIANT = "one-stream";

  /** Methods, columns and processors are compared at the largest number of rows up to this one. */
  private static final int COMPARED_ROWS = 1_000_000;

  private BenchPlan() {}

  /** The number of rows at which methods are compared; at the others, few show how costs grow. */
  static int comparedRows(List<Integer> rowCounts) {
    return rowCounts.stream()
        .filter(rows -> rows <= COMPARED_ROWS)
        .max(Integer::compare)
        .orElse(rowCounts.get(0));
  }

  static List<PlannedCell> cells(List<Integer> rowCounts, List<Method> methods) {
    int compared = comparedRows(rowCounts);
    List<PlannedCell> cells = new ArrayList<>();
    for (int rows : rowCounts) {
      cells.add(PlannedCell.drain(ALL, rows));
      if (rows != compared) {
        methods.stream()
            .filter(BenchPlan::showsGrowth)
            .forEach(method -> cells.add(method.cell(ALL, KERNEL, "", rows)));
      }
    }
    cells.add(PlannedCell.drain(TOTALS, compared));
    for (var method : methods) {
      if (isBaseline(method)) {
        cells.add(method.cell(ALL, KERNEL, "", compared)); // nobody would project it
      } else {
        cells.addAll(method.comparedCells(compared));
      }
    }
    for (var processor : TotalsProcessors.names()) {
      if (!processor.equals(KERNEL)) {
        methods.stream()
            .filter(method -> method.isNamed(FILLING_STRATEGY, FILLING_VARIANT))
            .forEach(method -> cells.add(method.cell(TOTALS, processor, "", compared)));
      }
    }
    return cells;
  }

  private static boolean isBaseline(Method method) {
    return method.isNamed(Strategies.BASELINE, BASELINE_VARIANT);
  }

  private static boolean showsGrowth(Method method) {
    return isBaseline(method) || method.isNamed(FILLING_STRATEGY, FILLING_VARIANT);
  }

  /** The cells in a random order that the seed and the round fix. */
  static List<PlannedCell> shuffled(List<PlannedCell> cells, long seed, int round) {
    List<PlannedCell> order = new ArrayList<>(cells);
    Collections.shuffle(order, new Random(seed * 1_000_003 + round));
    return order;
  }
}
