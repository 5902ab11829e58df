package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loads by {@code copy}, writes down what was asked for, and waits before that if it is told to.
 */
public final class GatedSourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "gated";

  private static final ConcurrentLinkedQueue<JournalQuery> QUERIES = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger INTERRUPTED = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);
  private static volatile Runnable onLoad = () -> {};
  private static volatile Runnable onInvalidate = () -> {};

  /** Forgets what was loaded; loads go through. */
  static void reset() {
    QUERIES.clear();
    INTERRUPTED.set(0);
    gate = new CountDownLatch(0);
    onLoad = () -> {};
    onInvalidate = () -> {};
  }

  /** From now on loads wait until {@link #open()}. */
  static void shut() {
    gate = new CountDownLatch(1);
  }

  static void open() {
    gate.countDown();
  }

  /** What is done before a load, or instead if it throws. */
  static void onLoad(Runnable action) {
    onLoad = action;
  }

  /** What is done while the source is told that a day is invalid. */
  static void onInvalidate(Runnable action) {
    onInvalidate = action;
  }

  static List<JournalQuery> queries() {
    return List.copyOf(QUERIES);
  }

  /** How often a load was interrupted while it waited. */
  static int interrupted() {
    return INTERRUPTED.get();
  }

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("gated", Map.of(), "copy, held up"));
  }

  @Override
  public JournalSource open(SourceConfig config) {
    return new GatedSource(JournalSources.provider("copy").open(config));
  }

  private record GatedSource(JournalSource copy) implements CachingJournalSource {
    @Override
    public String strategy() {
      return STRATEGY;
    }

    @Override
    public Set<Grain> grains() {
      return copy.grains();
    }

    @Override
    public JournalTable load(JournalQuery query) {
      QUERIES.add(query);
      try {
        gate.await();
      } catch (InterruptedException e) {
        INTERRUPTED.incrementAndGet();
        throw new JournalLoadException(
            JournalLoadException.Kind.TIMEOUT, STRATEGY, "interrupted", e);
      }
      onLoad.run();
      synchronized (copy) { // which is of one thread at a time
        return copy.load(query);
      }
    }

    @Override
    public void invalidate(LocalDate day) {
      onInvalidate.run();
    }

    @Override
    public void close() {
      copy.close();
    }
  }
}
