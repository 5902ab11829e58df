package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.JOURNAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.testbed.TableDigest;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loader for production over the connections of the application that it is part of. */
@Timeout(60)
class DataSourceTest {
  private final RootAllocator allocator = new RootAllocator();

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private static void requireWhole(JournalTable table) {
    assertThat(TableDigest.of(table))
        .isEqualTo(JOURNAL.oracle().digest(table.day(), table.columns()));
  }

  /**
   * More loads at once than the pool has connections, each of which may look for a version, too.
   */
  @Tag("churn")
  @ParameterizedTest
  @CsvSource({"1, TTL", "1, VERSION", "2, VERSION"})
  void loadsManyDaysAtOnceThroughAPoolThatIsSmallerThanItsOwn(
      int connections, Freshness freshness) {
    Servers.installVersions(JournalSchema.GL_ENTRIES, allocator);
    try (var pool = new HikariDataSource()) {
      pool.setJdbcUrl(Servers.postgres().jdbcUrl());
      pool.setMaximumPoolSize(connections);
      var configuration =
          LoaderConfiguration.builder(ConnectionSource.fromDataSource("application", pool))
              .freshness(freshness)
              .connections(4)
              .build();
      try (var loader = JournalLoader.open(configuration, allocator, new PrometheusRegistry())) {
        for (int round = 0; round < 2; round++) {
          List<CompletableFuture<Void>> loads = new ArrayList<>();
          for (int i = 0; i < JOURNAL.parameters().days(); i++) {
            var query = JournalQuery.entries(JOURNAL.parameters().day(i));
            loads.add(
                CompletableFuture.runAsync(
                    () -> {
                      try (var table = loader.load(query)) {
                        requireWhole(table);
                      }
                    },
                    task -> new Thread(task, "test-load").start()));
          }
          loads.forEach(CompletableFuture::join);
        }
      }
      Servers.await(
          "every connection given back",
          () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }
  }
}
