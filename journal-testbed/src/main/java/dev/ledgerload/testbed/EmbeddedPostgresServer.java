package dev.ledgerload.testbed;

import dev.ledgerload.spi.PostgresUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A PostgreSQL process of this machine, from the binaries on the class path. */
final class EmbeddedPostgresServer {
  /*
   * zonky starts the server through pg_ctl, which detaches it: it is no child of this process and
   * would outlive it. It is ended by the process id in its own file, which is there as soon as the
   * server is, and which the server deletes last: that is how pg_ctl, too, knows that it has ended.
   * Of a process that is no child the JVM only takes a look now and then, and sees it until whoever
   * inherited it has taken note of its end. zonky would ask for a checkpoint first, and give up
   * after five seconds; nobody needs this data again, so the server is told to drop everything
   * (SIGQUIT: "immediate shutdown").
   *
   * initdb would let anyone in. "auth" and "pwfile" reach it as locale options do, and being last
   * they win; so a password is needed from the first moment. It is random, so it needs none of the
   * thousands of hashes that make guessing slow: in a JVM that has just been started they cost each
   * connection tens of milliseconds. It is written down in the server's directory, and so in the
   * template that this user's next servers begin from (ClusterTemplate).
   */
  private static final Map<String, String> INITDB = // sorted, for the template's name
      new TreeMap<>(Map.of("locale", "C", "auth", "scram-sha-256", "set", "scram_iterations=1"));
  private static final long NEEDED_BYTES = 600L << 20;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final String LOG = "postgres.log";

  private EmbeddedPostgresServer() {}

  static RunningServer<PostgresUrl> start(TestbedOptions options) {
    Unprivileged.require("the embedded PostgreSQL", "set LEDGERLOAD_POSTGRES_URL");
    requireFree(options.postgresPort());
    return start(options, ClusterTemplate.of(INITDB.toString()));
  }

  static RunningServer<PostgresUrl> start(TestbedOptions options, ClusterTemplate template) {
    return start(
        options,
        (directory, builder) -> begin(template, directory, builder),
        template::delete); // if it was that, the next server does without
  }

  /** Puts into a server's directory what it starts with. */
  interface Preparation {
    /**
     * Does it.
     *
     * @param directory empty; its data belongs into {@link #data}
     * @return the superuser's password
     */
    String of(ServerDirectory directory, EmbeddedPostgres.Builder builder) throws IOException;
  }

  static RunningServer<PostgresUrl> start(
      TestbedOptions options, Preparation preparation, Runnable onFailure) {
    var directory = ServerDirectory.within(options.directory(), NEEDED_BYTES);
    var stop = StopOnce.of(() -> stop(directory));
    try {
      var url = run(options, preparation, directory);
      return new RunningServer<>(TestbedProvider.EMBEDDED, url, stop);
    } catch (RuntimeException | IOException | ExceptionInInitializerError e) {
      var lastWords = directory.lastWords(LOG);
      stop.run();
      onFailure.run();
      throw new TestbedException(
          "the embedded PostgreSQL did not start (%s; its log ends: %s): set LEDGERLOAD_POSTGRES_URL to use another"
              .formatted(e.getMessage(), lastWords),
          e);
    }
  }

  private static String begin(
      ClusterTemplate template, ServerDirectory directory, EmbeddedPostgres.Builder builder)
      throws IOException {
    var passwordFile = directory.path().resolve("password");
    if (template.unpack(directory.path())) {
      builder.setCleanDataDirectory(false); // else it would begin with initdb
    } else {
      Files.writeString(passwordFile, ServerSettings.password());
      INITDB.forEach(builder::setLocaleConfig);
      builder.setLocaleConfig("pwfile", passwordFile.toString());
      builder.setDataDirectoryCustomizer(initialised -> template.pack(directory.path()));
    }
    return Files.readString(passwordFile);
  }

  private static PostgresUrl run(
      TestbedOptions options, Preparation preparation, ServerDirectory directory)
      throws IOException {
    var builder = EmbeddedPostgres.builder();
    var password = preparation.of(directory, builder);
    builder
        .setDataDirectory(data(directory))
        .setRegisterShutdownHook(false)
        .setPort(options.postgresPort())
        .setPGStartupWait(START_LIMIT)
        .setConnectConfig("password", password)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setOutputRedirector(Redirect.appendTo(directory.path().resolve(LOG).toFile()));
    ServerSettings.postgres().forEach(builder::setServerConfig);
    var server = builder.start();
    return new PostgresUrl(
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&password=%s"
            .formatted(server.getPort(), password));
  }

  static Path data(ServerDirectory directory) {
    return directory.path().resolve("data");
  }

  private static void stop(ServerDirectory directory) {
    var file = data(directory).resolve("postmaster.pid");
    try {
      var pid = Files.readAllLines(file).get(0).strip();
      ChildProcesses.succeeds("kill", "-QUIT", pid);
      ProcessHandle.of(Long.parseLong(pid))
          .filter(postmaster -> !ends(postmaster, file))
          .ifPresent(ChildProcesses::kill);
    } catch (IOException e) {
      // no such file: the server didn't get so far
    }
    directory.delete();
  }

  private static boolean ends(ProcessHandle postmaster, Path file) {
    long deadlineNs = System.nanoTime() + STOP_LIMIT.toNanos();
    while (Files.exists(file) && postmaster.isAlive()) {
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      PostgresProbe.pause();
    }
    return true;
  }

  private static void requireFree(int port) {
    if (port == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new TestbedException(
          "port %d is taken: ask for another, or for 0 to get any that is free".formatted(port), e);
    }
  }
}
