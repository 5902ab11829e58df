package dev.ledgerload.testbed;

import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL and Redis in containers. An image that is there already is never pulled. */
final class DockerServers {
  private static final int POSTGRES_PORT = 5432;
  private static final int REDIS_PORT = 6379;
  private static final long SHARED_MEMORY_BYTES =
      512L << 20; // parallel workers need more than 64 MB
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private DockerServers() {}

  /** Found out once: asking an engine that isn't there, or can't be used, takes seconds. */
  private static final class Engine {
    static final Optional<String> PROBLEM = problem();

    private static Optional<String> problem() {
      try {
        return DockerClientFactory.instance().isDockerAvailable()
            ? Optional.empty()
            : Optional.of("no Docker engine answers");
      } catch (RuntimeException | LinkageError e) {
        return Optional.of(
            "the Docker engine can't be used (%s); TESTCONTAINERS_RYUK_DISABLED=true may help where images can't be pulled"
                .formatted(rootMessage(e)));
      }
    }
  }

  /** Why Docker can't serve; empty if an engine answers. */
  static Optional<String> problem() {
    return Engine.PROBLEM;
  }

  static RunningServer<PostgresUrl> startPostgres(TestbedOptions options) {
    var password = ServerSettings.password();
    List<String> command = new ArrayList<>(List.of("postgres"));
    ServerSettings.postgres().forEach((name, value) -> command.addAll(setting(name, value)));
    var container =
        new GenericContainer<>(DockerImageName.parse(options.postgresImage()))
            .withExposedPorts(POSTGRES_PORT)
            .withEnv("POSTGRES_USER", "postgres")
            .withEnv("POSTGRES_PASSWORD", password)
            .withSharedMemorySize(SHARED_MEMORY_BYTES)
            .withCommand(command.toArray(String[]::new));
    return start(
        "PostgreSQL",
        "LEDGERLOAD_POSTGRES_IMAGE",
        options.postgresImage(),
        container,
        () -> postgresUrl(container, password),
        url -> PostgresProbe.awaitAnswer(url, START_LIMIT, container::isRunning));
  }

  static RunningServer<RedisUrl> startRedis(TestbedOptions options) {
    var password = ServerSettings.password();
    var container =
        new GenericContainer<>(DockerImageName.parse(options.redisImage()))
            .withExposedPorts(REDIS_PORT)
            .withCommand(
                "redis-server", "--requirepass", password, "--save", "", "--appendonly", "no");
    return start(
        "Redis",
        "LEDGERLOAD_REDIS_IMAGE",
        options.redisImage(),
        container,
        () ->
            ServerSettings.redisUrl(
                container.getHost(), container.getMappedPort(REDIS_PORT), password),
        url -> RedisProbe.awaitAnswer(url, START_LIMIT, container::isRunning));
  }

  private static List<String> setting(String name, String value) {
    return List.of("-c", name + "=" + value);
  }

  private static PostgresUrl postgresUrl(GenericContainer<?> container, String password) {
    return new PostgresUrl(
        "jdbc:postgresql://%s:%d/postgres?user=postgres&password=%s"
            .formatted(container.getHost(), container.getMappedPort(POSTGRES_PORT), password));
  }

  private static <U> RunningServer<U> start(
      String server,
      String imageVariable,
      String image,
      GenericContainer<?> container,
      Supplier<U> url,
      Consumer<U> await) {
    problem()
        .ifPresent(
            problem -> {
              throw new TestbedException(
                  "%s can't start in Docker, for %s: start Docker, or use another provider with LEDGERLOAD_TESTBED=embedded"
                      .formatted(server, problem));
            });
    container.setWaitStrategy(new Answered(() -> await.accept(url.get())));
    var stop = StopOnce.of(container::stop);
    try {
      new RemoteDockerImage(DockerImageName.parse(image)).get(); // pulls it unless it is there
      container.start();
      return new RunningServer<>(TestbedProvider.DOCKER, url.get(), stop);
    } catch (RuntimeException | LinkageError e) {
      stop.run();
      throw new TestbedException(
          "%s did not start in Docker from image %s (%s): start Docker, set %s, or use another provider with LEDGERLOAD_TESTBED=embedded"
              .formatted(server, image, rootMessage(e), imageVariable),
          e);
    }
  }

  private static String rootMessage(Throwable e) {
    var root = e;
    for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage()).strip();
  }

  /**
   * Ready when a client was served. What a server logs differs between images; a port answers as
   * soon as Docker forwards it.
   */
  private static final class Answered extends AbstractWaitStrategy {
    private final Runnable await;

    Answered(Runnable await) {
      this.await = await;
    }

    @Override
    protected void waitUntilReady() {
      await.run();
    }
  }
}
