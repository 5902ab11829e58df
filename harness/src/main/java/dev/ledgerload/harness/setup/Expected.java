package dev.ledgerload.harness.setup;

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
    return Target.of(
        postgres,
        schema,
        day,
        Map.of(
            Grain.ENTRY,
            day(oracle, day, schema, oracle.rows(day)),
            Grain.GROUP,
            day(oracle, day, schema.of(Grain.GROUP), oracle.pairs(day))),
        TotalsDigest.of(oracle.totals(day)),
        null);
  }

  private static ExpectedDay day(
      JournalOracle oracle, LocalDate day, JournalSchema schema, long rows) {
    return new ExpectedDay(
        rows,
        oracle.digest(day, schema.grain(), Columns.of(schema, Columns.ALL)),
        oracle.digest(day, schema.grain(), Columns.of(schema, Columns.TOTALS)));
  }

  /**
   * From the baseline's own load, where nobody knows better: all methods have to agree with it. Its
   * groups are known by the totals made of them, which every method's are compared with.
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
        var table = source.load(JournalQuery.of(own.schema(), own.day()));
        var forTotals = table.project(Columns.of(own.schema(), Columns.TOTALS));
        var processor = TotalsProcessors.kernel()) {
      return Target.of(
          own.postgres(),
          own.schema(),
          own.day(),
          Map.of(
              Grain.ENTRY,
              new ExpectedDay(table.rows(), TableDigest.of(table), TableDigest.of(forTotals))),
          TotalsDigest.of(processor.process(forTotals)),
          untyped);
    }
  }
}
