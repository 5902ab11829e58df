package dev.ledgerload.harness.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what runs, how far the run is and how much time is left. */
final class Progress {
  private final PrintWriter out;
  private final List<Turn> turns;
  private final int allForks;
  private final Map<Turn, Long> lastNanos = new HashMap<>();
  private final Map<Turn, Integer> forksDone = new HashMap<>();
  private int done;

  Progress(PrintWriter out, List<Turn> turns) {
    this.out = out;
    this.turns = turns;
    this.allForks = turns.stream().mapToInt(Turn::forks).sum();
  }

  void ended(Turn turn, long elapsedNanos, String outcome) {
    lastNanos.put(turn, elapsedNanos);
    forksDone.merge(turn, 1, Integer::sum);
    done++;
    out.printf(
        "[%3d/%d] %-62s %s%s%n",
        done, allForks, turn.label() + ", fork " + forksDone.get(turn), outcome, left());
    out.flush();
  }

  /** A turn's next fork is expected to take as long as its last; an unseen one, per row, as all. */
  private String left() {
    if (done == allForks) {
      return "";
    }
    double nanosPerRow =
        lastNanos.values().stream().mapToLong(Long::longValue).sum()
            / (double) lastNanos.keySet().stream().mapToLong(Turn::rows).sum();
    double nanos = 0;
    for (var turn : turns) {
      long fork = lastNanos.getOrDefault(turn, (long) (nanosPerRow * turn.rows()));
      nanos += (double) fork * (turn.forks() - forksDone.getOrDefault(turn, 0));
    }
    var left = Duration.ofNanos((long) nanos);
    return "  %d:%02d left".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
