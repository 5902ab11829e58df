package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The strategy {@code gated} of these tests: loads by {@code copy}, remembers what it was asked,
 * and waits where a test holds the gate. Its sources share that, so one test at a time uses it.
 */
public final class GatedSourceProvider implements JournalSourceProvider {
  /** A load begins with a read lock of the one, and ends with one of the other. */
  private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

  private static final ReentrantReadWriteLock EXIT = new ReentrantReadWriteLock();

  /** The columns of each load so far. */
  static final List<ColumnSet> LOADS = new CopyOnWriteArrayList<>();

  /** Sources that are open. */
  static final AtomicInteger OPEN = new AtomicInteger();

  /** Lets no load begin until {@link #release()}. */
  static void hold() {
    GATE.writeLock().lock();
  }

  static void release() {
    GATE.writeLock().unlock();
  }

  /** Lets no load end, once it has its snapshot, until {@link #releaseAnswers()}. */
  static void holdAnswers() {
    EXIT.writeLock().lock();
  }

  static void releaseAnswers() {
    EXIT.writeLock().unlock();
  }

  static boolean isAnyoneWaiting() {
    return GATE.hasQueuedThreads();
  }

  static boolean isAnyAnswerWaiting() {
    return EXIT.hasQueuedThreads();
  }

  @Override
  public String strategy() {
    return "gated";
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("gated", Map.of(), "COPY, when the test lets it"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    var copy = JournalSources.provider("copy").open(config);
    OPEN.incrementAndGet();
    return new JournalSource() {
      @Override
      public String strategy() {
        return "gated";
      }

      @Override
      public Set<Grain> grains() {
        return copy.grains();
      }

      @Override
      public JournalTable load(JournalQuery query) {
        LOADS.add(query.columns());
        try {
          GATE.readLock().lockInterruptibly();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return copy.load(query); // which then says how it fails
        }
        try {
          var table = copy.load(query);
          EXIT.readLock().lock();
          try {
            return table;
          } finally {
            EXIT.readLock().unlock();
          }
        } finally {
          GATE.readLock().unlock();
        }
      }

      @Override
      public void close() {
        OPEN.decrementAndGet();
        copy.close();
      }
    };
  }
}
