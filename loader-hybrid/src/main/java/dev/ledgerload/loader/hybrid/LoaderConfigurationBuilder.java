package dev.ledgerload.loader.hybrid;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link LoaderConfiguration}; what isn't set has its default. Not
 * thread-safe.
 */
public final class LoaderConfigurationBuilder {
  private static final String POSTGRES_URL = "postgres-url";
  private static final String METRICS_ADDRESS = "metrics-address";

  private final @Nullable ConnectionSource database;
  private @Nullable RedisUrl redisUrl;
  private JournalSchema schema = JournalSchema.GL_ENTRIES;
  private boolean enableCache = true;
  private Duration cacheTtl = HybridOptions.DEFAULT_TTL;
  private boolean useCopyBinary = true;
  private boolean useMaterializedView = true;
  private Freshness freshness = Freshness.TTL;
  private long memoryMaxBytes = MemorySourceProvider.DEFAULT_MAX_BYTES;
  private Duration redisTimeout = Duration.ofMillis(500);
  private Duration viewTimeout = Duration.ofSeconds(5);
  private Duration retryAfter = HybridOptions.DEFAULT_RETRY_AFTER;
  private int connections = HybridOptions.DEFAULT_CONNECTIONS;
  private NumericShape untypedNumeric = NumericShape.DEFAULT;
  private @Nullable String metricsAddress;

  LoaderConfigurationBuilder(@Nullable ConnectionSource database) {
    this.database = database;
  }

  /**
   * Reads every setting that there is.
   *
   * @throws IllegalArgumentException that says everything that is wrong
   */
  static LoaderConfiguration read(Options options) {
    options.require(
        options.get(POSTGRES_URL) != null,
        options.called(POSTGRES_URL)
            + " isn't set: it must be a JDBC URL, as jdbc:postgresql://localhost:5432/ledger?user=me&password=...");
    var url = options.get(POSTGRES_URL, OptionType.of(PostgresUrl::new));
    var builder = new LoaderConfigurationBuilder(url);
    builder.set(options);
    options.requireValid();
    return builder.build();
  }

  private void set(Options options) {
    redisUrl = options.get("redis-url", OptionType.of(RedisUrl::of));
    schema = schema(options);
    enableCache = options.get("enable-cache", OptionType.BOOL, enableCache);
    cacheTtl = options.get("cache-ttl", OptionType.DURATION, cacheTtl);
    useCopyBinary = options.get("use-copy-binary", OptionType.BOOL, useCopyBinary);
    useMaterializedView =
        options.get("use-materialized-view", OptionType.BOOL, useMaterializedView);
    freshness = options.get(HybridOptions.FRESHNESS, HybridOptions.FRESHNESS_TYPE, freshness);
    memoryMaxBytes = options.get("memory-max-bytes", OptionType.bytes(1), memoryMaxBytes);
    redisTimeout = options.get("redis-timeout", OptionType.DURATION, redisTimeout);
    viewTimeout = options.get("view-timeout", OptionType.DURATION, viewTimeout);
    retryAfter = options.get(HybridOptions.RETRY_AFTER, OptionType.DURATION, retryAfter);
    connections =
        options.get(HybridOptions.CONNECTIONS, HybridOptions.CONNECTIONS_TYPE, connections);
    untypedNumeric = NumericShape.of(options);
    boolean isAddress = options.get(METRICS_ADDRESS, OptionType.ADDRESS) != null;
    metricsAddress = isAddress ? options.get(METRICS_ADDRESS) : null;
  }

  private static JournalSchema schema(Options options) {
    var schema =
        options.get(
            "table", OptionType.of(JournalSchema.GL_ENTRIES::withTable), JournalSchema.GL_ENTRIES);
    for (var column : GlEntries.of(Grain.ENTRY)) {
      var before = schema;
      schema =
          options.get(
              "column-" + column.name().replace('_', '-'),
              OptionType.of(name -> before.withSqlName(column, name)),
              before);
    }
    return schema;
  }

  /** Sets {@link LoaderConfiguration#redisUrl()}. */
  public LoaderConfigurationBuilder redisUrl(@Nullable RedisUrl value) {
    redisUrl = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#schema()}. */
  public LoaderConfigurationBuilder schema(JournalSchema value) {
    schema = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#enableCache()}. */
  public LoaderConfigurationBuilder enableCache(boolean value) {
    enableCache = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#cacheTtl()}. */
  public LoaderConfigurationBuilder cacheTtl(Duration value) {
    cacheTtl = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#useCopyBinary()}. */
  public LoaderConfigurationBuilder useCopyBinary(boolean value) {
    useCopyBinary = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#useMaterializedView()}. */
  public LoaderConfigurationBuilder useMaterializedView(boolean value) {
    useMaterializedView = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#freshness()}. */
  public LoaderConfigurationBuilder freshness(Freshness value) {
    freshness = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#memoryMaxBytes()}. */
  public LoaderConfigurationBuilder memoryMaxBytes(long value) {
    memoryMaxBytes = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#redisTimeout()}. */
  public LoaderConfigurationBuilder redisTimeout(Duration value) {
    redisTimeout = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#viewTimeout()}. */
  public LoaderConfigurationBuilder viewTimeout(Duration value) {
    viewTimeout = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#retryAfter()}. */
  public LoaderConfigurationBuilder retryAfter(Duration value) {
    retryAfter = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#connections()}. */
  public LoaderConfigurationBuilder connections(int value) {
    connections = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#untypedNumeric()}. */
  public LoaderConfigurationBuilder untypedNumeric(NumericShape value) {
    untypedNumeric = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#metricsAddress()}. */
  public LoaderConfigurationBuilder metricsAddress(@Nullable String value) {
    metricsAddress = value;
    return this;
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException if a value isn't allowed
   */
  public LoaderConfiguration build() {
    return new LoaderConfiguration(
        requireNonNull(database, "database"),
        redisUrl,
        schema,
        enableCache,
        cacheTtl,
        useCopyBinary,
        useMaterializedView,
        freshness,
        memoryMaxBytes,
        redisTimeout,
        viewTimeout,
        retryAfter,
        connections,
        untypedNumeric,
        metricsAddress);
  }
}
