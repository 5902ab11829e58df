package dev.ledgerload.harness;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.harness.bench.BenchOptions;
import dev.ledgerload.harness.bench.BenchRun;
import dev.ledgerload.harness.bench.Preset;
import dev.ledgerload.harness.output.AlignedTable;
import dev.ledgerload.harness.setup.History;
import dev.ledgerload.harness.setup.Interruption;
import dev.ledgerload.harness.setup.Strategies;
import dev.ledgerload.harness.trial.BuildCommit;
import dev.ledgerload.reports.pages.Outline;
import dev.ledgerload.reports.results.LinkSpeed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ledgerload bench}. */
@Command(
    name = "bench",
    description = {
      "Measures every method and writes table, charts and report.",
      "It starts its own PostgreSQL and fills it with a journal, or measures a day of yours.",
      "Ctrl-C keeps what is measured, and clears away the rest."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final String OUTPUT = "--output";

  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private @Nullable Ledgerload ledgerload;

  @Option(
      names = "--preset",
      defaultValue = "quick",
      description = "How much to measure: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Preset preset = Preset.QUICK;

  @Option(names = "--rows", split = ",", description = "Entries of the days to measure.")
  private List<Integer> rows = List.of();

  @Option(names = "--forks", description = "JVMs for each cell; over a link at most two.")
  private @Nullable Integer forks;

  @Option(
      names = "--strategies",
      split = ",",
      description =
          "Only these strategies, besides baseline and floor; spark, which runs in JVMs with Spark's"
              + " jars, is measured with rivals and where it is named (default: all others).")
  private Set<String> strategies = new LinkedHashSet<>();

  @Option(
      names = LinkOption.NAME,
      paramLabel = "rtt=TIME,rate=BITS",
      description =
          "Measure the headline methods over a network of this round-trip time and rate, too, as"
              + " rtt=1ms,rate=1g; may be repeated (default: the preset's).")
  private List<String> links = List.of();

  @Option(
      names = "--rivals",
      negatable = true,
      description =
          "Measure other people's ways to load beside ours, as far as they are built (default: with"
              + " the preset full).")
  private @Nullable Boolean rivals;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Fixes the journal and the order of measuring (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private HistoryOptions historyOptions = new HistoryOptions();

  @Mixin private BenchDatabase database = new BenchDatabase();

  @Option(
      names = OUTPUT,
      defaultValue = "target/ledgerload",
      description = "Gets the run's directory (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("target/ledgerload");

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var interruption = requireNonNull(ledgerload).interruption();
    var options = options();
    var source = new BenchRun.Source(BuildCommit.name(), command());
    var results = new BenchRun(options, source, interruption, out).run();
    var directory = output.resolve(results.runId());
    out.println();
    print(Outline.of(results), out);
    out.println("summary: " + directory.resolve("summary.md"));
    out.println("report: " + directory.resolve("report.html"));
    var err = spec.commandLine().getErr();
    var failed = results.allCells().filter(cell -> cell.error() != null).toList();
    failed.forEach(cell -> err.println("ledgerload: " + cell.id().key() + ": " + cell.error()));
    results.rivals().stream()
        .filter(rival -> rival.error() != null)
        .forEach(rival -> err.println("ledgerload: " + rival.title() + ": " + rival.error()));
    if (interruption.isAsked()) {
      err.println("ledgerload: interrupted: " + directory + " has what was measured until then");
      return Interruption.EXIT_CODE;
    }
    return failed.isEmpty() ? 0 : Ledgerload.WRONG_ANSWER;
  }

  private static void print(Outline outline, PrintWriter out) throws IOException {
    outline.sentences().forEach(out::println);
    out.println();
    var heads = outline.table().heads();
    var right = new ArrayList<Boolean>(Collections.nCopies(heads.size(), true));
    right.set(0, false);
    new AlignedTable(heads, right).write(outline.table().lines(), out);
    out.println();
  }

  /**
   * All that is asked for.
   *
   * @throws IllegalArgumentException that says all that is wrong with it
   */
  private BenchOptions options() {
    var problems = new Problems();
    problems.require(forks == null || forks >= 1, "--forks must be at least 1, not " + forks);
    problems.require(
        rows.stream().allMatch(count -> count >= 1), "--rows must be at least 1, not " + rows);
    problems.read("--strategies: ", () -> Strategies.named(strategies, Strategies.BESIDES));
    problems.require(
        !Files.exists(output) || Files.isDirectory(output),
        "--output must be a directory, which %s is not".formatted(output));
    var speeds = LinkOption.read(links, problems);
    var chosen = database.choose(problems);
    var history = history(problems);
    problems.refuse();
    requireNonNull(chosen);
    return new BenchOptions(
        presetName(),
        settings(speeds),
        strategies,
        seed,
        requireNonNull(history),
        chosen.own(),
        chosen.testbed(),
        rivals == null ? preset == Preset.FULL : rivals,
        output);
  }

  private @Nullable History history(Problems problems) {
    var history = historyOptions.read(preset.historyDays(), problems);
    if (database.isOwn()) {
      historyOptions.refuse("is of a seeded journal, and --day of yours: leave it out", problems);
    } else {
      historyOptions.requireOthers(
          history == null || history.days() > 0, "--history DAYS", problems);
    }
    return history;
  }

  private String presetName() {
    var name = preset.name().toLowerCase(Locale.ROOT);
    boolean isChanged =
        !rows.isEmpty()
            || forks != null
            || !strategies.isEmpty()
            || !links.isEmpty()
            || historyOptions.isGiven();
    return isChanged ? name + ", changed" : name;
  }

  private Preset.Settings settings(List<LinkSpeed> speeds) {
    var base = preset.settings();
    return new Preset.Settings(
        rows.isEmpty() ? base.rows() : rows.stream().sorted().distinct().toList(),
        forks == null ? base.forks() : forks,
        base.warmups(),
        base.measurements(),
        speeds.isEmpty() ? base.links() : speeds);
  }

  /** As it was typed, without passwords, and without where the files go: results are passed on. */
  private String command() {
    var typed = spec.commandLine().getParseResult().originalArgs();
    List<String> told = new ArrayList<>(typed);
    int output = told.indexOf(OUTPUT);
    if (output >= 0) {
      told.subList(output, output + 2).clear(); // with its value, or it would have been refused
    }
    told.removeIf(word -> word.startsWith(OUTPUT + "="));
    return new Redaction(typed).of("ledgerload " + String.join(" ", told)).strip();
  }
}
