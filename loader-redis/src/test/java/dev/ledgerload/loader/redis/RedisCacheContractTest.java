package dev.ledgerload.loader.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.JournalCacheContract;
import dev.ledgerload.spi.JournalCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RedisCacheContractTest extends JournalCacheContract {
  private static final int CALLERS = 64;

  @Override
  protected JournalCache open(BufferAllocator allocator) {
    var own = Map.of("prefix", "contract-" + UUID.randomUUID()); // nobody else's days
    return TestRedis.shared().open(allocator, own);
  }

  @Tag("churn")
  @Test
  void servesSixtyFourCallersAtOnce() throws Exception {
    var own = Map.of("prefix", "callers-" + UUID.randomUUID());
    var threads = Executors.newFixedThreadPool(CALLERS);
    try (var allocator = new RootAllocator();
        var cache = TestRedis.shared().open(allocator, own)) {
      Days.put(cache, allocator, 1);
      var together = new CyclicBarrier(CALLERS);
      List<Callable<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        loads.add(
            () -> {
              together.await();
              Days.requireHeld(cache, 1);
              Days.requireHeld(cache, 1);
              return 1;
            });
      }
      for (var load : threads.invokeAll(loads)) {
        assertThat(load.get()).isEqualTo(1);
      }
    } finally {
      threads.shutdown();
    }
  }
}
