package dev.ledgerload.loader.hybrid;

import dev.ledgerload.cache.DayCache;
import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The strategy {@code memory}: days that were put, in this JVM's memory, at both grains. Each
 * opened source is a cache of its own, empty at first, for one configuration: it asks no database
 * which rows that would get, so what is put must have been loaded by the same URL and schema.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code max-bytes}: how many bytes outside the heap the cache may hold, as {@code 512m}, at
 *       least 1; default {@code 1g}. The days that were asked for longest ago go first. A table
 *       that readers still have a handle on takes its memory until they close it, but isn't counted
 *       any more once it went.
 *   <li>{@code ttl}: how old a snapshot may be, by {@code asOf} and this machine's clock; by
 *       default any age.
 * </ul>
 */
public final class MemorySourceProvider implements JournalSourceProvider {
  static final String STRATEGY = DayCache.STRATEGY;
  static final String MAX_BYTES = "max-bytes";
  static final long DEFAULT_MAX_BYTES = 1L << 30;

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant("off-heap", Map.of(), "a handle on a table in this JVM"));
  }

  @Override
  public JournalCache open(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    long maxBytes = options.get(MAX_BYTES, OptionType.bytes(1), DEFAULT_MAX_BYTES);
    var ttl = options.get(HybridOptions.TTL, OptionType.DURATION);
    options.requireValid();
    return new DayCache(maxBytes, ttl, InstantSource.system());
  }

  @Override
  public Duration shortestTtl() {
    return Duration.ZERO;
  }
}
