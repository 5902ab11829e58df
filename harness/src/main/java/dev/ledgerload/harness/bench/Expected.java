package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.bench.BenchOptions.OwnDay;
import dev.ledgerload.harness.bench.BenchTarget.Answer;
import dev.ledgerload.harness.bench.BenchTarget.Beside;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalOracle;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.time.LocalDate;
import java.util.Map;
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
        Map.of(
            Grain.ENTRY,
            answer(oracle, day, Grain.ENTRY, oracle.rows(day)),
            Grain.ACCOUNT_PAIR,
            answer(oracle, day, Grain.ACCOUNT_PAIR, oracle.pairs(day))),
        TotalsDigest.of(oracle.totals(day)),
        Beside.NOTHING,
        null);
  }

  private static Answer answer(JournalOracle oracle, LocalDate day, Grain grain, long rows) {
    return new Answer(
        rows,
        oracle.digest(day, grain, PlannedCell.columnSet(grain, PlannedCell.ALL)),
        oracle.digest(day, grain, PlannedCell.columnSet(grain, PlannedCell.TOTALS)));
  }

  /**
   * From the baseline's own load, where nobody knows better: all methods have to agree with it. Its
   * account pairs are known by the totals made of them, which every method's are compared with.
   */
  static BenchTarget of(OwnDay own) {
    var provider = JournalSources.provider(BenchPlan.BASELINE_STRATEGY);
    var untyped = own.untypedNumeric();
    Map<String, String> options = untyped == null ? Map.of() : Map.of(NumericShape.OPTION, untyped);
    try (var allocator = new RootAllocator();
        var source =
            provider.open(
                SourceConfig.of(own.postgres(), allocator)
                    .withLayout(own.layout())
                    .withOptions(options));
        var table = source.load(JournalQuery.entries(own.day()));
        var forTotals = table.project(PlannedCell.columnSet(Grain.ENTRY, PlannedCell.TOTALS));
        var processor = TotalsProcessors.named(PlannedCell.KERNEL)) {
      return new BenchTarget(
          own.postgres().jdbcUrl(),
          own.layout().table(),
          own.layout().columnNames(),
          own.day().toString(),
          Map.of(
              Grain.ENTRY,
              new Answer(table.rows(), TableDigest.of(table), TableDigest.of(forTotals))),
          TotalsDigest.of(processor.process(forTotals)),
          Beside.NOTHING,
          untyped);
    }
  }
}
