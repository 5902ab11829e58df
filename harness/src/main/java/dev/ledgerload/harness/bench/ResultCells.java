package dev.ledgerload.harness.bench;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.Costs;
import dev.ledgerload.reports.results.Sample;
import dev.ledgerload.reports.results.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the cells of a run's results: each measured cell gives one for each phase. */
final class ResultCells {
  /** A picture that was taken longer than this before it was asked for isn't one of now. */
  private static final long LIVE_MILLIS = 1_000;

  private final String provider;
  private final List<Method> methods;
  private final List<Cell> cells = new ArrayList<>();

  private ResultCells(List<Method> methods, String provider) {
    this.methods = methods;
    this.provider = provider;
  }

  static List<Cell> of(List<CellRecord> records, List<Method> methods, String provider) {
    var results = new ResultCells(methods, provider);
    records.forEach(results::add);
    return results.cells;
  }

  private void add(CellRecord record) {
    var cell = record.cell();
    if (cell.isTotals()) {
      cells.add(cell(record, CellId.TOTAL));
      return;
    }
    if (cell.isDrain() || cell.processor().equals(PlannedCell.KERNEL)) { // whoever processes
      cells.add(cell(record, CellId.LOAD));
    }
    if (!cell.isDrain()) {
      cells.add(cell(record, CellId.PROCESS));
      cells.add(cell(record, CellId.TOTAL));
    }
  }

  private Cell cell(CellRecord record, String phase) {
    var planned = record.cell();
    var id = id(planned, phase);
    var needs = List.copyOf(needs(planned));
    var error = record.error();
    if (error != null) {
      return Cell.failed(id, needs, provider, planned.isDrain(), error);
    }
    return new Cell(
        id,
        freshness(record),
        needs,
        Times.of(phase, record.warmup(), record.measured()),
        Costs.of(phase, record.samples()),
        true,
        provider,
        planned.isDrain(),
        null);
  }

  private static CellId id(PlannedCell planned, String phase) {
    boolean processed = !phase.equals(CellId.LOAD) && !planned.processor().isEmpty();
    return new CellId(
        planned.strategy(),
        planned.variant(),
        planned.kind().grain().name(),
        planned.columns(),
        planned.rows(),
        phase,
        processed ? planned.processor() : null,
        planned.state().isEmpty() ? null : planned.state());
  }

  private Set<String> needs(PlannedCell cell) {
    var method = method(cell);
    return method == null ? Set.of() : method.needs(); // the floor is no method
  }

  private @Nullable Method method(PlannedCell cell) {
    return methods.stream()
        .filter(method -> method.isNamed(cell.strategy(), cell.variant()))
        .findFirst()
        .orElse(null);
  }

  private String freshness(CellRecord record) {
    var cell = record.cell();
    var method = method(cell);
    boolean old =
        cell.state().equals(PlannedCell.WARM)
            || (method != null && method.mayBeOld())
            || record.median(Sample::ageMillis) > LIVE_MILLIS;
    return old ? "old" : "live";
  }
}
