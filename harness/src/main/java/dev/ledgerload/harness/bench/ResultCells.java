package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.bench.CellRecord.Sample;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes the cells of a run's results: each measured cell gives one for each phase. */
final class ResultCells {
  private static final String LOAD = "load";
  private static final String PROCESS = "process";
  private static final String TOTAL = "total";

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
      cells.add(cell(record, TOTAL, Sample::totalMs));
      return;
    }
    if (cell.isDrain() || cell.processor().equals(PlannedCell.KERNEL)) { // whoever processes
      cells.add(cell(record, LOAD, Sample::loadMs));
    }
    if (!cell.isDrain()) {
      cells.add(cell(record, PROCESS, Sample::processMs));
      cells.add(cell(record, TOTAL, Sample::totalMs));
    }
  }

  private Cell cell(CellRecord record, String phase, ToDoubleFunction<Sample> figure) {
    var planned = record.cell();
    boolean processed = !phase.equals(LOAD) && !planned.processor().isEmpty();
    var builder =
        Cell.builder(
                planned.strategy(),
                planned.variant(),
                planned.kind().grain().name(),
                planned.columns(),
                planned.rows(),
                phase)
            .processor(processed ? planned.processor() : null)
            .state(planned.state().isEmpty() ? null : planned.state())
            .needs(needs(planned))
            .provider(provider)
            .floor(planned.isDrain());
    var error = record.error();
    if (error != null) {
      return builder.failed(error);
    }
    if (phase.equals(LOAD)) {
      addCosts(builder, record);
    }
    return builder
        .freshness(freshness(record))
        .rowsLoaded((long) record.median(Sample::tableRows))
        .bytes((long) record.median(Sample::tableBytes))
        .measured(record.warmup(figure), record.measured(figure), true);
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

  private static void addCosts(CellBuilder builder, CellRecord record) {
    long wireBytes = (long) record.median(Sample::wireBytes);
    builder
        .wireBytes(wireBytes == 0 ? null : wireBytes)
        .allocBytesPerOp(record.median(Sample::allocatedBytes))
        .cpuMs(record.median(Sample::cpuMs));
  }
}
