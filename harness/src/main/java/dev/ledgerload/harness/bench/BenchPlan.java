package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.spi.Grain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which cells to measure, and in which order. The floor's cells are of the phase load, all others
 * of the phase total.
 */
final class BenchPlan {
  static final String BASELINE_VARIANT = "plain";

  /** Not a strategy: the floor of the others. */
  static final String DRAIN = "drain";

  /** What caches are filled by. */
  static final String FILLING_STRATEGY = "copy";

  private static final String ONE_STREAM = "one-stream";

  static final String KERNEL = "kernel";

  /** The day is held already. */
  static final String WARM = "warm";

  /** The operation fetches the day, and keeps it. */
  static final String COLD = "cold";

  /**
   * What is measured over links: the best variants of each strategy, by what they send. Of what
   * keeps days those are hits; a cold load is its filler's.
   */
  static final Set<String> HEADLINE =
      Set.of(
          "select/plain",
          "select/tuned",
          "copy/one-stream",
          "copy/auto",
          "mv/view",
          "indb/covering-index",
          "redis/arrow-lz4",
          "flight/one-stream",
          "hybrid/all-tiers");

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

  static List<CellId> cells(List<Integer> rowCounts, List<MeasuredMethod> methods) {
    int compared = comparedRows(rowCounts);
    List<CellId> cells = new ArrayList<>();
    for (int rows : rowCounts) {
      cells.add(floor(Columns.ALL, rows));
      if (rows != compared) {
        methods.stream()
            .filter(method -> isBaseline(method) || fills(method)) // how the costs grow
            .forEach(method -> cells.add(method.cell(Columns.ALL, KERNEL, null, rows)));
      }
    }
    cells.add(floor(Columns.TOTALS, compared));
    for (var method : methods) {
      if (isBaseline(method)) {
        cells.add(method.cell(Columns.ALL, KERNEL, null, compared)); // nobody would project it
      } else {
        cells.addAll(method.comparedCells(compared));
      }
    }
    for (var processor : TotalsProcessors.names()) {
      if (!processor.equals(KERNEL)) {
        methods.stream()
            .filter(BenchPlan::fills)
            .forEach(method -> cells.add(method.cell(Columns.TOTALS, processor, null, compared)));
      }
    }
    return cells;
  }

  /** What to measure over links, besides: the headline methods, and the floor of each link. */
  static List<CellId> linkedCells(
      int rows, List<MeasuredMethod> methods, Collection<LinkSpeed> links) {
    List<CellId> cells = new ArrayList<>();
    for (var link : links) {
      cells.add(floor(Columns.ALL, rows).over(link));
      methods.stream()
          .filter(method -> HEADLINE.contains(method.strategy() + "/" + method.variant()))
          .forEach(method -> cells.add(method.linkedCell(rows, link)));
    }
    return cells;
  }

  /** What is counted on the wire: one operation of each method, with all columns if it has any. */
  static List<CellId> countedCells(int rows, List<MeasuredMethod> methods) {
    List<CellId> cells = new ArrayList<>();
    cells.add(floor(Columns.ALL, rows));
    for (var method : methods) {
      method.comparedCells(rows).stream()
          .filter(cell -> !cell.columns().equals(Columns.TOTALS))
          .forEach(cells::add);
    }
    return cells;
  }

  private static CellId floor(String columns, int rows) {
    return new CellId(
        DRAIN, ONE_STREAM, Grain.ENTRY.name(), columns, rows, CellId.LOAD, null, null, null);
  }

  /** Whether it is a cell of the floor: the COPY is read and not decoded. */
  static boolean isFloor(CellId cell) {
    return cell.phase().equals(CellId.LOAD);
  }

  /** Whether the strategy gives totals, without a table that is loaded first. */
  static boolean isOfTotals(CellId cell) {
    return cell.columns().equals(Columns.NONE);
  }

  private static boolean isBaseline(MeasuredMethod method) {
    return method.isNamed(Strategies.BASELINE, BASELINE_VARIANT);
  }

  private static boolean fills(MeasuredMethod method) {
    return method.isNamed(FILLING_STRATEGY, ONE_STREAM);
  }

  /** The cells in a random order that the seed and the round fix. */
  static <T> List<T> shuffled(List<T> cells, long seed, int round) {
    List<T> order = new ArrayList<>(cells);
    Collections.shuffle(order, new Random(seed * 1_000_003 + round));
    return order;
  }
}
