package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.harness.trial.TrialSample;
import dev.ledgerload.reports.gate.TrialFigures;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Measures pairs, round after round, until there are enough or time is up. */
final class PairLoop {
  private final GateOptions options;
  private final TrialProcess trials;
  private final Map<Side, Build.Program> programs;
  private final TrialLog log;
  private final GateProgress progress;
  private final Set<String> failed = new HashSet<>();

  /**
   * @param programs what to measure: both sides, or the candidate alone
   */
  PairLoop(
      GateOptions options,
      TrialProcess trials,
      Map<Side, Build.Program> programs,
      TrialLog log,
      GateProgress progress) {
    this.options = options;
    this.trials = trials;
    this.programs = programs;
    this.log = log;
    this.progress = progress;
    for (var entry : log.entries()) {
      if (entry.error() != null) {
        failed.add(entry.cell());
      }
    }
  }

  /**
   * One look. What the log has of it already isn't measured again.
   *
   * @param least how many rounds there are to be whatever the time
   * @param most how many there are to be at most
   * @param endNanos the {@link System#nanoTime()} by which it is to end
   */
  void run(int look, List<TrialCell> cells, int least, int most, long endNanos) throws IOException {
    if (log.isComplete(look)) {
      return;
    }
    var noted = new CollectedTrials(log.entries());
    long longestNanos = 0;
    for (int round = 0; round < most; round++) {
      if (round >= least && System.nanoTime() + longestNanos > endNanos) {
        break;
      }
      long start = System.nanoTime();
      progress.round(look, round, most, endNanos, longestNanos);
      for (var turn : PairOrder.round(cells, options.seed(), look, round)) {
        if (!noted.hasPair(look, round, turn.cell().key())) {
          measure(look, round, turn);
        }
      }
      longestNanos = Math.max(longestNanos, System.nanoTime() - start);
    }
    log.completeLook(look);
  }

  private void measure(int look, int round, PairOrder.Turn turn) throws IOException {
    if (failed.contains(turn.cell().key())) {
      return; // one failure decides; the time is better spent on other cells
    }
    for (var side : turn.sides()) {
      var program = programs.get(side);
      if (program != null) {
        var entry = trial(look, round, turn.cell(), side, program);
        log.add(entry);
        progress.ended(turn.cell(), entry);
        if (entry.error() != null) {
          failed.add(turn.cell().key());
        }
      }
    }
  }

  private TrialEntry trial(int look, int round, TrialCell cell, Side side, Build.Program program) {
    long start = System.nanoTime();
    var request = TrialRequest.of(cell, options.warmups(), options.measurements());
    var outcome = outcome(program, request);
    if (outcome.mayBeChance()) {
      outcome = outcome(program, request);
    }
    double elapsedSeconds = (System.nanoTime() - start) / 1e9;
    return new TrialEntry(
        look, round, cell.key(), side, elapsedSeconds, outcome.figures(), outcome.error());
  }

  /** What came of a request. A wrong answer counts at once, another failure if it comes twice. */
  private record Outcome(
      @Nullable TrialFigures figures, @Nullable String error, boolean mayBeChance) {}

  private Outcome outcome(Build.Program program, TrialRequest request) {
    try {
      var reply = trials.ask(program, request);
      return reply.error() == null
          ? new Outcome(figures(reply), null, false)
          : new Outcome(null, reply.error(), !reply.wrongAnswer());
    } catch (IOException e) {
      return new Outcome(null, String.valueOf(e.getMessage()), true);
    }
  }

  static TrialFigures figures(TrialReply reply) {
    var samples = reply.samples();
    return new TrialFigures(
        median(samples, TrialSample::millis),
        (long) median(samples, TrialSample::rows),
        (long) median(samples, TrialSample::tableBytes),
        (long) median(samples, TrialSample::wireBytes),
        median(samples, TrialSample::allocatedBytes));
  }

  private static double median(List<TrialSample> samples, ToDoubleFunction<TrialSample> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
