package dev.ledgerload.loader.hybrid;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link LoaderConfiguration}; what isn't set has its default. Not
 * thread-safe.
 */
public final class LoaderConfigurationBuilder {
  private final PostgresUrl postgresUrl;
  private @Nullable RedisUrl redisUrl;
  private JournalLayout layout = JournalLayout.DEFAULT;
  private boolean enableCache = true;
  private Duration cacheTtl = HybridOptions.DEFAULT_TTL;
  private boolean useCopyBinary = true;
  private boolean useMaterializedView = true;
  private Freshness freshness = Freshness.TTL;
  private long memoryMaxBytes = MemorySourceProvider.DEFAULT_MAX_BYTES;
  private Duration redisTimeout = HybridOptions.DEFAULT_REDIS_TIMEOUT;
  private Duration viewTimeout = HybridOptions.DEFAULT_VIEW_TIMEOUT;
  private Duration retryAfter = HybridOptions.DEFAULT_RETRY_AFTER;
  private int connections = HybridOptions.DEFAULT_CONNECTIONS;
  private NumericShape untypedNumeric = NumericShape.DEFAULT;
  private @Nullable String metricsAddress;

  LoaderConfigurationBuilder(PostgresUrl postgresUrl) {
    this.postgresUrl = postgresUrl;
  }

  /** Sets {@link LoaderConfiguration#redisUrl()}. */
  public LoaderConfigurationBuilder redisUrl(@Nullable RedisUrl value) {
    redisUrl = value;
    return this;
  }

  /** Sets {@link LoaderConfiguration#layout()}. */
  public LoaderConfigurationBuilder layout(JournalLayout value) {
    layout = value;
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
        postgresUrl,
        redisUrl,
        layout,
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
