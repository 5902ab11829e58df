package dev.ledgerload.testbed;

import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL process of this machine, from the binaries on the class path. */
final class EmbeddedPostgresServer {
  /*
   * A superuser's password is needed from the first moment. It is random, so it needs none of the
   * thousands of hashes that make guessing slow: in a JVM that has just been started they cost each
   * connection tens of milliseconds. It is written down in the server's directory, and so in the
   * template that this user's next servers begin from (ClusterTemplate).
   *
   * Nobody needs the data again, so the server is told to drop everything ("immediate shutdown").
   * Killed outright it would leave shared memory behind, and processes that are at work.
   */
  private static final List<String> INITDB =
      List.of(
          "--username=postgres",
          "--encoding=UTF-8",
          "--locale=C",
          "--auth=scram-sha-256",
          "--set=scram_iterations=1");
  private static final String IMMEDIATE_SHUTDOWN = "QUIT";

  private static final String NAME = "the embedded PostgreSQL";
  private static final String ADVICE = "set LEDGERLOAD_POSTGRES_URL to use another";
  private static final long NEEDED_BYTES = 600L << 20;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private EmbeddedPostgresServer() {}

  static RunningServer<PostgresUrl> start(TestbedOptions options) {
    ClusterTemplate template;
    try {
      template = ClusterTemplate.of(INITDB.toString());
    } catch (IOException e) {
      throw new TestbedException(
          "%s can't be unpacked (%s): %s".formatted(NAME, e.getMessage(), ADVICE), e);
    }
    return start(options, template);
  }

  static RunningServer<PostgresUrl> start(TestbedOptions options, ClusterTemplate template) {
    return start(
        options,
        (binaries, server) -> begin(template, binaries, server),
        template::delete); // if it was that, the next server does without
  }

  /** Makes what a server starts with. */
  interface Preparation {
    /**
     * Fills {@link #data}.
     *
     * @return the password of the superuser, "postgres"
     */
    String of(PostgresBinaries binaries, ServerProcess server) throws IOException;
  }

  static RunningServer<PostgresUrl> start(
      TestbedOptions options, Preparation preparation, Runnable onFailure) {
    Unprivileged.require(NAME, "set LEDGERLOAD_POSTGRES_URL");
    if (options.postgresPort() != 0) {
      LoopbackPort.requireFree(options.postgresPort());
    }
    var server = ServerProcess.within(options.directory(), NEEDED_BYTES, NAME);
    try {
      var binaries = PostgresBinaries.unpacked();
      var password = preparation.of(binaries, server);
      int port = options.postgresPort() == 0 ? LoopbackPort.free() : options.postgresPort();
      server.start(IMMEDIATE_SHUTDOWN, command(binaries, data(server), port));
      var url =
          new PostgresUrl(
              "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&password=%s"
                  .formatted(port, password));
      PostgresProbe.awaitAnswer(url, START_LIMIT, server::isAlive);
      return new RunningServer<>(TestbedProvider.EMBEDDED, url, server::stop);
    } catch (RuntimeException | IOException e) {
      var failure = server.failed(e, ADVICE);
      onFailure.run();
      throw failure;
    }
  }

  private static List<String> command(PostgresBinaries binaries, Path data, int port) {
    List<String> command =
        Unprivileged.command(
            binaries.program("postgres"), "-D", data.toString(), "-p", Integer.toString(port));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
    ServerSettings.postgres()
        .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  static Path data(ServerProcess server) {
    return server.directory().resolve("data");
  }

  private static String begin(
      ClusterTemplate template, PostgresBinaries binaries, ServerProcess server)
      throws IOException {
    var passwordFile = server.directory().resolve("password");
    if (!template.unpack(server.directory())) {
      Files.writeString(passwordFile, ServerSettings.password());
      List<String> command = Unprivileged.command(binaries.program("initdb"));
      command.addAll(INITDB);
      command.addAll(List.of("--pwfile=" + passwordFile, data(server).toString()));
      var initdb =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(server.log().toFile()))
              .start();
      if (initdb.onExit().join().exitValue() != 0) {
        throw new IOException("initdb failed");
      }
      template.pack(server.directory());
    }
    return Files.readString(passwordFile);
  }
}
