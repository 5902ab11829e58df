package dev.ledgerload.loader.mv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.processing.ProcessedTotalsSource;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The totals of a day are the same whether its entries are processed or its pairs. */
class MvTotalsTest {
  @ParameterizedTest
  @ValueSource(strings = {"kernel", "duckdb"})
  void areThoseOfTheJournal(String processor) {
    var journal = new SeededJournal(JournalParameters.of(20_000, 2));
    var url = ViewedJournal.testbed().postgresUrl();
    try (var allocator = new RootAllocator()) {
      var config =
          SourceConfig.of(url, allocator)
              .withSchema(JournalSchema.GL_ENTRIES.withTable("totals_of_" + processor));
      journal.seed(url, config.schema(), SeedOptions.DEFAULT.withReplace(true));
      new MvInstallation().install(config.withOptions(Map.of("window-days", "all")));
      try (var source =
          new ProcessedTotalsSource(
              config.schema(),
              new MvSourceProvider().open(config),
              TotalsProcessors.named(processor))) {
        for (var day : journal.parameters().dayList()) {
          assertThat(source.totals(day)).isEqualTo(journal.oracle().totals(day));
        }
      }
    }
  }
}
