package dev.ledgerload.harness;

import dev.ledgerload.reports.ReadmeSection;
import dev.ledgerload.reports.RunReport;
import dev.ledgerload.reports.RunResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ledgerload report}. */
@Command(
    name = "report",
    description = "Writes table, charts and report anew from a run's results.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run's directory, or its results.json.")
  private Path run = Path.of(".");

  @Option(names = "--output", description = "The directory to write to (default: the run's own).")
  private @Nullable Path output;

  @Option(
      names = "--readme",
      description = "Also writes table and chart between this file's markers.")
  private @Nullable Path readme;

  @Override
  public Integer call() {
    var file = Files.isDirectory(run) ? run.resolve("results.json") : run;
    var results = RunResults.read(file);
    var absolute = file.toAbsolutePath();
    var directory = output != null ? output : absolute.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(run + " is no run's directory");
    }
    RunReport.write(results, directory);
    var out = spec.commandLine().getOut();
    out.println("report: " + directory.resolve("report.html"));
    if (readme != null) {
      var base = readme.toAbsolutePath().getParent();
      var chart = directory.toAbsolutePath().resolve("charts/comparison.svg");
      var link = base == null ? chart : base.relativize(chart);
      boolean changed = ReadmeSection.update(readme, results, link.toString());
      out.println(readme + (changed ? ": updated" : ": was up to date"));
    }
    return 0;
  }
}
