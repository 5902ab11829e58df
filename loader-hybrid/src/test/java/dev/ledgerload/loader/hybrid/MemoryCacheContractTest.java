package dev.ledgerload.loader.hybrid;

import dev.ledgerload.contract.JournalCacheContract;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import org.apache.arrow.memory.BufferAllocator;

class MemoryCacheContractTest extends JournalCacheContract {
  @Override
  protected JournalCache open(BufferAllocator allocator) {
    var nowhere = new PostgresUrl("jdbc:postgresql://localhost/nowhere");
    return new MemorySourceProvider().open(SourceConfig.of(nowhere, allocator));
  }
}
