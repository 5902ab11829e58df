package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.VersionSource;
import dev.ledgerload.spi.VersionSourceProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Semaphore;

/** Asks the database for days' current versions, over a few connections. Thread-safe. */
final class Versions implements AutoCloseable {
  private final VersionSourceProvider provider;
  private final SourceConfig config;
  private final Semaphore free;
  private final Deque<VersionSource> idle = new ArrayDeque<>();
  private boolean closed;

  private Versions(VersionSourceProvider provider, SourceConfig config, int connections) {
    this.provider = provider;
    this.config = config.withOptions(Map.of());
    this.free = new Semaphore(connections);
  }

  /**
   * @throws IllegalArgumentException if the class path has nothing that knows versions
   * @throws JournalLoadException if the database can't be reached
   */
  static Versions open(SourceConfig config, int connections) {
    List<VersionSourceProvider> providers =
        ServiceLoader.load(VersionSourceProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (providers.isEmpty()) {
      throw new IllegalArgumentException(
          "hybrid's freshness=version needs a VersionSourceProvider on the class path, and there is"
              + " none: use freshness=ttl");
    }
    var versions = new Versions(providers.get(0), config, connections);
    versions.idle.push(versions.provider.open(versions.config));
    return versions;
  }

  /**
   * @throws JournalLoadException if it can't be known within the time
   */
  Optional<DayVersion> version(LocalDate day, Duration timeout) {
    long start = System.nanoTime();
    awaitTurn(timeout);
    try {
      var versions = take();
      try {
        var left = timeout.minusNanos(System.nanoTime() - start);
        return versions.version(day, left.isNegative() ? Duration.ofNanos(1) : left);
      } finally {
        giveBack(versions);
      }
    } finally {
      free.release();
    }
  }

  private void awaitTurn(Duration timeout) {
    try {
      if (!free.tryAcquire(timeout.toNanos(), NANOSECONDS)) {
        throw new JournalLoadException(
            UNAVAILABLE,
            HybridSourceProvider.STRATEGY,
            "all connections that ask for versions were busy for " + timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalLoadException(
          TIMEOUT, HybridSourceProvider.STRATEGY, "interrupted while asking for a version", e);
    }
  }

  private VersionSource take() {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("this source is closed");
      }
      var versions = idle.poll();
      if (versions != null) {
        return versions;
      }
    }
    return provider.open(config);
  }

  private void giveBack(VersionSource versions) {
    synchronized (this) {
      if (!closed) {
        idle.push(versions);
        return;
      }
    }
    versions.close();
  }

  @Override
  public void close() {
    Deque<VersionSource> closing;
    synchronized (this) {
      closed = true;
      closing = new ArrayDeque<>(idle);
      idle.clear();
    }
    closing.forEach(VersionSource::close);
  }
}
