package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The strategy {@code held-redis} of these tests: {@code redis}, which begins to forget a day when
 * the test lets it. Its sources share that, so one test at a time uses it.
 */
public final class HeldRedisProvider implements JournalSourceProvider {
  private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

  /** Lets no day be forgotten until {@link #release()}. */
  static void hold() {
    GATE.writeLock().lock();
  }

  static void release() {
    GATE.writeLock().unlock();
  }

  static boolean isAnyoneWaiting() {
    return GATE.hasQueuedThreads();
  }

  @Override
  public String strategy() {
    return "held-redis";
  }

  @Override
  public boolean needsRedis() {
    return true;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("held", Map.of(), "Redis, which forgets when the test lets it"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var redis = (JournalCache) JournalSources.provider("redis").open(config);
    return new JournalCache() {
      @Override
      public String strategy() {
        return "held-redis";
      }

      @Override
      public Set<Grain> grains() {
        return redis.grains();
      }

      @Override
      public JournalTable load(JournalQuery query) {
        return redis.load(query);
      }

      @Override
      public boolean put(JournalTable table) {
        return redis.put(table);
      }

      @Override
      public void invalidate(LocalDate day) {
        GATE.readLock().lock();
        try {
          redis.invalidate(day);
        } finally {
          GATE.readLock().unlock();
        }
      }

      @Override
      public void close() {
        redis.close();
      }
    };
  }
}
