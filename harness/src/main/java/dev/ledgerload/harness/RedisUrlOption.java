package dev.ledgerload.harness;

import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.StrategyProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names a Redis, and the variable that may stand in for it. */
final class RedisUrlOption {
  @Option(
      names = "--redis-url",
      paramLabel = "URL",
      defaultValue = "${env:LEDGERLOAD_REDIS_URL}",
      description =
          "The Redis, for strategies that need one, as redis://host:6379 (default: the"
              + " environment's LEDGERLOAD_REDIS_URL).")
  private @Nullable String text;

  /**
   * What is named; null if nothing is.
   *
   * @throws IllegalArgumentException if it is no Redis's URL
   */
  @Nullable RedisUrl url() {
    return text == null || text.isBlank() ? null : RedisUrl.of(text);
  }

  /**
   * Makes sure that a strategy has what it needs.
   *
   * @throws IllegalArgumentException if it needs a Redis and none is named
   */
  void requireFor(StrategyProvider provider) {
    if (provider.needsRedis() && url() == null) {
      throw new IllegalArgumentException(
          "%s needs a Redis: name it by --redis-url, or LEDGERLOAD_REDIS_URL in the environment"
              .formatted(provider.strategy()));
    }
  }
}
