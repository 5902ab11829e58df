package dev.ledgerload.testbed;

import dev.ledgerload.spi.RedisUrl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/**
 * A redis-server process of this machine, with settings of one's own: the machine's binary, else
 * the one on the class path. It keeps nothing, listens on the loopback interface, and ends with
 * {@link #close()} or with the JVM, however that ends.
 */
public final class RedisProcess implements AutoCloseable {
  private static final long NEEDED_BYTES = 32L << 20;
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final RedisUrl url;
  private final ServerProcess process;

  private RedisProcess(RedisUrl url, ServerProcess process) {
    this.url = url;
    this.process = process;
  }

  /**
   * Starts a server without encryption, under a password, in the system's directory for temporary
   * files; returns once it answers.
   *
   * @param settings lines of a redis.conf, that come after the usual ones
   * @throws TestbedException if it doesn't start
   */
  public static RedisProcess start(List<String> settings) {
    return start(Path.of(System.getProperty("java.io.tmpdir")), settings);
  }

  static RedisProcess start(Path parent, List<String> settings) {
    var process = ServerProcess.within(parent, NEEDED_BYTES, "the embedded Redis");
    try {
      int port = freePort();
      var password = ServerSettings.password();
      var configuration = process.directory().resolve("redis.conf"); // all may read arguments
      Files.writeString(configuration, configuration(port, password, settings));
      process.start(
          "KILL", // it keeps nothing: no need to ask it to end
          List.of(executable(process.directory()).getPath(), configuration.toString()));
      var url = ServerSettings.redisUrl("127.0.0.1", port, password);
      RedisProbe.awaitAnswer(url, START_LIMIT, process::isAlive);
      return new RedisProcess(url, process);
    } catch (RuntimeException | IOException e) {
      throw process.failed(e, "install redis-server, or set LEDGERLOAD_REDIS_URL");
    }
  }

  private static String configuration(int port, String password, List<String> settings) {
    return """
        bind 127.0.0.1
        port %d
        requirepass %s
        save ""
        appendonly no
        daemonize no
        %s
        """
        .formatted(port, password, String.join("\n", settings));
  }

  private static File executable(Path directory) throws IOException {
    var installed = installed();
    return installed.isPresent()
        ? installed.get().toFile()
        : ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
  }

  private static Optional<Path> installed() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "redis-server").toAbsolutePath())
        .filter(file -> file.toFile().canExecute() && file.toFile().isFile())
        .findFirst();
  }

  /** A port of the loopback interface that nobody listens on. */
  public static int freePort() throws IOException {
    return LoopbackPort.free();
  }

  /** Where it is, with its login. */
  public RedisUrl url() {
    return url;
  }

  /** The process itself, to be stopped or killed. */
  public ProcessHandle handle() {
    return process.handle();
  }

  /** The directory that it was started in, which goes with it. */
  public Path directory() {
    return process.directory();
  }

  /** Kills it, and deletes its directory. Idempotent. */
  @Override
  public void close() {
    process.stop();
  }
}
