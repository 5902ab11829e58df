package dev.ledgerload.harness.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.harness.DelayedSourceProvider;
import dev.ledgerload.harness.gate.ProofTrials.Trial;
import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.reports.gate.TrialFigures;
import dev.ledgerload.reports.gate.TrialPair;
import dev.ledgerload.testbed.Leftovers;
import dev.ledgerload.testbed.TestbedOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records the trials that the proof is made of: real JVMs, a real server, one build. */
final class ProofMeasurement {
  /** A long operation and a short one. */
  private static final List<String> CELLS =
      List.of("delayed/copy-one-stream/ENTRY/all/", "delayed/select-tuned/ENTRY/totals/");

  private static final long SEED = 1;

  private final int rows;
  private final int rounds;
  private final int operations;
  private final PrintWriter out;

  ProofMeasurement(int rows, int rounds, int operations, PrintWriter out) {
    this.rows = rows;
    this.rounds = rounds;
    this.operations = operations;
    this.out = out;
  }

  /**
   * Measures, and appends each trial to a file in the directory. Those that are there already, from
   * a run that was interrupted, aren't made again.
   *
   * @param classPath of the build, with the delayed loaders
   * @throws IllegalArgumentException if it holds trials made under other conditions
   */
  void run(String classPath, Path directory) throws IOException {
    var strategies = Set.of(DelayedSourceProvider.STRATEGY);
    var scratch = Leftovers.newDirectory();
    try (var testbed =
        new SharedTestbed(
            rows, strategies, SEED, TestbedOptions.fromEnvironment(), Interruption.never(), out)) {
      var trials = new TrialProcess(testbed.target(), rows, scratch);
      Map<String, Double> arms = new TreeMap<>(ProofTrials.SLOWDOWNS);
      arms.put(ProofTrials.EQUAL, 0.0);
      var build = trials.ask(program(classPath, 0), TrialRequest.ofCells(strategies));
      var cells =
          build.cells().stream()
              .filter(cell -> CELLS.stream().anyMatch(cell.key()::startsWith))
              .toList();
      Map<String, String> conditions = new TreeMap<>(testbed.conditions());
      conditions.put("jdk", build.jdk());
      conditions.put("trial measurements", Integer.toString(operations));
      ProofTrials.requireConditions(directory, conditions);
      for (int round = 0; round < rounds; round++) {
        out.println("round %d of %d".formatted(round + 1, rounds));
        out.flush();
        measure(round, cells, arms, classPath, trials, directory);
      }
    } finally {
      Leftovers.delete(scratch);
    }
  }

  private static Build.Program program(String classPath, double delay) {
    return new Build.Program(
        "delayed", classPath, "", List.of("-D" + DelayedSourceProvider.PROPERTY + "=" + delay));
  }

  /** A pair of each cell for each arm, in random order. */
  private void measure(
      int round,
      List<TrialCell> cells,
      Map<String, Double> arms,
      String classPath,
      TrialProcess trials,
      Path directory)
      throws IOException {
    var recorded = ProofTrials.read(directory);
    var file = directory.resolve(ProofTrials.FILE);
    for (var arm : arms.entrySet()) {
      var programs =
          Map.of(
              Side.BASELINE, program(classPath, 0),
              Side.CANDIDATE, program(classPath, arm.getValue()));
      for (var turn : PairOrder.round(cells, SEED + arm.getKey().hashCode(), 1, round)) {
        if (!recorded.has(round, turn.cell().key(), arm.getKey())) {
          var request = TrialRequest.of(turn.cell(), GateOptions.WARMUPS, operations);
          var replies = trials.askInTurns(programs, turn.sides(), request);
          var pair =
              new TrialPair(
                  figures(replies.get(Side.BASELINE)), figures(replies.get(Side.CANDIDATE)));
          var trial = new Trial(round, turn.cell().key(), arm.getKey(), pair);
          Files.write(
              file,
              ProofTrials.line(trial).getBytes(UTF_8),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
    }
  }

  private static TrialFigures figures(@Nullable TrialReply reply) throws IOException {
    if (reply == null || reply.error() != null) {
      throw new IOException("a trial failed: " + reply);
    }
    return PairLoop.figures(reply);
  }
}
