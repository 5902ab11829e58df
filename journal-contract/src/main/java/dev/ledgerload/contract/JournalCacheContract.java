package dev.ledgerload.contract;

import dev.ledgerload.spi.JournalCache;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * What every cache of days must do, wherever it keeps them. A module extends it and opens its
 * cache:
 *
 * <pre>{@code
 * class MemoryCacheContractTest extends JournalCacheContract {
 *   @Override
 *   protected JournalCache open(BufferAllocator allocator) {
 *     return new MemoryJournalCache(allocator, 1 << 30);
 *   }
 * }
 * }</pre>
 *
 * <p>The tables that are put come from a generator, so no database is needed. The cache must have
 * room for a hundred of them (some 2 MB each). After each test no memory may be left. Its JVM needs
 * {@code --add-opens java.base/java.nio=ALL-UNNAMED} and an Arrow allocator.
 */
public abstract class JournalCacheContract {
  private final CacheKit kit = new CacheKit(this::open);

  /**
   * Opens a cache that holds nothing and evicts nothing by itself; the contract closes it.
   *
   * @param allocator what the cache's memory, if it takes any, is to be a child of
   */
  protected abstract JournalCache open(BufferAllocator allocator);

  @AfterEach
  void leavesNothingBehind() {
    kit.close();
  }

  @Nested
  class Keeping extends KeepingCases {
    Keeping() {
      super(kit);
    }
  }

  @Nested
  class Misses extends MissCases {
    Misses() {
      super(kit);
    }
  }

  @Nested
  class Precedence extends PrecedenceCases {
    Precedence() {
      super(kit);
    }
  }

  @Nested
  class Lifetimes extends CacheLifetimeCases {
    Lifetimes() {
      super(kit);
    }
  }

  @Tag("churn")
  @Nested
  class ManyThreads extends ManyThreadsCases {
    ManyThreads() {
      super(kit);
    }
  }
}
