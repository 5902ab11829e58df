package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.bench.CellRecord.Sample;
import dev.ledgerload.reports.Cell;
import dev.ledgerload.reports.CellBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Makes the cells of a run's results: each measured cell gives one for each phase. */
final class ResultCells {
  private static final String LOAD = "load";
  private static final String PROCESS = "process";
  private static final String TOTAL = "total";

  private ResultCells() {}

  static List<Cell> of(List<CellRecord> records, String provider) {
    List<Cell> cells = new ArrayList<>();
    for (var record : records) {
      var cell = record.cell();
      if (cell.isDrain()) {
        cells.add(cell(record, LOAD, provider, Sample::loadMs));
        continue;
      }
      if (cell.processor().equals(PlannedCell.KERNEL)) { // loads are the same whoever processes
        cells.add(cell(record, LOAD, provider, Sample::loadMs));
      }
      cells.add(cell(record, PROCESS, provider, Sample::processMs));
      cells.add(cell(record, TOTAL, provider, Sample::totalMs));
    }
    return cells;
  }

  private static Cell cell(
      CellRecord record, String phase, String provider, ToDoubleFunction<Sample> figure) {
    var planned = record.cell();
    var builder =
        Cell.builder(
                planned.strategy(),
                planned.variant(),
                "ENTRY",
                planned.columns(),
                planned.rows(),
                phase)
            .processor(phase.equals(LOAD) ? null : planned.processor())
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
        .rowsLoaded((long) record.median(Sample::tableRows))
        .bytes((long) record.median(Sample::tableBytes))
        .measured(record.warmup(figure), record.measured(figure), true);
  }

  private static void addCosts(CellBuilder builder, CellRecord record) {
    long wireBytes = (long) record.median(Sample::wireBytes);
    builder
        .wireBytes(wireBytes == 0 ? null : wireBytes)
        .allocBytesPerOp(record.median(Sample::allocatedBytes))
        .cpuMs(record.median(Sample::cpuMs));
  }
}
