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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis process of this machine: its own, else the binary on the class path. */
final class EmbeddedRedisServer {
  private static final long NEEDED_BYTES = 32L << 20;
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final String LOG = "redis.log";

  private EmbeddedRedisServer() {}

  static RunningServer<RedisUrl> start(TestbedOptions options) {
    var directory = ServerDirectory.within(options.directory(), NEEDED_BYTES);
    var process = new AtomicReference<@Nullable Process>();
    var stop = StopOnce.of(() -> stop(process.get(), directory));
    try {
      int port = freePort();
      var password = ServerSettings.password();
      var server = start(executable(directory), directory);
      process.set(server);
      try (var configuration = server.getOutputStream()) { // not as arguments: all may read those
        configuration.write(configuration(port, password).getBytes(UTF_8));
      }
      var url = ServerSettings.redisUrl("127.0.0.1", port, password);
      RedisProbe.awaitAnswer(url, START_LIMIT, server::isAlive);
      return new RunningServer<>(TestbedProvider.EMBEDDED, url, stop);
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

  private static String configuration(int port, String password) {
    return """
        bind 127.0.0.1
        port %d
        requirepass %s
        save ""
        appendonly no
        daemonize no
        """
        .formatted(port, password);
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

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
