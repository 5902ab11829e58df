package dev.ledgerload.harness.bench;

import static java.util.stream.Collectors.toMap;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Costs;
import dev.ledgerload.reports.results.Sample;
import dev.ledgerload.reports.results.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the cells of a run's results: each measured cell gives one for each phase. */
final class ResultCells {
  /** A snapshot that was taken longer than this before it was asked for isn't one of now. */
  private static final long LIVE_MILLIS = 1_000;

  private final List<MeasuredMethod> methods;
  private final String provider;
  private final Map<CellId, Long> wireBytes;

  /**
   * @param methods of the cells
   * @param provider where PostgreSQL comes from
   * @param counted cells of which an operation's bytes were counted, as far as that worked
   */
  ResultCells(List<MeasuredMethod> methods, String provider, List<CellRecord> counted) {
    this.methods = methods;
    this.provider = provider;
    this.wireBytes =
        counted.stream()
            .filter(record -> !record.samples().isEmpty())
            .collect(toMap(CellRecord::cell, record -> record.samples().get(0).wireBytes()));
  }

  List<Cell> of(List<CellRecord> records) {
    List<Cell> cells = new ArrayList<>();
    for (var record : records) {
      var id = record.cell();
      var method = // the floor is none
          methods.stream().filter(one -> one.isNamed(id.strategy(), id.variant())).findFirst();
      phases(id).forEach(phase -> cells.add(cell(record, phase, method)));
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

  private Cell cell(CellRecord record, String phase, Optional<MeasuredMethod> method) {
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
            costs(record, phase),
            true,
            provider,
            isFloor,
            null);
  }

  /** What was counted on the wire is of what is asked for first: the load, or totals at once. */
  private Costs costs(CellRecord record, String phase) {
    var cell = record.cell();
    if (cell.link() != null) {
      return Costs.overLink(phase, record.samples());
    }
    var costs = Costs.of(phase, record.samples());
    var bytes = wireBytes.get(cell);
    return bytes != null && phase.equals(phases(cell).get(0)) ? costs.withWireBytes(bytes) : costs;
  }

  private static String freshness(CellRecord record, Optional<MeasuredMethod> method) {
    boolean isOld =
        BenchPlan.WARM.equals(record.cell().state())
            || method.map(MeasuredMethod::mayBeOld).orElse(false)
            || record.median(Sample::ageMillis) > LIVE_MILLIS;
    return isOld ? "old" : "live";
  }
}
