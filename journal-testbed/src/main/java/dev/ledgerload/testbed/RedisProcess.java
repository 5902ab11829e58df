package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spi.RedisUrl;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A redis-server process of this machine, with settings of one's own: the machine's binary, else
 * the one on the class path. It keeps nothing, listens on the loopback interface, and ends with
 * {@link #close()} or with the JVM.
 */
public final class RedisProcess implements AutoCloseable {
  private static final long NEEDED_BYTES = 32L << 20;
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final String LOG = "redis.log";

  private final RedisUrl url;
  private final Process process;
  private final Path directory;
  private final Runnable stop;

  private RedisProcess(RedisUrl url, Process process, Path directory, Runnable stop) {
    this.url = url;
    this.process = process;
    this.directory = directory;
    this.stop = stop;
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
    var directory = ServerDirectory.within(parent, NEEDED_BYTES);
    var process = new AtomicReference<@Nullable Process>();
    var stop = StopOnce.of(() -> stop(process.get(), directory));
    try {
      int port = freePort();
      var password = ServerSettings.password();
      var server = start(executable(directory), directory);
      process.set(server);
      try (var configuration = server.getOutputStream()) { // not as arguments: all may read those
        configuration.write(configuration(port, password, settings).getBytes(UTF_8));
      }
      var url = ServerSettings.redisUrl("127.0.0.1", port, password);
      RedisProbe.awaitAnswer(url, START_LIMIT, server::isAlive);
      return new RedisProcess(url, server, directory.path(), stop);
    } catch (RuntimeException | IOException e) {
      var lastWords = directory.lastWords(LOG);
      stop.run();
      throw new TestbedException(
          "the embedded Redis did not start (%s; its log ends: %s): install redis-server, or set LEDGERLOAD_REDIS_URL"
              .formatted(e.getMessage(), lastWords),
          e);
    }
  }

  private static Process start(File executable, ServerDirectory directory) throws IOException {
    return new ProcessBuilder(executable.getPath(), "-")
        .directory(directory.path().toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.path().resolve(LOG).toFile())
        .start();
  }

  private static void stop(@Nullable Process process, ServerDirectory directory) {
    if (process != null) {
      ChildProcesses.kill(process.toHandle()); // it keeps nothing: no need to ask it to end
    }
    directory.delete();
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

  private static File executable(ServerDirectory directory) throws IOException {
    var installed = installed();
    return installed.isPresent()
        ? installed.get().toFile()
        : ExecutableProvider.newJarResourceProvider(directory.path().toFile()).get();
  }

  private static Optional<Path> installed() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "redis-server"))
        .filter(file -> file.toFile().canExecute() && file.toFile().isFile())
        .findFirst();
  }

  /** A port of the loopback interface that nobody listens on. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where it is, with its login. */
  public RedisUrl url() {
    return url;
  }

  /** The process itself, to be stopped or killed. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The directory that it was started in, which goes with it. */
  public Path directory() {
    return directory;
  }

  /** Kills it, and deletes its directory. Idempotent. */
  @Override
  public void close() {
    stop.run();
  }
}
