package dev.ledgerload.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.ForeignJournal;
import dev.ledgerload.processing.ProcessedTotalsSource;
import dev.ledgerload.processing.TotalsProcessors;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.TableDigest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What keeps days, and what processes them, takes other systems' journals as they are. */
class EveryLedgerTest {
  private static JournalTestbed testbed;
  private static List<ForeignJournal> journals;

  @BeforeAll
  static void start() {
    testbed = JournalTestbed.start();
    journals = ForeignJournal.createAll(testbed.postgresUrl());
  }

  @AfterAll
  static void stop() {
    testbed.close();
  }

  @TestFactory
  Stream<DynamicTest> redisGivesBackWhatCopyLoaded() {
    return forEach(
        (journal, config) -> {
          try (var copy = JournalSources.provider("copy").open(config.withOptions(Map.of()));
              var cache =
                  (JournalCache)
                      JournalSources.provider("redis").open(config.withRedis(testbed.redisUrl()))) {
            for (var day : journal.days()) {
              var query = JournalQuery.of(journal.schema(), day);
              try (var loaded = copy.load(query)) {
                assertThat(cache.put(loaded)).isTrue();
                try (var kept = cache.load(query)) {
                  requireSame(loaded, kept);
                }
              }
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> hybridGivesFromMemoryAndRedisWhatCopyLoaded() {
    return forEach(
        (journal, config) -> {
          var options = Map.of("tiers", "memory,redis,copy", "freshness", "ttl");
          try (var copy = JournalSources.provider("copy").open(config);
              var hybrid =
                  (CachingJournalSource)
                      JournalSources.provider("hybrid")
                          .open(config.withRedis(testbed.redisUrl()).withOptions(options))) {
            for (var day : journal.days()) {
              var query = JournalQuery.of(journal.schema(), day);
              try (var loaded = copy.load(query);
                  var first = hybrid.load(query);
                  var second = hybrid.load(query)) {
                requireSame(loaded, first);
                requireSame(loaded, second);
              }
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyProcessorSumsTheLedgersGroups() {
    return forEach(
        (journal, config) -> {
          for (var name : TotalsProcessors.names()) {
            var source = JournalSources.provider("copy").open(config);
            try (var totals =
                new ProcessedTotalsSource(journal.schema(), source, TotalsProcessors.named(name))) {
              for (var day : journal.days()) {
                var expected = journal.groups(testbed.postgresUrl(), day);
                if (journal.schema().onlyPositiveTotals()) {
                  int firstSum = journal.schema().keys().size();
                  expected.removeIf(
                      group -> new BigDecimal(String.valueOf(group.get(firstSum))).signum() <= 0);
                }
                assertThat(ForeignJournal.texts(totals.totals(day)))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(expected);
              }
            }
          }
        });
  }

  private static void requireSame(JournalTable expected, JournalTable table) {
    assertThat(table.columns()).isEqualTo(expected.columns());
    assertThat(TableDigest.of(table)).isEqualTo(TableDigest.of(expected));
    assertThat(ForeignJournal.texts(table))
        .containsExactlyInAnyOrderElementsOf(ForeignJournal.texts(expected));
  }

  private interface Check {
    void check(ForeignJournal journal, SourceConfig config);
  }

  /** After each, no memory may be left. */
  private static Stream<DynamicTest> forEach(Check check) {
    return journals.stream()
        .map(
            journal ->
                DynamicTest.dynamicTest(
                    journal.name(),
                    () -> {
                      try (var allocator = new RootAllocator()) {
                        check.check(
                            journal,
                            SourceConfig.of(testbed.postgresUrl(), allocator)
                                .withSchema(journal.schema()));
                      }
                    }));
  }
}
