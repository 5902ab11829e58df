package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import dev.ledgerload.reports.results.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side, cell by cell, each against the first.
 *
 * @param runs two or more
 * @param rows a line for each cell that any of them measured: most entries first, then as measured
 * @param differences what isn't the same in all of the runs' environments
 */
public record RunComparison(
    List<RunResults> runs, List<Row> rows, List<RunDifference> differences) {

  /**
   * One cell.
   *
   * @param cell as the first run that has it has it
   * @param figures of each run
   * @param changes of each run after the first
   */
  public record Row(Cell cell, List<Figure> figures, List<RunChange> changes) {

    public Method method() {
      return Method.of(cell);
    }

    public String id() {
      return method().idOf(cell);
    }

    public String entriesText() {
      return Figures.count(cell.id().rows());
    }

    /** What was between it and its servers. */
    public String lineText() {
      var link = cell.id().link();
      return link == null ? "no link" : link.label();
    }

    /** The last run's, which the page's filter goes by. */
    public String difference() {
      return changes.get(changes.size() - 1).difference().text();
    }
  }

  public static RunComparison of(List<RunResults> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException("there must be two runs or more, not " + runs.size());
    }
    Map<String, List<@Nullable Cell>> cells = new LinkedHashMap<>();
    for (int run = 0; run < runs.size(); run++) {
      for (Cell cell : runs.get(run).allCells().toList()) {
        cells.computeIfAbsent(cell.id().key(), key -> absent(runs.size())).set(run, cell);
      }
    }
    List<Row> rows =
        cells.values().stream()
            .map(RunComparison::row)
            .sorted(Comparator.comparingLong((Row row) -> row.cell().id().rows()).reversed())
            .toList();
    return new RunComparison(List.copyOf(runs), rows, RunDifference.of(runs));
  }

  /** {@code A}, {@code B}, … */
  public static String letter(int run) {
    return run < 26 ? Character.toString('A' + run) : "Run " + (run + 1);
  }

  /** Whether all journals are known whole by what their runs recorded of them. */
  public boolean journalsAreGenerated() {
    return runs.stream().allMatch(run -> run.environment().journalIsGenerated());
  }

  /** What came of each run after the first, a sentence each. */
  public List<String> findings() {
    return IntStream.range(1, runs.size()).mapToObj(this::finding).toList();
  }

  /** Differences that can change times by themselves. */
  public List<RunDifference> weighty() {
    return differences.stream().filter(RunDifference::weighty).toList();
  }

  private String finding(int run) {
    double[] ratios =
        rows.stream()
            .map(row -> row.changes().get(run - 1).ratio())
            .filter(Objects::nonNull)
            .mapToDouble(Ratio::value)
            .toArray();
    if (ratios.length == 0) {
      return "%s against %s: they have no cell in common.".formatted(letter(run), letter(0));
    }
    double[] at = Times.quantiles(ratios, 0, 0.25, 0.75, 1);
    return "%s against %s: of %s cells half take %s to %s of the time, all of them %s to %s."
        .formatted(
            letter(run),
            letter(0),
            Figures.count(ratios.length),
            Figures.times(at[1]),
            Figures.times(at[2]),
            Figures.times(at[0]),
            Figures.times(at[3]));
  }

  private static Row row(List<@Nullable Cell> cells) {
    Cell any = cells.stream().filter(Objects::nonNull).findFirst().orElseThrow();
    Cell first = cells.get(0);
    var changes = new ArrayList<RunChange>();
    for (Cell later : cells.subList(1, cells.size())) {
      changes.add(new RunChange(Ratio.of(good(later), good(first))));
    }
    return new Row(any, cells.stream().map(Figure::of).toList(), List.copyOf(changes));
  }

  /** A time of a wrong answer is compared with nothing. */
  private static @Nullable Cell good(@Nullable Cell cell) {
    return cell != null && cell.isSound() ? cell : null;
  }

  private static List<@Nullable Cell> absent(int runs) {
    var cells = new ArrayList<@Nullable Cell>();
    for (int run = 0; run < runs; run++) {
      cells.add(null);
    }
    return cells;
  }
}
