package dev.ledgerload.testbed;

import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL and a Redis to run against.
 *
 * <p>Each server comes from the first {@link TestbedProvider} that can serve: the one that the user
 * named, a container, or a process of this machine; {@link #provider()} tells which. Servers that
 * the testbed started run with the same settings whatever the provider, end with {@link #close()}
 * or with the JVM, however that ends, and leave no files behind but those that the next embedded
 * PostgreSQL of this user starts sooner with: its binaries, unpacked, and what initdb made, in
 * {@code ledgerload-user-<uid>} within {@code java.io.tmpdir}, where only this user can write.
 *
 * <p>Redis starts when it is first asked for. Thread-safe.
 */
public final class JournalTestbed implements AutoCloseable {
  private static @Nullable JournalTestbed shared;
  private static int databases;

  private final TestbedOptions options;
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final RunningServer<PostgresUrl> postgres;
  private @Nullable RunningServer<RedisUrl> redis;
  private boolean stopped;

  private JournalTestbed(TestbedOptions options) {
    this.options = options;
    this.postgres =
        start(
            "PostgreSQL",
            "LEDGERLOAD_POSTGRES_URL",
            named(options.postgresUrl(), PostgresProbe::requireAnswer),
            () -> DockerServers.startPostgres(options),
            () -> EmbeddedPostgresServer.start(options));
  }

  /** With a new database on the PostgreSQL of another testbed, which outlives this one. */
  private JournalTestbed(JournalTestbed other, String database) {
    this.options = other.options;
    this.notes.addAll(other.notes());
    var url = PostgresProbe.createDatabase(other.postgresUrl(), database);
    this.postgres = new RunningServer<>(other.postgres.provider(), url, () -> {});
  }

  /**
   * A testbed for tests, as the environment asks for: with an empty database of its own on a
   * PostgreSQL that all such testbeds of this JVM share, and that ends with the JVM. A database
   * that the user named for tests is used as it is.
   *
   * @throws TestbedException as {@link #start(TestbedOptions)} does
   */
  public static synchronized JournalTestbed start() {
    var options = TestbedOptions.ofTests(System.getenv());
    if (options.forced() == TestbedProvider.URL) {
      return start(options);
    }
    var server = shared;
    if (server == null) {
      server = start(options);
      shared = server;
    }
    databases++;
    return new JournalTestbed(server, "ledgerload_" + databases);
  }

  /**
   * Starts PostgreSQL; returns once it answers.
   *
   * @throws TestbedException if no provider, or not the forced one, can serve
   */
  public static JournalTestbed start(TestbedOptions options) {
    return new JournalTestbed(options);
  }

  /** The database, with an owner's (or superuser's) login. */
  public PostgresUrl postgresUrl() {
    return postgres.url();
  }

  /** Where PostgreSQL comes from: {@code url}, {@code docker} or {@code embedded}. */
  public String provider() {
    return postgres.provider().label();
  }

  /**
   * The Redis, with its login. The first call starts it and returns once it answers.
   *
   * @throws TestbedException if no provider, or not the forced one, can serve
   * @throws IllegalStateException if the testbed is closed
   */
  public RedisUrl redisUrl() {
    return redis().url();
  }

  /** Where Redis comes from, as {@link #provider()}; starts it like {@link #redisUrl()}. */
  public String redisProvider() {
    return redis().provider().label();
  }

  private synchronized RunningServer<RedisUrl> redis() {
    if (stopped) {
      throw new IllegalStateException("this testbed is closed");
    }
    var running = redis;
    if (running == null) {
      running =
          start(
              "Redis",
              "LEDGERLOAD_REDIS_URL",
              named(options.redisUrl(), RedisProbe::requireAnswer),
              () -> DockerServers.startRedis(options),
              () -> EmbeddedRedisServer.start(options));
      redis = running;
    }
    return running;
  }

  /**
   * PostgreSQL's version under {@code server_version}, then each setting that isn't the server's
   * default, by name. Settings that may hold a secret are left out.
   */
  public Map<String, String> postgresSettings() {
    return PostgresProbe.settings(postgres.url());
  }

  /**
   * Has the PostgreSQL write to disk what it holds, so that it doesn't while something is measured.
   * One that the user named is left alone.
   *
   * @throws TestbedException if it fails
   */
  public void settle() {
    if (postgres.provider() != TestbedProvider.URL) {
      PostgresProbe.checkpoint(postgres.url());
    }
  }

  /** What Redis says of itself: version, mode, allocator, limits. Starts it if need be. */
  public Map<String, String> redisInfo() {
    return RedisProbe.info(redisUrl());
  }

  /** Why a provider that comes earlier in the order was passed over; one sentence each. */
  public List<String> notes() {
    synchronized (notes) {
      return List.copyOf(notes);
    }
  }

  /** Ends the servers that the testbed started, and deletes their data. Idempotent. */
  @Override
  public synchronized void close() {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      postgres.stop().run();
    } finally {
      if (redis != null) {
        redis.stop().run();
      }
    }
  }

  private static <U> @Nullable Supplier<RunningServer<U>> named(
      @Nullable U url, Consumer<U> requireAnswer) {
    if (url == null) {
      return null;
    }
    return () -> {
      requireAnswer.accept(url);
      return new RunningServer<>(TestbedProvider.URL, url, () -> {});
    };
  }

  private <U> RunningServer<U> start(
      String server,
      String urlVariable,
      @Nullable Supplier<RunningServer<U>> named,
      Supplier<RunningServer<U>> inDocker,
      Supplier<RunningServer<U>> embedded) {
    var forced = options.forced();
    if (forced == TestbedProvider.URL || (forced == null && named != null)) {
      if (named == null) {
        throw new TestbedException(
            "the testbed is forced to \"url\", but %s isn't set: set it, or force nothing"
                .formatted(urlVariable));
      }
      return named.get();
    }
    if (forced == TestbedProvider.DOCKER) {
      return inDocker.get();
    }
    if (forced == null) {
      try {
        return inDocker.get();
      } catch (TestbedException e) {
        notes.add("%s is embedded: %s".formatted(server, e.getMessage()));
      }
    }
    return embedded.get();
  }
}
