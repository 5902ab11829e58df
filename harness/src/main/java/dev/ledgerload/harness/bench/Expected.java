package dev.ledgerload.harness.bench;

import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.LocalDate;
import org.apache.arrow.memory.RootAllocator;

/** Where the right answer comes from. */
final class Expected {
  private Expected() {}

  /** From the journal's oracle, which no loader had a part in. */
  static BenchTarget of(
      PostgresUrl postgres, JournalLayout layout, SeededJournal journal, LocalDate day) {
    var oracle = journal.oracle();
    return new BenchTarget(
        postgres.jdbcUrl(),
        layout.table(),
        layout.columnNames(),
        day.toString(),
        oracle.rows(day),
        oracle.digest(day, PlannedCell.columnSet(PlannedCell.ALL)),
        oracle.digest(day, PlannedCell.columnSet(PlannedCell.TOTALS)),
        TotalsDigest.of(oracle.totals(day)));
  }

  /** From the baseline's own load, where nobody knows better: all methods have to agree with it. */
  static BenchTarget of(PostgresUrl postgres, JournalLayout layout, LocalDate day) {
    var provider = JournalSources.provider(BenchPlan.BASELINE_STRATEGY);
    try (var allocator = new RootAllocator();
        var source = provider.open(SourceConfig.of(postgres, allocator).withLayout(layout));
        var table = source.load(JournalQuery.entries(day));
        var forTotals = table.project(PlannedCell.columnSet(PlannedCell.TOTALS));
        var processor = TotalsProcessors.named(PlannedCell.KERNEL)) {
      return new BenchTarget(
          postgres.jdbcUrl(),
          layout.table(),
          layout.columnNames(),
          day.toString(),
          table.rows(),
          TableDigest.of(table),
          TableDigest.of(forTotals),
          TotalsDigest.of(processor.process(forTotals)));
    }
  }
}
