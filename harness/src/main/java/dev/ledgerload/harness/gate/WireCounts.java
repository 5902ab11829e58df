package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.reports.gate.WirePair;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Counts what each side sends and gets for a few operations of each cell: once, and once more where
 * the candidate's is more. Times aren't taken, for the way is longer.
 */
final class WireCounts {
  /** The number of this look in the log. */
  static final int LOOK = 0;

  private static final int OPERATIONS = 3;

  private final SharedTestbed testbed;
  private final TrialProcess trials;
  private final Map<Side, Build.Program> programs;
  private final TrialLog log;
  private final GateProgress progress;
  private final Interruption interruption;

  /**
   * @param trials that the testbed counts
   * @param programs what to measure: both sides, or the candidate alone
   * @param interruption is asked before each trial, and of each failure
   */
  WireCounts(
      SharedTestbed testbed,
      TrialProcess trials,
      Map<Side, Build.Program> programs,
      TrialLog log,
      GateProgress progress,
      Interruption interruption) {
    this.testbed = testbed;
    this.trials = trials;
    this.programs = programs;
    this.log = log;
    this.progress = progress;
    this.interruption = interruption;
  }

  /** Counts what the log hasn't yet. */
  void run(List<TrialCell> cells) throws IOException {
    if (log.isComplete(LOOK)) {
      return;
    }
    progress.say("counts statements and bytes");
    for (var cell : cells) {
      count(cell, 0);
    }
    for (var cell : new CollectedTrials(log.entries()).inTurns(cells)) {
      if (cell.wire().stream().anyMatch(WirePair::isCostlier)) {
        var again = cells.stream().filter(one -> one.key().equals(cell.cell())).findFirst();
        count(again.orElseThrow(), 1);
      }
    }
    log.completeLook(LOOK);
  }

  private void count(TrialCell cell, int round) throws IOException {
    var noted = new CollectedTrials(log.entries());
    for (var program : programs.entrySet()) {
      var side = program.getKey();
      if (!noted.has(LOOK, round, cell.key(), side)) {
        interruption.check();
        long start = System.nanoTime();
        testbed.takeWireCount();
        var error = trials.ask(program.getValue(), TrialRequest.of(cell, 0, OPERATIONS)).error();
        var count = testbed.takeWireCount();
        if (error == null) {
          double elapsedSeconds = (System.nanoTime() - start) / 1e9;
          log.add(new TrialEntry(LOOK, round, cell.key(), side, elapsedSeconds, null, count, null));
          progress.counted(cell, side, count);
        } else if (!interruption.explainsFailure()) {
          // if it isn't the longer way's, the first look meets it too, and judges
          progress.say("note: %s of the %s can't be counted: %s", cell.key(), side.label(), error);
        }
      }
    }
  }
}
