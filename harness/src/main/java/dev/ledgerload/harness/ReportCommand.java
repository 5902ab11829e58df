package dev.ledgerload.harness;

import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.pages.ClaimsSection;
import dev.ledgerload.reports.pages.ReadmeSection;
import dev.ledgerload.reports.pages.RunComparisonReport;
import dev.ledgerload.reports.pages.RunReport;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.verdict.GateHistory;
import dev.ledgerload.reports.verdict.VerdictFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ledgerload report}. */
@Command(
    name = "report",
    description = {
      "Writes table, charts and report anew from a run's results;",
      "of several runs a page that compares each with the first."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      arity = "0..*",
      description = "A run's directory, or its results.json (default: this directory).")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--output",
      description = "The directory to write to (default: the run's own; of several, the last's).")
  private @Nullable Path output;

  @Option(
      names = "--readme",
      description = "Also writes table and chart between this file's markers; of one run only.")
  private @Nullable Path readme;

  @Option(
      names = "--claims",
      paramLabel = "FILE",
      description = "Also writes the table of claims between this file's markers; of one run only.")
  private @Nullable Path claims;

  @Option(
      names = "--gate",
      paramLabel = "DIRECTORY",
      description = "Also shows what this gate said; of one run only.")
  private @Nullable Path gate;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Also shows how the times of the gates in this file went; of one run only.")
  private @Nullable Path history;

  @Override
  public Integer call() {
    if (runs.size() > 1) {
      compare();
    } else {
      report(file(runs.isEmpty() ? Path.of(".") : runs.get(0)));
    }
    return 0;
  }

  private void compare() {
    requireNone("--readme", readme);
    requireNone("--claims", claims);
    requireNone("--gate", gate);
    requireNone("--history", history);
    var files = runs.stream().map(ReportCommand::file).toList();
    var results = files.stream().map(RunResults::read).toList();
    var directory = directoryOf(files.get(files.size() - 1));
    var findings = RunComparisonReport.write(results, directory);
    var out = spec.commandLine().getOut();
    findings.forEach(out::println);
    out.println("comparison: " + directory.resolve("comparison.html"));
  }

  private void requireNone(String option, @Nullable Path value) {
    if (value != null) {
      throw new ParameterException(
          spec.commandLine(), "%s takes one run, but %d are given".formatted(option, runs.size()));
    }
  }

  private void report(Path file) {
    var results = RunResults.read(file);
    var directory = directoryOf(file);
    RunReport.write(
        results,
        gate == null ? null : VerdictFiles.read(gate),
        history == null ? List.of() : CellTrend.of(GateHistory.read(history)),
        directory);
    var out = spec.commandLine().getOut();
    out.println("report: " + directory.resolve("report.html"));
    if (readme != null) {
      var base = readme.toAbsolutePath().getParent();
      var charts = directory.toAbsolutePath().resolve("charts");
      var link = base == null ? charts : base.relativize(charts);
      boolean changed = ReadmeSection.update(readme, results, link.toString());
      say(readme, changed);
    }
    if (claims != null) {
      say(claims, ClaimsSection.update(claims, results));
    }
  }

  private void say(Path file, boolean changed) {
    spec.commandLine().getOut().println(file + (changed ? ": updated" : ": was up to date"));
  }

  private static Path file(Path run) {
    return Files.isDirectory(run) ? run.resolve("results.json") : run;
  }

  private Path directoryOf(Path file) {
    var directory = output != null ? output : file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException(file + " is no run's directory");
    }
    return directory;
  }
}
