package dev.ledgerload.loader.hybrid;

import dev.ledgerload.cache.SourcePool;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.VersionSource;
import dev.ledgerload.spi.VersionSourceProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Asks the database for days' current versions, over a few connections. Thread-safe. */
final class Versions implements AutoCloseable {
  private final SourcePool<VersionSource> pool;

  private Versions(SourcePool<VersionSource> pool) {
    this.pool = pool;
  }

  /**
   * @throws IllegalArgumentException if the class path has nothing that knows versions
   * @throws JournalLoadException if the database can't be reached
   */
  static Versions open(SourceConfig config, int connections) {
    var provider =
        ServiceLoader.load(VersionSourceProvider.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "hybrid's freshness=version needs a VersionSourceProvider on the class path, and there is"
                            + " none: use freshness=ttl"));
    var plain = config.withOptions(Map.of());
    var pool =
        new SourcePool<>(
            HybridSourceProvider.STRATEGY,
            connections,
            "the option connections",
            () -> provider.open(plain),
            VersionSource::close);
    pool.borrow(Duration.ZERO).close();
    return new Versions(pool);
  }

  /**
   * @throws JournalLoadException if it can't be known within the time
   */
  Optional<DayVersion> version(LocalDate day, Duration timeout) {
    long start = System.nanoTime();
    try (var lease = pool.borrow(timeout)) {
      var left = timeout.minusNanos(System.nanoTime() - start);
      return lease.source().version(day, left.isNegative() ? Duration.ofNanos(1) : left);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
