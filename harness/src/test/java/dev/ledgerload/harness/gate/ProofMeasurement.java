package dev.ledgerload.harness.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.harness.DelayedSourceProvider;
import dev.ledgerload.harness.bench.BenchOptions;
import dev.ledgerload.harness.bench.Preset;
import dev.ledgerload.harness.bench.TrialBed;
import dev.ledgerload.harness.gate.ProofTrials.Trial;
import dev.ledgerload.harness.trial.TrialCell;
import dev.ledgerload.harness.trial.TrialRequest;
import dev.ledgerload.testbed.TestbedOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Records the trials that the proof is made of: real JVMs, a real server, one build. */
final class ProofMeasurement {
  private static final int WARMUPS = 3;
  private static final int MEASUREMENTS = 5;
  private static final long SEED = 1;

  private final int rows;
  private final int rounds;
  private final PrintWriter out;

  ProofMeasurement(int rows, int rounds, PrintWriter out) {
    this.rows = rows;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures, and appends each trial to a file in the directory.
   *
   * @param classPath of the build, with the delayed loaders
   * @return the conditions under which it did
   */
  Map<String, String> run(String classPath, Path directory) throws IOException {
    var file = directory.resolve(ProofTrials.FILE);
    var options =
        new BenchOptions(
            "proof",
            new Preset.Settings(List.of(rows), 1, WARMUPS, MEASUREMENTS),
            Set.of(DelayedSourceProvider.STRATEGY),
            SEED,
            null,
            TestbedOptions.fromEnvironment(),
            directory);
    var scratch = Files.createTempDirectory("ledgerload-proof");
    try (var bed = new TrialBed(options, out)) {
      var trials = new TrialProcess(bed.target(), rows, scratch);
      Map<String, Build.Program> arms = new TreeMap<>();
      arms.put(ProofTrials.BASELINE, program(classPath, 0));
      arms.put(ProofTrials.EQUAL, program(classPath, 0));
      ProofTrials.SLOWDOWNS.forEach((arm, share) -> arms.put(arm, program(classPath, share)));
      var introduction =
          trials.ask(
              program(classPath, 0), TrialRequest.ofCells(Set.of(DelayedSourceProvider.STRATEGY)));
      var cells =
          introduction.cells().stream()
              .filter(cell -> cell.strategy().equals(DelayedSourceProvider.STRATEGY))
              .toList();
      for (int round = 0; round < rounds; round++) {
        out.println("round %d of %d".formatted(round + 1, rounds));
        out.flush();
        measure(round, cells, arms, trials, file);
      }
      Map<String, String> conditions = new TreeMap<>(bed.conditions());
      conditions.put("jdk", introduction.jdk());
      return conditions;
    } finally {
      TrialProcess.clear(scratch);
    }
  }

  private static Build.Program program(String classPath, double delay) {
    return new Build.Program(
        "delayed", classPath, "", List.of("-D" + DelayedSourceProvider.PROPERTY + "=" + delay));
  }

  /** All arms of a cell one after the other in random order, the cells in random order. */
  private void measure(
      int round,
      List<TrialCell> cells,
      Map<String, Build.Program> arms,
      TrialProcess trials,
      Path file)
      throws IOException {
    for (var turn : PairOrder.round(cells, SEED, 1, round)) {
      List<String> order = new ArrayList<>(arms.keySet());
      Collections.shuffle(order, new Random(turn.hashCode() * 31L + round));
      for (var arm : order) {
        var program = arms.get(arm);
        if (program != null) {
          var reply = trials.ask(program, TrialRequest.of(turn.cell(), WARMUPS, MEASUREMENTS));
          if (reply.error() != null) {
            throw new IOException(turn.cell().key() + ": " + reply.error());
          }
          var trial = new Trial(round, turn.cell().key(), arm, PairLoop.figures(reply));
          Files.write(
              file,
              ProofTrials.line(trial).getBytes(UTF_8),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
    }
  }
}
