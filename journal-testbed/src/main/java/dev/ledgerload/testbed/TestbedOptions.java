package dev.ledgerload.testbed;

import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a testbed is made from. Immutable.
 *
 * @param forced the only provider to use, for both servers; null to take the first that can serve
 * @param postgresUrl the database of provider {@code url}; null if there is none
 * @param redisUrl the Redis of provider {@code url}; null if there is none
 * @param postgresImage the image of provider {@code docker}: the official one, or one that takes
 *     the same command and environment
 * @param redisImage the image of provider {@code docker}
 * @param postgresPort the port of an embedded PostgreSQL; 0 for any that is free
 * @param directory where embedded servers keep their data, in a subdirectory that goes with them
 */
public record TestbedOptions(
    @Nullable TestbedProvider forced,
    @Nullable PostgresUrl postgresUrl,
    @Nullable RedisUrl redisUrl,
    String postgresImage,
    String redisImage,
    int postgresPort,
    Path directory) {

  /**
   * @throws IllegalArgumentException if the port isn't 0 to 65535
   */
  public TestbedOptions {
    if (postgresPort < 0 || postgresPort > 65_535) {
      throw new IllegalArgumentException("postgresPort must be 0 to 65535, not " + postgresPort);
    }
  }

  /** What the environment of this process asks for; see {@link #fromEnvironment(Map)}. */
  public static TestbedOptions fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /**
   * What an environment asks for: {@code LEDGERLOAD_TESTBED} (a provider's label), {@code
   * LEDGERLOAD_POSTGRES_URL} (a JDBC URL), {@code LEDGERLOAD_REDIS_URL}, {@code
   * LEDGERLOAD_POSTGRES_IMAGE} and {@code LEDGERLOAD_REDIS_IMAGE}; each may be missing or empty.
   *
   * @throws TestbedException if a value isn't allowed
   */
  public static TestbedOptions fromEnvironment(Map<String, String> environment) {
    Map<String, String> given = new HashMap<>(environment);
    given.replaceAll((name, value) -> value.strip());
    given.values().removeIf(String::isEmpty);
    var options = Options.ofEnvironment(given);
    var forced = options.get("testbed", OptionType.oneOf(TestbedProvider.class));
    var postgresUrl = options.get("postgres-url", OptionType.of(PostgresUrl::new));
    var redisUrl = options.get("redis-url", OptionType.of(RedisUrl::of));
    try {
      options.requireValid();
    } catch (IllegalArgumentException e) {
      throw new TestbedException(String.valueOf(e.getMessage()), e);
    }
    return new TestbedOptions(
        forced,
        postgresUrl,
        redisUrl,
        given.getOrDefault("LEDGERLOAD_POSTGRES_IMAGE", "postgres:18"),
        given.getOrDefault("LEDGERLOAD_REDIS_IMAGE", "redis:8"),
        0,
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * What an environment asks for of a testbed that tests write to. A URL is there for other
   * commands too, and no licence to write: it counts only with {@code LEDGERLOAD_TESTBED=url}.
   *
   * @throws TestbedException if a value isn't allowed
   */
  static TestbedOptions ofTests(Map<String, String> environment) {
    var options = fromEnvironment(environment);
    return options.forced() == TestbedProvider.URL
        ? options
        : options.withPostgresUrl(null).withRedisUrl(null);
  }

  /** These options with another provider forced, or none. */
  public TestbedOptions withForced(@Nullable TestbedProvider provider) {
    return new TestbedOptions(
        provider, postgresUrl, redisUrl, postgresImage, redisImage, postgresPort, directory);
  }

  /** These options with another database named, or none. */
  public TestbedOptions withPostgresUrl(@Nullable PostgresUrl url) {
    return new TestbedOptions(
        forced, url, redisUrl, postgresImage, redisImage, postgresPort, directory);
  }

  /** These options with another Redis named, or none. */
  public TestbedOptions withRedisUrl(@Nullable RedisUrl url) {
    return new TestbedOptions(
        forced, postgresUrl, url, postgresImage, redisImage, postgresPort, directory);
  }

  /** These options with another port for an embedded PostgreSQL. */
  public TestbedOptions withPostgresPort(int port) {
    return new TestbedOptions(
        forced, postgresUrl, redisUrl, postgresImage, redisImage, port, directory);
  }

  /** These options with another place for the data of embedded servers. */
  public TestbedOptions withDirectory(Path path) {
    return new TestbedOptions(
        forced, postgresUrl, redisUrl, postgresImage, redisImage, postgresPort, path);
  }

  /** The options without passwords. */
  @Override
  public String toString() {
    return "TestbedOptions[forced=%s, postgresUrl=%s, redisUrl=%s, postgresImage=%s, redisImage=%s, postgresPort=%d, directory=%s]"
        .formatted(
            forced, postgresUrl, redisUrl, postgresImage, redisImage, postgresPort, directory);
  }
}
