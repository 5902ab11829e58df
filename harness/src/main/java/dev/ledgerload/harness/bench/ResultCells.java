package dev.ledgerload.harness.bench;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Costs;
import dev.ledgerload.reports.results.LinkSpeed;
import dev.ledgerload.reports.results.Sample;
import dev.ledgerload.reports.results.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the cells of a run's results: each measured cell gives one for each phase. */
final class ResultCells {
  /** A snapshot that was taken longer than this before it was asked for isn't one of now. */
  private static final long LIVE_MILLIS = 1_000;

  private ResultCells() {}

  static List<Cell> of(List<CellRecord> records, List<MeasuredMethod> methods, String provider) {
    List<Cell> cells = new ArrayList<>();
    for (var record : records) {
      var id = record.cell();
      var method = // the floor is none
          methods.stream().filter(one -> one.isNamed(id.strategy(), id.variant())).findFirst();
      phases(id).forEach(phase -> cells.add(cell(record, phase, method, provider)));
    }
    return cells;
  }

  private static List<String> phases(CellId cell) {
    if (BenchPlan.isFloor(cell) || BenchPlan.isOfTotals(cell)) {
      return List.of(cell.phase());
    }
    if (cell.link() != null) {
      return List.of(CellId.LOAD); // what comes after is as without the link
    }
    return BenchPlan.KERNEL.equals(cell.processor()) // the load is one, whatever processes
        ? List.of(CellId.LOAD, CellId.PROCESS, CellId.TOTAL)
        : List.of(CellId.PROCESS, CellId.TOTAL);
  }

  private static Cell cell(
      CellRecord record, String phase, Optional<MeasuredMethod> method, String provider) {
    var id = record.cell().in(phase);
    boolean isFloor = BenchPlan.isFloor(record.cell());
    var needs = method.map(one -> List.copyOf(one.needs())).orElse(List.of());
    var error = record.error();
    return error != null
        ? Cell.failed(id, needs, provider, isFloor, error)
        : new Cell(
            id,
            freshness(record, method),
            needs,
            Times.of(phase, record.warmup(), record.measured()),
            costs(id.link(), phase, record.samples()),
            true,
            provider,
            isFloor,
            null);
  }

  private static Costs costs(@Nullable LinkSpeed link, String phase, List<Sample> samples) {
    return link == null ? Costs.of(phase, samples) : Costs.overLink(phase, samples);
  }

  private static String freshness(CellRecord record, Optional<MeasuredMethod> method) {
    boolean isOld =
        BenchPlan.WARM.equals(record.cell().state())
            || method.map(MeasuredMethod::mayBeOld).orElse(false)
            || record.median(Sample::ageMillis) > LIVE_MILLIS;
    return isOld ? "old" : "live";
  }
}
