package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.harness.trial.TrialSample;
import dev.ledgerload.reports.gate.TrialFigures;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Median;

/** Measures pairs, round after round, until there are enough or time is up. */
final class PairLoop {
  private final GateOptions options;
  private final TrialProcess trials;
  private final Map<Side, Build.Program> programs;
  private final TrialLog log;
  private final GateProgress progress;
  private final Interruption interruption;
  private final double pairSeconds;
  private final Set<String> failed = new HashSet<>();

  /**
   * @param programs what to measure: both sides, or the candidate alone
   * @param interruption is asked before each pair, and of each failure
   * @param pairSeconds how long a pair should take, as far as {@link Operations} allow
   */
  PairLoop(
      GateOptions options,
      TrialProcess trials,
      Map<Side, Build.Program> programs,
      TrialLog log,
      GateProgress progress,
      Interruption interruption,
      double pairSeconds) {
    this.options = options;
    this.trials = trials;
    this.programs = programs;
    this.log = log;
    this.progress = progress;
    this.interruption = interruption;
    this.pairSeconds = pairSeconds;
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
        var cell = turn.cell().key();
        if (!noted.has(look, round, cell, Side.BASELINE)
            || !noted.has(look, round, cell, Side.CANDIDATE)) {
          measure(look, round, turn);
        }
      }
      long now = System.nanoTime();
      longestNanos = Math.max(longestNanos, now - start);
      if (look == 1 && round == 0) {
        String shortage = shortage(now - start, endNanos - now, options.rules().minPairs());
        if (!shortage.isEmpty()) {
          progress.say("%s", shortage);
        }
      }
    }
    log.completeLook(look);
  }

  /**
   * What to do if the first look's time won't be enough to judge by; empty if it will.
   *
   * @param roundNanos of the first round
   * @param leftNanos of the look, after that round
   * @param needed pairs of each cell
   */
  static String shortage(long roundNanos, long leftNanos, int needed) {
    long fitting = 1 + Math.max(0, leftNanos) / Math.max(1, roundNanos);
    if (fitting >= needed) {
      return "";
    }
    double budgetMinutes = needed * (roundNanos / 60e9) / GateRun.FIRST_LOOK_SHARE;
    return "note: there is time for about %d of the %d pairs that a cell needs: give a budget of %.0fm, or choose cells by --strategies or --cells"
        .formatted(fitting, needed, Math.ceil(budgetMinutes));
  }

  private void measure(int look, int round, PairOrder.Turn turn) throws IOException {
    if (failed.contains(turn.cell().key())) {
      return; // one failure decides; the time is better spent on other cells
    }
    long start = System.nanoTime();
    var request = TrialRequest.of(turn.cell(), options.warmups(), operations(turn.cell()));
    var replies = replies(turn, request);
    if (replies.values().stream().anyMatch(TrialReply::mayBeChance)) {
      replies = replies(turn, request); // counts if it comes twice
    }
    double elapsedSeconds = (System.nanoTime() - start) / 1e9;
    for (var reply : replies.entrySet()) {
      var error = reply.getValue().error();
      var figures = error == null ? figures(reply.getValue()) : null;
      var cell = turn.cell().key();
      var entry =
          new TrialEntry(look, round, cell, reply.getKey(), elapsedSeconds, figures, null, error);
      log.add(entry);
      progress.ended(turn.cell(), entry);
      if (error != null) {
        failed.add(cell);
      }
    }
  }

  /** As many as fit, once the cell's first pair has shown how long it takes. */
  private int operations(TrialCell cell) {
    var first =
        log.entries().stream()
            .filter(entry -> entry.look() == 1 && entry.round() == 0)
            .filter(entry -> entry.cell().equals(cell.key()))
            .toList();
    return options
        .operations()
        .fitting(
            first.stream().map(TrialEntry::figures).filter(Objects::nonNull).toList(),
            first.stream().mapToDouble(TrialEntry::elapsedSeconds).max().orElse(0),
            pairSeconds);
  }

  private Map<Side, TrialReply> replies(PairOrder.Turn turn, TrialRequest request)
      throws IOException {
    interruption.check();
    var replies = trials.askInTurns(programs, turn.sides(), request);
    if (replies.values().stream().anyMatch(reply -> reply.error() != null)
        && interruption.explainsFailure()) {
      interruption.check(); // such a failure isn't the build's, and isn't noted
    }
    return replies;
  }

  static TrialFigures figures(TrialReply reply) {
    var samples = reply.samples();
    return new TrialFigures(
        samples.stream().map(TrialSample::millis).toList(),
        (long) median(samples, TrialSample::rows),
        (long) median(samples, TrialSample::tableBytes),
        median(samples, TrialSample::allocatedBytes));
  }

  private static double median(List<TrialSample> samples, ToDoubleFunction<TrialSample> figure) {
    return Median.withDefaults().evaluate(samples.stream().mapToDouble(figure).toArray());
  }
}
