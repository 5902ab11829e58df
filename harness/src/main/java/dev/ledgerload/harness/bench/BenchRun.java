package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.rivals.MeasuredRival;
import dev.ledgerload.harness.rivals.Rivals;
import dev.ledgerload.harness.setup.Installations;
import dev.ledgerload.harness.setup.InterruptedRunException;
import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.setup.JournalPreparation;
import dev.ledgerload.harness.setup.Journals;
import dev.ledgerload.harness.setup.JvmArgs;
import dev.ledgerload.harness.setup.MachineLock;
import dev.ledgerload.harness.setup.MachineProbe;
import dev.ledgerload.harness.setup.RunDirectory;
import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.harness.setup.TargetFiles;
import dev.ledgerload.reports.pages.RunReport;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Environment;
import dev.ledgerload.reports.results.RunResults;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * One run of the benchmarks, from the servers to the report.
 *
 * <p>Each fork of each cell is a JMH run of its own, and each round runs one fork of every cell in
 * a new random order: what drifts on the machine meanwhile falls on all cells alike, where JMH's
 * own order, all forks of a benchmark in a row, would let it look like a difference.
 */
public final class BenchRun {
  private final BenchOptions options;
  private final Source source;
  private final Interruption interruption;
  private final PrintWriter out;
  private boolean isMeasured;

  /**
   * What code a run measures and how it was started.
   *
   * @param commit of the code
   * @param command as it was typed, without passwords
   */
  public record Source(String commit, String command) {}

  /**
   * @param interruption which the caller closes once all is said
   * @param out gets the progress
   */
  public BenchRun(BenchOptions options, Source source, Interruption interruption, PrintWriter out) {
    this.options = options;
    this.source = source;
    this.interruption = interruption;
    this.out = out;
  }

  /**
   * Runs everything and writes the run's directory. Whatever else was made is gone when this
   * returns or throws, and when it is interrupted.
   *
   * @return the results; a cell that failed or gave a wrong answer is among them, with its error.
   *     Of an interrupted run, what was measured until then
   * @throws IOException if files can't be written
   * @throws InterruptedRunException if the run is interrupted before anything is measured
   */
  public RunResults run() throws IOException {
    interruption.begin();
    try (var lock = MachineLock.take(out)) {
      return run(lock);
    } catch (IOException | RuntimeException e) {
      if (!isMeasured) {
        interruption.check(); // then this may come of it, and is of no interest
      }
      throw e;
    }
  }

  private RunResults run(MachineLock lock) throws IOException {
    var strategies = Strategies.named(options.strategies(), Strategies.BESIDES);
    try (var installations = new Installations(strategies, out)) {
      var preparation = new JournalPreparation(installations, interruption, out);
      var own = options.own();
      var rows = options.settings().rows();
      var links = options.settings().links();
      var journals =
          own == null
              ? preparation.seed(
                  options.testbed(),
                  rows,
                  BenchPlan.comparedRows(rows),
                  options.seed(),
                  options.history(),
                  links)
              : preparation.ownDay(own, options.testbed().redisUrl(), links);
      return measure(journals, strategies, lock);
    }
  }

  private RunResults measure(Journals journals, Set<String> strategies, MachineLock lock)
      throws IOException {
    var machine = new MachineProbe();
    var startedAt = Instant.now();
    var directory = RunDirectory.create(options.output(), "", startedAt, options.own() != null);
    var rowCounts = List.copyOf(journals.targets().keySet());
    int comparedRows = BenchPlan.comparedRows(rowCounts);
    var compared = Objects.requireNonNull(journals.targets().get(comparedRows));
    var jvmArgs = // every fork gets the heap that the largest day needs
        JvmArgs.forRows(journals.targets().lastKey(), compared.schema().columns().size());
    var forkRunner = new ForkRunner(jvmArgs, interruption);
    var methods = Methods.of(strategies, compared, options.own() != null, out);
    List<CellId> cells = new ArrayList<>(BenchPlan.cells(rowCounts, methods));
    cells.addAll(BenchPlan.linkedCells(comparedRows, methods, journals.overLinks().keySet()));
    var records = cells.stream().map(CellRecord::new).toList();
    var counted =
        journals.counting() == null
            ? List.<CellRecord>of()
            : BenchPlan.countedCells(comparedRows, methods).stream().map(CellRecord::new).toList();
    List<MeasuredRival> beside;
    try (var rivals = rivals(compared, jvmArgs)) {
      runForks(records, counted, rivals, journals, forkRunner);
      beside = rivals.measured().stream().filter(MeasuredRival::hasOutcome).toList();
    }
    var ours = beside.stream().filter(MeasuredRival::isOurs).toList();
    records = records.stream().filter(CellRecord::hasOutcome).toList();
    if (records.isEmpty()) {
      Files.delete(directory);
      interruption.check();
    }
    isMeasured = true;
    var resultCells = new ResultCells(methods, journals.provider(), counted);
    var environment =
        new Environment(
            machine(machine, lock),
            MachineProbe.jvm(forkRunner.jvmArgs()),
            journals.postgres(),
            journals.redis(),
            journals.allFacts(),
            source());
    var results =
        new RunResults(
                RunResults.SCHEMA_VERSION,
                directory.getFileName().toString(),
                startedAt,
                Instant.now(),
                options.presetName() + (interruption.isAsked() ? ", interrupted" : ""),
                journals.provider(),
                RunResults.DEFAULT_BASELINE,
                environment,
                Stream.concat(
                        resultCells.of(ofLink(records, false)).stream(),
                        ours.stream().map(one -> one.cell(journals.provider())))
                    .toList(),
                resultCells.of(ofLink(records, true)))
            .withRivals(
                beside.stream().filter(one -> !one.isOurs()).map(MeasuredRival::result).toList())
            .withMethods(
                Stream.concat(
                        methods.stream().map(MeasuredMethod::description),
                        ours.stream().map(MeasuredRival::description))
                    .toList());
    writeJmhJson(records, directory.resolve("jmh.json"));
    RunReport.write(results, directory);
    RunDirectory.markLatest(directory);
    return results;
  }

  private static List<CellRecord> ofLink(List<CellRecord> records, boolean linked) {
    return records.stream().filter(record -> (record.cell().link() != null) == linked).toList();
  }

  private static Map<String, String> machine(MachineProbe probe, MachineLock lock) {
    var facts = probe.machine();
    if (lock.isTakenByAnother()) {
      facts.put("disturbed", MachineLock.DISTURBED);
    }
    return facts;
  }

  private Map<String, String> source() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("commit", source.commit());
    facts.put("command", source.command());
    return facts;
  }

  private Rivals rivals(Target day, List<String> jvmArgs) throws IOException {
    var rivals = Rivals.of(options.rivals(), options.strategies(), day, jvmArgs, interruption, out);
    interruption.check(); // pip may have taken a while
    return rivals;
  }

  private void runForks(
      List<CellRecord> records,
      List<CellRecord> counted,
      Rivals rivals,
      Journals journals,
      ForkRunner runner)
      throws IOException {
    var settings = options.settings();
    RunReport.prepare();
    interruption.beginMeasuring();
    try (var files = new TargetFiles<>(journals.targets());
        var linkedFiles = new TargetFiles<>(journals.overLinks());
        var countingFile = countingFile(journals)) {
      List<Turn> turns = new ArrayList<>();
      for (var record : records) {
        var link = record.cell().link();
        var target =
            link == null ? files.of(Math.toIntExact(record.cell().rows())) : linkedFiles.of(link);
        turns.add(new CellTurn(record, target, settings.repeats(link), false, runner));
      }
      counted.forEach(
          record ->
              turns.add(new CellTurn(record, countingFile.of(""), Preset.ONCE, true, runner)));
      rivals.measured().forEach(rival -> turns.add(new RivalTurn(rival, settings)));
      var progress = new Progress(out, turns);
      for (int round = 0; round < settings.forks(); round++) {
        for (var turn : BenchPlan.shuffled(turns, options.seed(), round)) {
          if (round < turn.forks() && !interruption.isAsked()) {
            take(turn, progress);
          }
        }
      }
    }
  }

  private static TargetFiles<String> countingFile(Journals journals) throws IOException {
    var target = journals.counting();
    return new TargetFiles<>(target == null ? Map.of() : Map.of("", target));
  }

  private static void take(Turn turn, Progress progress) {
    long start = System.nanoTime();
    turn.take();
    var outcome = turn.outcome();
    if (outcome != null) {
      progress.ended(turn, System.nanoTime() - start, outcome);
    }
  }

  /** JMH's own results, the forks of a cell together. */
  private static void writeJmhJson(List<CellRecord> records, Path file) throws IOException {
    List<RunResult> results = new ArrayList<>();
    for (var record : records) {
      if (!record.jmhResults().isEmpty()) {
        results.add(new RunResult(record.jmhResults().get(0).getParams(), record.jmhResults()));
      }
    }
    try (var stream = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, stream).writeOut(results);
    }
  }
}
