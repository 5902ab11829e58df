package dev.ledgerload.harness.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what runs, how far the run is and how much time is left. */
final class Progress {
  private final PrintWriter out;
  private final List<PlannedCell> cells;
  private final int forks;
  private final Map<PlannedCell, Long> lastNanos = new HashMap<>();
  private final Map<PlannedCell, Integer> forksDone = new HashMap<>();
  private int done;

  Progress(PrintWriter out, List<PlannedCell> cells, int forks) {
    this.out = out;
    this.cells = cells;
    this.forks = forks;
  }

  void ended(PlannedCell cell, long elapsedNanos, String outcome) {
    lastNanos.put(cell, elapsedNanos);
    forksDone.merge(cell, 1, Integer::sum);
    done++;
    out.printf(
        "[%3d/%d] %-62s %s%s%n",
        done, cells.size() * forks, cell + ", fork " + forksDone.get(cell), outcome, left());
    out.flush();
  }

  /** A cell's next fork is expected to take as long as its last; an unseen one, per row, as all. */
  private String left() {
    if (done == cells.size() * forks) {
      return "";
    }
    double nanosPerRow =
        lastNanos.values().stream().mapToLong(Long::longValue).sum()
            / (double) lastNanos.keySet().stream().mapToLong(PlannedCell::rows).sum();
    double nanos = 0;
    for (var cell : cells) {
      long fork = lastNanos.getOrDefault(cell, (long) (nanosPerRow * cell.rows()));
      nanos += (double) fork * (forks - forksDone.getOrDefault(cell, 0));
    }
    var left = Duration.ofNanos((long) nanos);
    return "  %d:%02d left".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
