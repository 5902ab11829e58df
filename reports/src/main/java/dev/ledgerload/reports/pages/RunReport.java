package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.charts.ChartPicture;
import dev.ledgerload.reports.charts.ChartPictures;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.Scaling;
import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.WholeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that is made of a run's results. */
public final class RunReport {
  private RunReport() {}

  /**
   * Loads what can't be loaded any more once the JVM is told to end, the typeface: a run that is
   * interrupted can then be reported still.
   */
  public static void prepare() {
    ChartPictures.prepare();
  }

  /**
   * Writes a run's files: {@code results.json}, {@code environment.json}, {@code report.html},
   * {@code summary.md}, {@code metrics.prom} and, in {@code charts}, {@code comparison}, {@code
   * freshness}, {@code distribution}, {@code scaling}, {@code break-even}, {@code footprint} and
   * {@code network}, each as {@code .svg}, {@code -dark.svg} and {@code .png}. A chart that there
   * are no data for is left out. Each file is written whole or not at all; files of the same names
   * are replaced, others left alone.
   *
   * @param directory where to write, made if it isn't there
   * @throws ReportException if a file can't be written
   */
  public static void write(RunResults results, Path directory) {
    write(results, null, List.of(), directory);
  }

  /**
   * The same; the report also shows what a gate said of the build, and how its times went.
   *
   * @param gate the verdict; null if there is none
   * @param trends of the gates' history; empty if there is none
   */
  public static void write(
      RunResults results, @Nullable GateVerdict gate, List<CellTrend> trends, Path directory) {
    results.write(directory.resolve("results.json"));
    results.environment().write(directory.resolve("environment.json"));
    List<Comparison> comparisons = Comparison.of(results);
    List<Scaling> scalings = Scaling.of(results);
    List<ChartPicture> charts = ChartPictures.of(comparisons, scalings);
    LinkComparison links = LinkComparison.of(results);
    Optional<ChartPicture> network = ChartPictures.of(links);
    Stream.concat(charts.stream(), network.stream())
        .forEach(chart -> chart.write(directory.resolve("charts")));
    WholeFile.write(
        directory.resolve("report.html"),
        Page.of(
                results,
                comparisons,
                scalings,
                charts,
                network.map(chart -> PageFigure.of(chart, links)).orElse(null),
                gate,
                trends)
            .html());
    WholeFile.write(directory.resolve("summary.md"), Summary.of(results));
    WholeFile.write(directory.resolve("metrics.prom"), MetricsFile.of(results));
  }
}
