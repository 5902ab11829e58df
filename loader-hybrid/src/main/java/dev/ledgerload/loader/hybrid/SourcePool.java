package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The open sources of a tier: one for all callers if it is thread-safe, else one for each caller,
 * up to a number. Each is opened when it is first needed. Thread-safe.
 */
final class SourcePool implements AutoCloseable {
  private final HybridOptions.TierOptions tier;
  private final SourceConfig config;
  private final int limit;
  private final Semaphore free;
  private final Deque<JournalSource> idle = new ArrayDeque<>();
  private @Nullable CachingJournalSource shared;
  private @Nullable Set<Grain> grains;
  private boolean closed;

  SourcePool(HybridOptions.TierOptions tier, SourceConfig config, int limit) {
    this.tier = tier;
    this.config = config.withOptions(tier.options());
    this.limit = limit;
    this.free = new Semaphore(limit);
  }

  /** A source that its holder gives back. */
  interface Lease extends AutoCloseable {
    JournalSource source();

    @Override
    void close();
  }

  /**
   * A source to use.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if it can't be opened, or if all are
   *     in use for longer than {@code patience}
   */
  Lease borrow(Duration patience) {
    var common = shared();
    if (common != null) {
      return lease(common, () -> {});
    }
    awaitTurn(patience);
    try {
      var source = idleOrNew();
      return lease(source, () -> giveBack(source));
    } catch (RuntimeException | Error e) {
      free.release();
      throw e;
    }
  }

  private void awaitTurn(Duration patience) {
    try {
      if (!free.tryAcquire(patience.toNanos(), NANOSECONDS)) {
        throw new JournalLoadException(
            UNAVAILABLE,
            tier.name(),
            "all of its %d connections were busy for %s; the option connections allows more"
                .formatted(limit, patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalLoadException(
          TIMEOUT, tier.name(), "interrupted while waiting for a free connection", e);
    }
  }

  private JournalSource idleOrNew() {
    synchronized (this) {
      requireOpen();
      var source = idle.poll();
      if (source != null) {
        return source;
      }
    }
    return adopt(tier.provider().open(config));
  }

  /** Of a source that is thread-safe the first to be opened is kept for all. */
  private JournalSource adopt(JournalSource opened) {
    JournalSource kept = opened;
    synchronized (this) {
      grains = opened.grains();
      if (closed) {
        kept = null;
      } else if (opened instanceof CachingJournalSource caching) {
        shared = shared == null ? caching : shared;
        kept = shared;
      }
    }
    if (kept != opened) {
      opened.close();
    }
    if (kept == null) {
      throw new IllegalStateException("this source is closed");
    }
    return kept;
  }

  private void giveBack(JournalSource source) {
    boolean late;
    synchronized (this) {
      late = closed && source != shared;
      if (!closed && source != shared) {
        idle.push(source);
      }
    }
    if (late) {
      source.close();
    }
    free.release();
  }

  /** The one source for all callers; null if it isn't open, or there is none for all. */
  synchronized @Nullable CachingJournalSource shared() {
    return shared;
  }

  /** The grains of the tier's sources; null if none could be opened so far. */
  synchronized @Nullable Set<Grain> grains() {
    return grains;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this source is closed");
    }
  }

  private static Lease lease(JournalSource source, Runnable end) {
    return new Lease() {
      @Override
      public JournalSource source() {
        return source;
      }

      @Override
      public void close() {
        end.run();
      }
    };
  }

  /** Closes the sources; those in use are closed when they are given back. */
  @Override
  public void close() {
    Deque<JournalSource> closing;
    synchronized (this) {
      closed = true;
      closing = new ArrayDeque<>(idle);
      idle.clear();
      if (shared != null) {
        closing.add(shared);
      }
    }
    closing.forEach(JournalSource::close);
  }
}
