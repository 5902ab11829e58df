package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.loader.hybrid.Servers.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.loader.hybrid.LoadRecorder.Fill;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.RedisProcess;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No tier has an old snapshot of a day once it was invalidated, whatever is loaded meanwhile. */
class InvalidationTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final JournalQuery QUERY = JournalQuery.entries(DAY);

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema journal = Servers.newJournal();
  private final Queue<Fill> fills = new ConcurrentLinkedQueue<>();
  private final LoadRecorder recorder =
      new LoadRecorder() {
        @Override
        public void filled(String tier, Fill fill) {
          fills.add(fill);
        }
      };

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private HybridJournalSource open(RedisProcess redis, String tiers) {
    Map<String, String> options = Map.of("tiers", tiers);
    return HybridJournalSource.open(
        new SourceConfig(Servers.postgres(), redis.url(), journal, allocator, options), recorder);
  }

  /** Loads, requires so many rows, and tells which tier gave them. */
  private static String requireRows(HybridJournalSource source, long rows) {
    var answer = source.answer(QUERY);
    try (var table = answer.table()) {
      assertThat(table.rows()).isEqualTo(rows);
      return answer.from();
    }
  }

  @Test
  void leavesNothingOldInRedisThatAFillUnderWayWasToPut() {
    try (var redis = RedisProcess.start(List.of());
        var source = open(redis, "redis,copy")) {
      for (int i = 1; i <= 50; i++) {
        assertThat(requireRows(source, 0)).isEqualTo("copy");
        source.invalidate(DAY);
        int ended = i;
        await("what became of the fill", () -> fills.size() == ended);
      }
    }
  }

  @Test
  void leavesNothingOldInMemoryThatWasLoadedFromRedisBeforeItWasToldToo() throws Exception {
    try (var redis = RedisProcess.start(List.of());
        var filler = open(redis, "redis,copy");
        var source = open(redis, "memory,held-redis,copy")) {
      requireRows(filler, 0);
      await("the day in Redis", () -> fills.contains(Fill.KEPT));
      Servers.execute(
          "INSERT INTO %s (id, trx_date, amount) VALUES (1, '%s', 5)"
              .formatted(journal.tableSql(), DAY));
      var invalidation = new FutureTask<Void>(() -> source.invalidate(DAY), null);
      HeldRedisProvider.hold();
      try {
        new Thread(invalidation, "caller").start();
        await("Redis about to forget", HeldRedisProvider::isAnyoneWaiting);
        assertThat(requireRows(source, 0)).as("before it has").isEqualTo("held-redis");
        assertThat(requireRows(source, 0)).isEqualTo("memory");
      } finally {
        HeldRedisProvider.release();
      }
      invalidation.get(30, TimeUnit.SECONDS);
      assertThat(requireRows(source, 1)).isEqualTo("copy");
    }
  }
}
