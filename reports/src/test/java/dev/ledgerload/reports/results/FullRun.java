package dev.ledgerload.reports.results;

import java.util.ArrayList;
import java.util.List;

/** A run as large as the preset full makes one: eight forks of four and eight iterations. */
public final class FullRun {
  private static final List<Long> ENTRIES =
      List.of(100_000L, 300_000L, 1_000_000L, 3_000_000L, 5_000_000L);
  private static final int FORKS = 8;

  private FullRun() {}

  /** Every strategy at a million entries, by both processors; three methods at all sizes. */
  public static RunResults results() {
    var cells = new ArrayList<Cell>();
    for (Cell cell : AllStrategies.results().cells()) {
      boolean processed = cell.id().processor() != null;
      for (String processor : processed ? List.of("kernel", "duckdb") : List.of("")) {
        cells.add(like(cell, 1_000_000, processor));
      }
    }
    for (long entries : ENTRIES) {
      for (Cell cell : AllStrategies.results().cells()) {
        if (entries != 1_000_000 && List.of("select", "copy").contains(cell.id().strategy())) {
          cells.add(like(cell, entries, cell.id().processor() == null ? "" : "kernel"));
        }
      }
    }
    return SampleRun.of(cells);
  }

  private static Cell like(Cell cell, long entries, String processor) {
    long seed = entries + cell.id().key().hashCode() + processor.hashCode();
    return new CellBuilder(
            cell.id().strategy(),
            cell.id().variant(),
            cell.id().grain(),
            cell.id().columns(),
            entries,
            cell.id().phase())
        .processor(processor.isEmpty() ? null : processor)
        .state(cell.id().state())
        .freshness(cell.freshness())
        .needs(cell.needs())
        .provider("embedded")
        .floor(cell.floor())
        .delivered(entries, 76 * entries)
        .counted(92 * entries, 123_456.0, cell.times().median())
        .measured(times(cell, seed, 4), times(cell, seed + 1, 8), cell.verified());
  }

  private static List<List<Double>> times(Cell cell, long seed, int iterations) {
    var forks =
        new ArrayList<List<Double>>(SampleRun.times(cell.times().median(), seed, iterations));
    forks.addAll(SampleRun.times(cell.times().median(), seed + 2, iterations));
    return forks.subList(0, FORKS).stream()
        .map(fork -> fork.stream().map(ms -> ms + 1.23456e-3).toList())
        .toList();
  }
}
