package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.InterruptedRunException;
import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.Gate;
import dev.ledgerload.reports.gate.GateTrials;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.gate.HistoryEntry;
import dev.ledgerload.reports.verdict.GateHistory;
import dev.ledgerload.reports.verdict.VerdictFiles;
import dev.ledgerload.testbed.Leftovers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One gate, from the builds to the verdict.
 *
 * <p>Both builds are measured in turns on the same servers, a pair of fresh JVMs at a time; a cell
 * that seems slower then gets new pairs. An interrupted gate goes on when it is started again with
 * the same builds and settings.
 */
public final class GateRun {
  /** More pairs than this say little more. */
  private static final int MOST_PAIRS = 40;

  /** How much of the budget the first look may take; the rest is for the suspects. */
  static final double FIRST_LOOK_SHARE = 0.75;

  private final GateOptions options;
  private final int mostPairs;
  private final GateProgress progress;
  private final Interruption interruption;
  private final PrintWriter out;

  /**
   * What came of it.
   *
   * @param directory the gate's files
   */
  public record Result(GateVerdict verdict, Path directory) {}

  /**
   * @param interruption which the caller closes once all is said
   * @param out gets the progress
   */
  public GateRun(GateOptions options, Interruption interruption, PrintWriter out) {
    this(options, interruption, out, MOST_PAIRS);
  }

  GateRun(GateOptions options, Interruption interruption, PrintWriter out, int mostPairs) {
    this.options = options;
    this.interruption = interruption;
    this.mostPairs = mostPairs;
    this.out = out;
    this.progress = new GateProgress(out);
  }

  /**
   * Compares two builds and writes the gate's directory.
   *
   * @param baseline a jar, a commit or the directory of an earlier gate, whose candidate is meant
   * @param candidate the same
   * @throws IllegalArgumentException if there is no such build, or they have no cell in common
   * @throws IOException if a build can't be made or asked, or files can't be written
   * @throws InterruptedRunException if it is interrupted
   */
  public Result run(String baseline, String candidate) throws IOException {
    var output = options.output();
    return run(Build.of(baseline, output), Build.of(candidate, output));
  }

  Result run(Build baseline, Build candidate) throws IOException {
    if (candidate instanceof Build.Program program) {
      var log = measure(baseline, program);
      var trials = trials(baseline, log);
      addToHistory(trials);
      return judge(trials, log.directory());
    }
    if (!(baseline instanceof Build.Recorded)) {
      throw new IllegalArgumentException(
          "the candidate %s was measured by an earlier gate, so the baseline has to be as well: name a gate's directory, or the candidate's jar or commit"
              .formatted(candidate.name()));
    }
    var directory = new GateDirectory(options.output()).create();
    return judge(trials(baseline, ((Build.Recorded) candidate).log()), directory);
  }

  private Result judge(GateTrials trials, Path directory) {
    var verdict = Gate.judge(options.rules(), trials);
    VerdictFiles.write(verdict, trends(), directory);
    return new Result(verdict, directory);
  }

  private void addToHistory(GateTrials trials) {
    var history = options.history();
    var entry = HistoryEntry.of(trials, Instant.now());
    if (history != null && !entry.millis().isEmpty()) {
      GateHistory.append(history, entry);
    }
  }

  private List<CellTrend> trends() {
    var history = options.history();
    return history != null && Files.exists(history)
        ? CellTrend.of(GateHistory.read(history))
        : List.of();
  }

  private static GateTrials trials(Build baseline, TrialLog log) {
    var header = log.header();
    var collected = new CollectedTrials(log.entries());
    if (!(baseline instanceof Build.Recorded recorded)) {
      return new GateTrials(
          header.baseline(),
          header.candidate(),
          header.baselineConditions(),
          header.candidateConditions(),
          true,
          collected.inTurns(header.cells()));
    }
    var theirs = recorded.log();
    var cells = BuildHandshake.common(theirs.header().cells(), header.cells());
    return new GateTrials(
        recorded.subject(),
        header.candidate(),
        theirs.header().candidateConditions(),
        header.candidateConditions(),
        false,
        collected.against(new CollectedTrials(theirs.entries()), cells));
  }

  private TrialLog measure(Build baseline, Build.Program candidate) throws IOException {
    interruption.begin();
    try {
      return measured(baseline, candidate);
    } catch (IOException | RuntimeException e) {
      if (interruption.isAsked()) { // then this may come of it, and is of no interest
        throw new InterruptedRunException("the same gate goes on with what was measured");
      }
      throw e;
    }
  }

  private TrialLog measured(Build baseline, Build.Program candidate) throws IOException {
    var scratch = Leftovers.newDirectory();
    try (var testbed =
        new SharedTestbed(
            options.rows(),
            options.strategies(),
            options.seed(),
            options.testbed(),
            interruption,
            out)) {
      var trials = new TrialProcess(testbed.target(), options.rows(), scratch);
      var header =
          new BuildHandshake(options, progress, trials, testbed.conditions())
              .header(baseline, candidate);
      var log = new GateDirectory(options.output()).log(header);
      if (header.baselineConditions().equals(header.candidateConditions())) {
        Map<Side, Build.Program> programs = new EnumMap<>(Side.class);
        programs.put(Side.CANDIDATE, candidate);
        if (baseline instanceof Build.Program program) {
          programs.put(Side.BASELINE, program);
        }
        int cells = header.cells().size();
        progress.say("gate: %d %s, %s", cells, cells == 1 ? "cell" : "cells", log.directory());
        if (!log.entries().isEmpty()) {
          progress.say("goes on: %d trials are there already", log.entries().size());
        }
        var tapped = TrialProcess.counted(testbed, options.rows(), scratch);
        new WireCounts(testbed, tapped, programs, log, progress, interruption).run(header.cells());
        measure(
            new PairLoop(
                options, trials, programs, log, progress, interruption, pairSeconds(header)),
            log);
      }
      return log;
    } finally {
      Leftovers.delete(scratch);
    }
  }

  private double pairSeconds(GateHeader header) {
    double lookSeconds = options.budget().toNanos() * FIRST_LOOK_SHARE / 1e9;
    return Operations.pairSeconds(lookSeconds, header.cells().size());
  }

  private void measure(PairLoop loop, TrialLog log) throws IOException {
    long startNanos = System.nanoTime();
    long budgetNanos = options.budget().toNanos();
    long firstLookNanos = (long) (budgetNanos * FIRST_LOOK_SHARE);
    var cells = log.header().cells();
    loop.run(1, cells, 1, mostPairs, startNanos + firstLookNanos);
    var first = new CollectedTrials(log.entries()).inTurns(cells);
    var suspects = Gate.suspects(options.rules(), first);
    if (!suspects.isEmpty()) {
      progress.say("seem slower, and are measured again: %s", String.join(", ", suspects));
      var again = cells.stream().filter(cell -> suspects.contains(cell.key())).toList();
      int most = first.stream().mapToInt(cell -> cell.first().size()).max().orElse(mostPairs);
      loop.run(2, again, options.rules().minPairs(), most, startNanos + budgetNanos);
    }
  }
}
