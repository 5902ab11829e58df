package dev.ledgerload.cache;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalLoadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Open sources: one for all callers if it is thread-safe, as a {@link CachingJournalSource} is,
 * else one for each caller, up to a number. Each is opened when it is first needed. Thread-safe.
 *
 * @param <S> the sources
 */
public final class SourcePool<S> implements AutoCloseable {
  private final String strategy;
  private final int limit;
  private final String limitedBy;
  private final Supplier<? extends S> opener;
  private final Consumer<? super S> closer;

  /** A place for each source that there may be: first those that are open and idle. */
  private final BlockingDeque<Optional<S>> places = new LinkedBlockingDeque<>();

  private @Nullable S shared;
  private boolean closed;

  /**
   * @param strategy what failures are of
   * @param limit how many sources there are at most
   * @param limitedBy what would allow more, as {@code "the option connections"}
   */
  public SourcePool(
      String strategy,
      int limit,
      String limitedBy,
      Supplier<? extends S> opener,
      Consumer<? super S> closer) {
    this.strategy = strategy;
    this.limit = limit;
    this.limitedBy = limitedBy;
    this.opener = opener;
    this.closer = closer;
    for (int i = 0; i < limit; i++) {
      places.add(Optional.empty());
    }
  }

  /** A source that its holder gives back by closing this, once. */
  public record Lease<S>(S source, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /**
   * A source to use.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if it can't be opened, or if all are
   *     in use for longer than {@code patience}
   * @throws IllegalStateException if this is closed
   */
  public Lease<S> borrow(Duration patience) {
    synchronized (this) {
      if (closed) {
        throw closed();
      }
      if (shared != null) {
        return new Lease<>(shared, () -> {});
      }
    }
    var idle = await(patience);
    try {
      var source = adopt(idle.isPresent() ? idle.get() : opener.get());
      return new Lease<>(source, () -> giveBack(source));
    } catch (RuntimeException | Error e) {
      places.addLast(Optional.empty());
      throw e;
    }
  }

  private Optional<S> await(Duration patience) {
    try {
      var place = places.pollFirst(patience.toNanos(), NANOSECONDS);
      if (place == null) {
        throw new JournalLoadException(
            UNAVAILABLE,
            strategy,
            "all of its %d connections were busy for %s; %s allows more"
                .formatted(limit, patience, limitedBy));
      }
      return place;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalLoadException(
          TIMEOUT, strategy, "interrupted while waiting for a free connection", e);
    }
  }

  /** Of a source that is thread-safe the first to be opened is kept for all. */
  private S adopt(S opened) {
    S kept = opened;
    synchronized (this) {
      if (closed) {
        kept = null;
      } else if (opened instanceof CachingJournalSource) {
        shared = shared == null ? opened : shared;
        kept = shared;
      }
    }
    if (kept != opened) {
      closer.accept(opened);
    }
    if (kept == null) {
      throw closed();
    }
    return kept;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("this source is closed");
  }

  private synchronized void giveBack(S source) {
    if (source == shared) {
      places.addLast(Optional.empty());
    } else if (closed) {
      closer.accept(source);
      places.addLast(Optional.empty()); // who waits for it is to know
    } else {
      places.addFirst(Optional.of(source));
    }
  }

  /** The one source for all callers; null if it isn't open, or there is none for all. */
  public synchronized @Nullable S shared() {
    return shared;
  }

  /** Closes the sources; those in use are closed when they are given back. */
  @Override
  public void close() {
    List<Optional<S>> closing = new ArrayList<>();
    synchronized (this) {
      closed = true;
      places.drainTo(closing);
      closing.forEach(place -> places.addLast(Optional.empty()));
      closing.add(Optional.ofNullable(shared));
    }
    closing.forEach(place -> place.ifPresent(closer));
  }
}
