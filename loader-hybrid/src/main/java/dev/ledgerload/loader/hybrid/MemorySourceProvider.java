package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.JournalCache;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The strategy {@code memory}: days that were put, in this JVM's memory, at both grains. Each
 * opened source is a cache of its own, empty at first, for one configuration: it asks no database
 * which rows that would get, so what is put must have been loaded by the same URL and layout.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code max-bytes}: how many bytes outside the heap the cache may hold, at least 1; default
 *       1073741824, that is 1 GiB. The days that were asked for longest ago go first. A table that
 *       readers still have a handle on takes its memory until they close it, but isn't counted any
 *       more once it went.
 *   <li>{@code ttl}: how old a picture may be, by {@code asOf} and this machine's clock; by default
 *       any age.
 * </ul>
 */
public final class MemorySourceProvider implements JournalSourceProvider {
  static final String STRATEGY = "memory";
  static final String MAX_BYTES = "max-bytes";
  static final String TTL = "ttl";
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
    config.requireOnlyOptions(STRATEGY, MAX_BYTES, TTL);
    var maxBytes = config.options().getOrDefault(MAX_BYTES, Long.toString(DEFAULT_MAX_BYTES));
    return new MemoryJournalCache(
        OptionText.positive("memory's option max-bytes", maxBytes, Long.MAX_VALUE),
        ttl(config.options().get(TTL)),
        InstantSource.system());
  }

  private static @Nullable Duration ttl(@Nullable String text) {
    return text == null ? null : OptionText.duration("memory's option ttl", text);
  }
}
