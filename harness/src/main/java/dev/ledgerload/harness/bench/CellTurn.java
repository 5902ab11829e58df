package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.Columns;
import dev.ledgerload.reports.results.CellId;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cell's turn.
 *
 * @param record gets what its forks give
 * @param target the file of its day
 * @param counts whether it is taken for the bytes on the wire, not for times
 */
record CellTurn(
    CellRecord record, Path target, Preset.Repeats repeats, boolean counts, ForkRunner runner)
    implements Turn {

  @Override
  public String label() {
    var cell = record.cell();
    var state = cell.state() == null ? "" : " " + cell.state();
    var columns = cell.columns().equals(Columns.TOTALS) ? ", totals' columns" : "";
    var processor = cell.processor();
    var link = cell.link();
    boolean isUsual = processor == null || processor.equals(BenchPlan.KERNEL);
    return String.format(
        Locale.ROOT,
        "%s %s%s, %,d rows%s%s%s%s",
        cell.strategy(),
        cell.variant(),
        state,
        cell.rows(),
        columns,
        isUsual ? "" : ", " + processor,
        link == null ? "" : ", " + link.label(),
        counts ? ", its bytes" : "");
  }

  @Override
  public long rows() {
    return record.cell().rows();
  }

  @Override
  public int forks() {
    return repeats.forks();
  }

  @Override
  public void take() {
    runner.run(record, target, repeats);
  }

  @Override
  public @Nullable String outcome() {
    if (record.error() != null) {
      return "FAILED: " + record.error();
    }
    if (!record.hasOutcome()) {
      return null;
    }
    var phase = BenchPlan.isOfTotals(record.cell()) ? CellId.TOTAL : CellId.LOAD;
    return String.format(
        Locale.ROOT, "%8.2f ms %s", record.median(sample -> sample.ms(phase)), phase);
  }
}
