package dev.ledgerload.loader.hybrid;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link JournalLoader} loads. Immutable, and valid: what isn't allowed is refused when it is
 * made, by a message that names the setting, its value and what is allowed.
 *
 * <p>Made by {@link #builder}, from a file of properties or from the environment. Settings are
 * called as the components, in lower case with hyphens, as {@code cache-ttl}; in the environment as
 * {@code LEDGERLOAD_CACHE_TTL}. {@code column-acc-debit}, say, names a column of the journal's
 * table that isn't called by its field name. Spans of time are ISO 8601, as {@code PT0.5S}, or a
 * number of seconds.
 *
 * @param postgresUrl the database that holds the journal; the one setting without a default
 * @param redisUrl a Redis to keep days in; null (the default) for none
 * @param layout what the database calls the journal: settings {@code table} and {@code column-…}
 * @param enableCache whether days are kept, in this JVM and in the Redis; default true
 * @param cacheTtl how old a kept picture may be; default one hour
 * @param useCopyBinary whether entries are loaded by {@code copy} rather than by {@code select};
 *     default true
 * @param useMaterializedView whether account pairs are loaded, from the view, where the class path
 *     has the strategy {@code mv}; default true
 * @param freshness default {@link Freshness#TTL}; with {@link Freshness#VERSION} the {@code
 *     cacheTtl} has no part
 * @param memoryMaxBytes how much this JVM keeps, in bytes outside the heap; default 1 GiB
 * @param redisTimeout how long the Redis is asked; default 0.5 s
 * @param viewTimeout how long the view is asked where another source could answer; default 5 s
 * @param retryAfter for how long a cache that failed isn't asked; default 5 s
 * @param connections how many days are loaded from the database at the same time, 1 to 64; default
 *     4
 * @param untypedNumeric the digits of an amount column that the database declares as {@code
 *     numeric} without any, as {@code 38,10}, which is the default
 * @param metricsAddress where metrics are shown by HTTP, as {@code localhost:9400}; null (the
 *     default) for nowhere
 */
public record LoaderConfiguration(
    PostgresUrl postgresUrl,
    @Nullable RedisUrl redisUrl,
    JournalLayout layout,
    boolean enableCache,
    Duration cacheTtl,
    boolean useCopyBinary,
    boolean useMaterializedView,
    Freshness freshness,
    long memoryMaxBytes,
    Duration redisTimeout,
    Duration viewTimeout,
    Duration retryAfter,
    int connections,
    NumericShape untypedNumeric,
    @Nullable String metricsAddress) {

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public LoaderConfiguration {
    requireNonNull(postgresUrl, "postgresUrl");
    requireNonNull(layout, "layout");
    requireNonNull(freshness, "freshness");
    requireNonNull(untypedNumeric, "untypedNumeric");
    requirePositive("cache-ttl", cacheTtl);
    requirePositive("redis-timeout", redisTimeout);
    requirePositive("view-timeout", viewTimeout);
    requirePositive("retry-after", retryAfter);
    OptionText.positive("memory-max-bytes", Long.toString(memoryMaxBytes), Long.MAX_VALUE);
    OptionText.positive(
        "connections", Integer.toString(connections), HybridOptions.MAX_CONNECTIONS);
    if (metricsAddress != null) {
      OptionText.address("metrics-address", metricsAddress);
    }
  }

  private static void requirePositive(String name, Duration duration) {
    OptionText.duration(name, duration.toString());
  }

  /** A builder with every default. */
  public static LoaderConfigurationBuilder builder(PostgresUrl postgresUrl) {
    return new LoaderConfigurationBuilder(postgresUrl);
  }

  /**
   * Reads a file in the form of {@link java.util.Properties}, in UTF-8.
   *
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException if a setting is unknown or its value isn't allowed, or there
   *     is no {@code postgres-url}
   */
  public static LoaderConfiguration fromProperties(Path file) throws IOException {
    return ConfigurationText.read(file);
  }

  /**
   * Reads the variables that begin with {@code LEDGERLOAD_}, as {@link System#getenv()} has them.
   * Those that aren't settings of this are left to whose they are.
   *
   * @throws IllegalArgumentException if a value isn't allowed, or there is no {@code
   *     LEDGERLOAD_POSTGRES_URL}
   */
  public static LoaderConfiguration fromEnvironment(Map<String, String> environment) {
    return ConfigurationText.of(environment);
  }

  /** The strategies that are asked, in order. */
  List<String> tiers(List<String> onClassPath) {
    List<String> tiers = new ArrayList<>();
    if (enableCache) {
      tiers.add("memory");
      if (redisUrl != null) {
        tiers.add("redis");
      }
    }
    if (useMaterializedView && onClassPath.contains("mv")) {
      tiers.add("mv");
    }
    tiers.add(useCopyBinary ? "copy" : "select");
    return tiers;
  }

  /** As the configuration of the strategy {@code hybrid}. */
  SourceConfig toSourceConfig(BufferAllocator allocator, List<String> onClassPath) {
    var tiers = tiers(onClassPath);
    Map<String, String> options = new HashMap<>();
    options.put(HybridOptions.TIERS, String.join(",", tiers));
    options.put(HybridOptions.FRESHNESS, OptionText.of(freshness));
    options.put(HybridOptions.RETRY_AFTER, retryAfter.toString());
    options.put(HybridOptions.CONNECTIONS, Integer.toString(connections));
    options.put(
        NumericShape.OPTION, "%d,%d".formatted(untypedNumeric.precision(), untypedNumeric.scale()));
    if (freshness == Freshness.TTL) {
      options.put(HybridOptions.TTL, cacheTtl.toString());
    }
    if (tiers.contains("memory")) {
      options.put("memory.max-bytes", Long.toString(memoryMaxBytes));
    }
    if (tiers.contains("redis")) {
      options.put("redis-timeout", redisTimeout.toString());
    }
    if (tiers.contains("mv")) {
      options.put("mv-timeout", viewTimeout.toString());
    }
    return new SourceConfig(postgresUrl, redisUrl, layout, allocator, options);
  }
}
