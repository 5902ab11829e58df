package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.reports.results.CellId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what runs, how far the run is and how much time is left. */
final class Progress {
  private final PrintWriter out;
  private final List<CellId> cells;
  private final Preset.Settings settings;
  private final int allForks;
  private final Map<CellId, Long> lastNanos = new HashMap<>();
  private final Map<CellId, Integer> forksDone = new HashMap<>();
  private int done;

  Progress(PrintWriter out, List<CellId> cells, Preset.Settings settings) {
    this.out = out;
    this.cells = cells;
    this.settings = settings;
    this.allForks = cells.stream().mapToInt(this::forks).sum();
  }

  void ended(CellId cell, long elapsedNanos, String outcome) {
    lastNanos.put(cell, elapsedNanos);
    forksDone.merge(cell, 1, Integer::sum);
    done++;
    out.printf(
        "[%3d/%d] %-62s %s%s%n",
        done, allForks, label(cell) + ", fork " + forksDone.get(cell), outcome, left());
    out.flush();
  }

  private int forks(CellId cell) {
    return settings.repeats(cell.link()).forks();
  }

  private static String label(CellId cell) {
    var state = cell.state() == null ? "" : " " + cell.state();
    var columns = cell.columns().equals(Columns.TOTALS) ? ", totals' columns" : "";
    var processor = cell.processor();
    var link = cell.link();
    boolean isUsual = processor == null || processor.equals(BenchPlan.KERNEL);
    return "%s %s%s, %,d rows%s%s%s"
        .formatted(
            cell.strategy(),
            cell.variant(),
            state,
            cell.rows(),
            columns,
            isUsual ? "" : ", " + processor,
            link == null ? "" : ", " + link.label());
  }

  /** A cell's next fork is expected to take as long as its last; an unseen one, per row, as all. */
  private String left() {
    if (done == allForks) {
      return "";
    }
    double nanosPerRow =
        lastNanos.values().stream().mapToLong(Long::longValue).sum()
            / (double) lastNanos.keySet().stream().mapToLong(CellId::rows).sum();
    double nanos = 0;
    for (var cell : cells) {
      long fork = lastNanos.getOrDefault(cell, (long) (nanosPerRow * cell.rows()));
      nanos += (double) fork * (forks(cell) - forksDone.getOrDefault(cell, 0));
    }
    var left = Duration.ofNanos((long) nanos);
    return "  %d:%02d left".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
