package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;

import dev.ledgerload.cache.Cancellation;
import dev.ledgerload.cache.DayCache;
import dev.ledgerload.cache.SourcePool;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** One of the sources that are asked in turn. Thread-safe. */
final class Tier implements AutoCloseable {
  /*
   * The breaker is there to save time, so it looks at the store and not at what is in it: a miss, a
   * damaged day, a missing view are answers. A store has failed if it said nothing in all the time
   * that is its own, or if something below the source failed (a JournalLoadException of kind
   * UNAVAILABLE with a cause; a miss has none). A caller in a hurry gives the store less than its
   * time; that it said nothing within that proves nothing. Nor does it that this JVM or its
   * allocator had no memory for what the store said.
   */
  private final HybridOptions.TierOptions options;
  private final SourcePool<JournalSource> pool;
  private final CircuitBreaker breaker;
  private final BackgroundFill fill;
  private final LoadRecorder recorder;

  private volatile @Nullable Set<Grain> grains; // null if none could be opened so far
  private volatile Set<Grain> ownGrains = Set.of();

  Tier(
      HybridOptions.TierOptions options,
      HybridOptions hybrid,
      SourceConfig config,
      LoadRecorder recorder) {
    this.options = options;
    var own = config.withOptions(options.options());
    this.pool =
        new SourcePool<>(
            options.name(),
            hybrid.connections(),
            "the option connections",
            () -> open(own),
            JournalSource::close);
    this.breaker = new CircuitBreaker(hybrid.retryAfter(), System::nanoTime);
    this.fill = new BackgroundFill(options.name(), recorder);
    this.recorder = recorder;
  }

  private JournalSource open(SourceConfig own) {
    var source = options.provider().open(own);
    grains = source.grains();
    ownGrains = source instanceof JournalCache ? Set.of() : source.grains();
    return source;
  }

  String name() {
    return options.name();
  }

  /** Whether the tier gives what the journal holds when it is asked, rather than a copy. */
  boolean readsJournal() {
    return options.readsJournal();
  }

  CircuitBreaker.State circuit() {
    return breaker.state();
  }

  /**
   * Opens a source, so that a wrong option is found at once.
   *
   * @throws JournalLoadException if the store can't be reached: it is tried again when it is needed
   */
  void open() {
    try {
      pool.borrow(JournalQuery.DEFAULT_TIMEOUT).close();
    } catch (JournalLoadException e) {
      breaker.failed();
      throw e;
    } catch (OutOfMemoryError e) {
      breaker.failed();
      throw OutOfMemory.failure(name(), "opening", e);
    }
  }

  /** Whether the tier may have data of a grain; not known before it could be opened. */
  boolean mayHave(Grain grain) {
    var known = grains;
    return known == null || known.contains(grain);
  }

  /** The grains that the tier loads by itself, rather than from what others put. */
  Set<Grain> ownGrains() {
    return ownGrains;
  }

  /** The tier as a cache; null if it is none, or could not be opened so far. */
  @Nullable JournalCache cache() {
    return pool.shared() instanceof JournalCache cache ? cache : null;
  }

  /** The days of this JVM's memory, if the tier is that; else null. */
  @Nullable DayCache memory() {
    return pool.shared() instanceof DayCache memory ? memory : null;
  }

  /** Whether the tier may be asked; who may then asks it. */
  boolean tryAcquire() {
    return breaker.tryAcquire();
  }

  /**
   * Asks the tier.
   *
   * @param limit how long it may take at most; less if the tier's own timeout is shorter
   * @throws JournalLoadException if it didn't answer, whatever the reason
   */
  JournalTable load(JournalQuery query, Duration limit, Cancellation cancellation) {
    var timeout = options.timeout();
    boolean inFull = timeout != null && timeout.compareTo(limit) <= 0;
    try {
      var table = ask(query.within(timeout != null && inFull ? timeout : limit));
      breaker.succeeded();
      return table;
    } catch (JournalLoadException e) {
      judge(e, inFull && !cancellation.isCancelled());
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      breaker.cancelled();
      var failure = failure("loading " + query.day(), e);
      recorder.tierFailed(name(), failure.kind());
      throw failure;
    } catch (Error e) {
      breaker.cancelled();
      throw e;
    }
  }

  /** What should have failed as a load, and didn't, is this tier's failure all the same. */
  private JournalLoadException failure(String doing, Throwable e) {
    return e instanceof OutOfMemoryError error
        ? OutOfMemory.failure(name(), doing, error)
        : new JournalLoadException(
            UNAVAILABLE, name(), "%s: failed otherwise than as a load: %s".formatted(doing, e), e);
  }

  private JournalTable ask(JournalQuery query) {
    long start = System.nanoTime();
    try (var lease = pool.borrow(query.timeout())) {
      var left = query.timeout().minusNanos(System.nanoTime() - start);
      if (left.isZero() || left.isNegative()) {
        throw new JournalLoadException(
            UNAVAILABLE, name(), "its connections were busy for %s".formatted(query.timeout()));
      }
      return lease.source().load(query.within(left));
    }
  }

  private void judge(JournalLoadException e, boolean hadItsTime) {
    boolean miss = e.kind() == UNAVAILABLE && e.getCause() == null;
    boolean noMemory =
        e.getCause() instanceof OutOfMemoryException || e.getCause() instanceof OutOfMemoryError;
    if (noMemory) {
      breaker.cancelled();
    } else if (e.kind() == TIMEOUT ? hadItsTime : e.kind() == UNAVAILABLE && !miss) {
      breaker.failed();
    } else if (e.kind() == TIMEOUT) {
      breaker.cancelled();
    } else {
      breaker.succeeded();
    }
    if (!miss) {
      recorder.tierFailed(name(), e.kind());
    }
  }

  /**
   * Keeps a table in the tier soon, if that is a cache. Whether it succeeds is nothing to whoever
   * has the table.
   */
  void keep(JournalTable table, Cancellation cancellation) {
    var cache = cache();
    if (cache != null && breaker.state() == CircuitBreaker.State.CLOSED) {
      fill.later(cache, table, cancellation::isKeepable);
    }
  }

  /**
   * Makes the tier forget a day, if it is one that keeps days.
   *
   * @throws JournalLoadException if it can't be asked to
   */
  void invalidate(LocalDate day, Duration patience) {
    try {
      if (grains == null) {
        pool.borrow(patience).close(); // it may have kept the day from an earlier life of this JVM
      }
      var shared = pool.shared();
      if (shared instanceof JournalCache cache) {
        fill.invalidate(cache, day, patience);
      } else if (shared instanceof CachingJournalSource caching) {
        caching.invalidate(day);
      }
    } catch (JournalLoadException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failure("forgetting " + day, e);
    }
  }

  @Override
  public void close() {
    fill.close();
    pool.close();
  }
}
