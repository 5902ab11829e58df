package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Figure;
import dev.ledgerload.reports.compare.Figures;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The times of one cell in the order they were taken, fork by fork, those of the warm-up apart: how
 * one sees whether the samples are of a steady state.
 */
record CellSeries(Cell cell) {

  String id() {
    return Method.of(cell).idOf(cell);
  }

  /** {@code copy · one-stream, load}. */
  String name() {
    return Method.of(cell).label() + ", " + cell.id().phaseText();
  }

  Figure figure() {
    return Figure.of(cell);
  }

  /** {@code 30 samples in 5 forks}. */
  String facts() {
    return "%s in %s"
        .formatted(
            counted(cell.times().pooled().length, "sample"),
            counted(cell.times().samples().size(), "fork"));
  }

  /** What can be seen in its drawing, for those who can't see it. */
  String description() {
    double[] samples = cell.times().pooled();
    String warmup =
        warmups() == 0
            ? ""
            : "; %d of warm-up a fork, %s"
                .formatted(warmups(), range(Times.pooled(cell.times().warmup())));
    return "%s: %s in %s, %s%s."
        .formatted(
            name(),
            counted(samples.length, "sample"),
            counted(cell.times().samples().size(), "fork"),
            range(samples),
            warmup);
  }

  /** The most iterations of warm-up in a fork. */
  int warmups() {
    return cell.times().warmup().stream().mapToInt(List::size).max().orElse(0);
  }

  /** The most measured iterations in a fork. */
  int iterations() {
    return cell.times().samples().stream().mapToInt(List::size).max().orElse(0);
  }

  List<Double> warmupOf(int fork) {
    return fork < cell.times().warmup().size() ? cell.times().warmup().get(fork) : List.of();
  }

  /** A fork's times in milliseconds, those of the warm-up first; empty where there is none. */
  List<String> line(int fork) {
    var line = new ArrayList<String>();
    addTimes(line, warmupOf(fork), warmups());
    addTimes(line, cell.times().samples().get(fork), iterations());
    return List.copyOf(line);
  }

  private static void addTimes(List<String> line, List<Double> times, int count) {
    for (int i = 0; i < count; i++) {
      line.add(i < times.size() ? Figures.millis(times.get(i)) : "");
    }
  }

  private static String range(double[] times) {
    double least = DoubleStream.of(times).min().orElse(0);
    double most = DoubleStream.of(times).max().orElse(0);
    return "from %s to %s".formatted(Figures.time(least), Figures.time(most));
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
