package dev.ledgerload.harness.setup;

import dev.ledgerload.harness.setup.Target.Companions;
import dev.ledgerload.harness.setup.Target.ExpectedDay;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
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
  static Target of(
      PostgresUrl postgres, JournalSchema schema, SeededJournal journal, LocalDate day) {
    var oracle = journal.oracle();
    return new Target(
        postgres.jdbcUrl(),
        schema.table(),
        Target.columnNames(schema),
        day.toString(),
        Map.of(
            Grain.ENTRY,
            day(oracle, day, Grain.ENTRY, oracle.rows(day)),
            Grain.GROUP,
            day(oracle, day, Grain.GROUP, oracle.pairs(day))),
        TotalsDigest.of(oracle.totals(day)),
        Companions.NONE,
        null);
  }

  private static ExpectedDay day(JournalOracle oracle, LocalDate day, Grain grain, long rows) {
    return new ExpectedDay(
        rows,
        oracle.digest(day, grain, Columns.of(grain, Columns.ALL)),
        oracle.digest(day, grain, Columns.of(grain, Columns.TOTALS)));
  }

  /**
   * From the baseline's own load, where nobody knows better: all methods have to agree with it. Its
   * account pairs are known by the totals made of them, which every method's are compared with.
   */
  static Target of(OwnDay own) {
    var provider = JournalSources.provider(Strategies.BASELINE);
    var untyped = own.untypedNumeric();
    Map<String, String> options = untyped == null ? Map.of() : Map.of(NumericShape.OPTION, untyped);
    try (var allocator = new RootAllocator();
        var source =
            provider.open(
                SourceConfig.of(own.postgres(), allocator)
                    .withSchema(own.schema())
                    .withOptions(options));
        var table = source.load(JournalQuery.entries(own.day()));
        var forTotals = table.project(Columns.of(Grain.ENTRY, Columns.TOTALS));
        var processor = TotalsProcessors.kernel()) {
      return new Target(
          own.postgres().jdbcUrl(),
          own.schema().table(),
          Target.columnNames(own.schema()),
          own.day().toString(),
          Map.of(
              Grain.ENTRY,
              new ExpectedDay(table.rows(), TableDigest.of(table), TableDigest.of(forTotals))),
          TotalsDigest.of(processor.process(forTotals)),
          Companions.NONE,
          untyped);
    }
  }
}
