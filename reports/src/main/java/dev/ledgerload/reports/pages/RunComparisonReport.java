package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.RunComparison;
import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.WholeFile;
import java.nio.file.Path;
import java.util.List;

/** What is made of two or more runs' results together. */
public final class RunComparisonReport {
  private RunComparisonReport() {}

  /**
   * Writes {@code comparison.html}: every cell of every run side by side, the first run the one
   * that the others are against; where the intervals of two medians can't tell which is faster it
   * says {@code ~}. The page asks for nothing from outside and holds the runs whole. The file is
   * written whole or not at all.
   *
   * @param runs two or more
   * @param directory where to write, made if it isn't there
   * @return what came of it, a sentence for each run after the first
   * @throws IllegalArgumentException if there are fewer than two runs
   * @throws ReportException if the file can't be written
   */
  public static List<String> write(List<RunResults> runs, Path directory) {
    RunComparison comparison = RunComparison.of(runs);
    WholeFile.write(directory.resolve("comparison.html"), new RunComparisonPage(comparison).html());
    return comparison.findings();
  }
}
