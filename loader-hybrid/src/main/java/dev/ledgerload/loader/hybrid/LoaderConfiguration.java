package dev.ledgerload.loader.hybrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.ledgerload.loader.hybrid.HybridOptions.TierOptions;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSourceProvider;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link JournalLoader} loads. Immutable, and valid: what isn't allowed is refused when it is
 * made, by a message that names the setting, its value and what is allowed.
 *
 * <p>Made by {@link #builder}, from a file of properties or from the environment. Settings are
 * called as the components, in lower case with hyphens, as {@code cache-ttl}; in the environment as
 * {@code LEDGERLOAD_CACHE_TTL}. {@code column-acc-debit}, say, names a column of the journal's
 * table that isn't called by its field name. Values are as {@link OptionType} has them: a duration
 * as {@code 500ms} or {@code 1h}, bytes as {@code 512m}.
 *
 * @param database where connections come from: a {@code postgres-url}, or a DataSource, which no
 *     file can name; the one setting without a default
 * @param redisUrl a Redis to keep days in; null (the default) for none
 * @param schema what the database calls the journal: settings {@code table} and {@code column-…}
 * @param enableCache whether days are kept, in this JVM and in the Redis; default true
 * @param cacheTtl how old a kept snapshot may be; default one hour
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
    ConnectionSource database,
    @Nullable RedisUrl redisUrl,
    JournalSchema schema,
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
    requireNonNull(database, "database");
    requireNonNull(schema, "schema");
    requireNonNull(freshness, "freshness");
    requireNonNull(untypedNumeric, "untypedNumeric");
    requirePositive("cache-ttl", cacheTtl);
    requirePositive("redis-timeout", redisTimeout);
    requirePositive("view-timeout", viewTimeout);
    requirePositive("retry-after", retryAfter);
    OptionType.bytes(1).read("memory-max-bytes", Long.toString(memoryMaxBytes));
    HybridOptions.CONNECTIONS_TYPE.read("connections", Integer.toString(connections));
    if (metricsAddress != null) {
      OptionType.ADDRESS.read("metrics-address", metricsAddress);
    }
  }

  private static void requirePositive(String name, Duration duration) {
    OptionType.DURATION.read(name, duration.toString());
  }

  /** A builder with every default. */
  public static LoaderConfigurationBuilder builder(ConnectionSource database) {
    return new LoaderConfigurationBuilder(database);
  }

  /**
   * Reads a file in the form of {@link java.util.Properties}, in UTF-8.
   *
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException if a setting is unknown or its value isn't allowed, or there
   *     is no {@code postgres-url}
   */
  public static LoaderConfiguration fromProperties(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
    }
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
    return LoaderConfigurationBuilder.read(Options.of(file.toString(), texts));
  }

  /**
   * Reads the variables that begin with {@code LEDGERLOAD_}, as {@link System#getenv()} has them.
   * Those that aren't settings of this are left to whose they are.
   *
   * @throws IllegalArgumentException if a value isn't allowed, or there is no {@code
   *     LEDGERLOAD_POSTGRES_URL}
   */
  public static LoaderConfiguration fromEnvironment(Map<String, String> environment) {
    return LoaderConfigurationBuilder.read(Options.ofEnvironment(environment));
  }

  /** How {@code hybrid} is to load, with the tiers that are asked, in order. */
  HybridOptions hybridOptions(List<JournalSourceProvider> onClassPath) {
    List<String> tiers = new ArrayList<>();
    if (enableCache) {
      tiers.add(MemorySourceProvider.STRATEGY);
      if (redisUrl != null) {
        tiers.add("redis");
      }
    }
    if (useMaterializedView
        && onClassPath.stream().anyMatch(provider -> provider.strategy().equals("mv"))) {
      tiers.add("mv");
    }
    tiers.add(useCopyBinary ? "copy" : "select");
    var ttl = freshness == Freshness.TTL ? cacheTtl : null;
    return new HybridOptions(
        tiers.stream().map(name -> tier(name, ttl)).toList(),
        freshness,
        ttl,
        retryAfter,
        connections);
  }

  private TierOptions tier(String name, @Nullable Duration ttl) {
    var timeout = Map.of("redis", redisTimeout, "mv", viewTimeout).get(name);
    Map<String, String> own =
        name.equals(MemorySourceProvider.STRATEGY)
            ? Map.of(MemorySourceProvider.MAX_BYTES, Long.toString(memoryMaxBytes))
            : Map.of();
    return TierOptions.of(JournalSources.provider(name), timeout, own, ttl, untypedNumeric);
  }

  /** Where the strategies find the journal. */
  SourceConfig sourceConfig(BufferAllocator allocator) {
    return new SourceConfig(database, redisUrl, schema, allocator, Map.of());
  }
}
