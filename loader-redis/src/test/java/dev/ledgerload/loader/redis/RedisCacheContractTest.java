package dev.ledgerload.loader.redis;

import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.testbed.contract.JournalCacheContract;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;

class RedisCacheContractTest extends JournalCacheContract {
  @Override
  protected JournalCache open(BufferAllocator allocator) {
    var own = Map.of("prefix", "contract-" + UUID.randomUUID()); // nobody else's days
    return TestRedis.shared().open(allocator, own);
  }
}
