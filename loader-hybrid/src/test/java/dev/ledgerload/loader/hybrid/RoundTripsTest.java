package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import java.time.LocalDate;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a day that is held waits for the database, which may be far away. */
class RoundTripsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  /** From the fifth on the driver has its statements prepared. */
  private static final int LOADS = 7;

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema journal = Servers.newJournal();

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  @ParameterizedTest
  @CsvSource({"version, 1", "ttl, 0"})
  void areOneForTheVersion(String freshness, int expected) {
    Servers.execute(
        "INSERT INTO %s (id, trx_date, amount) VALUES (1, '%s', 5)"
            .formatted(journal.tableSql(), DAY));
    Servers.installVersions(journal, allocator);
    try (var proxy = Servers.postgresProxy();
        var source =
            new HybridSourceProvider()
                .open(
                    new SourceConfig(
                        Servers.postgresVia(proxy),
                        null,
                        journal,
                        allocator,
                        Map.of("tiers", "memory,copy", "freshness", freshness)))) {
      source.load(JournalQuery.entries(DAY)).close();
      for (int load = 2; load <= LOADS; load++) {
        long before = proxy.roundTrips();
        source.load(JournalQuery.entries(DAY)).close();
        assertThat(proxy.roundTrips() - before).as("load %d", load).isEqualTo(expected);
      }
    }
  }
}
