package dev.ledgerload.testbed;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.PostgresUrl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * For tests: the machine's own PgBouncer in front of a PostgreSQL, as people run it. It gives a
 * server connection to a client for a transaction, keeps five of them for each user and database,
 * asks clients for their passwords, and listens on the loopback interface. It ends with {@link
 * #close()} or with the JVM, however that ends.
 */
public final class PgBouncer implements AutoCloseable {
  /** {@code required} makes a machine without one fail these tests instead of leaving them. */
  private static final String PROPERTY = "ledgerload.pgbouncer";

  private static final String ADVICE =
      "The tests behind a connection pool need PgBouncer, and this machine has none. Debian,"
          + " Ubuntu: apt-get install pgbouncer; Fedora: dnf install pgbouncer; macOS: brew install"
          + " pgbouncer.";

  private static final String NAME = "PgBouncer";
  private static final long NEEDED_BYTES = 1L << 20;
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final PostgresUrl server;
  private final int port;
  private final ServerProcess process;

  private PgBouncer(PostgresUrl server, int port, ServerProcess process) {
    this.server = server;
    this.port = port;
    this.process = process;
  }

  /**
   * Whether tests behind a pool can run: JUnit's {@code EnabledIf} names this method. On a machine
   * without PgBouncer it says once how to get one; if the property {@code ledgerload.pgbouncer} is
   * {@code required}, such tests run all the same, and fail.
   */
  public static boolean isExpected() {
    if (onPath().isPresent()) {
      return true;
    }
    System.err.println(ADVICE);
    return "required".equals(System.getProperty(PROPERTY));
  }

  /**
   * Starts one; returns once a query went through it.
   *
   * @param server the PostgreSQL, with a login that the pool is to know and take for its
   *     administrator's; all its databases can be reached
   * @param moreLogins URLs of the same server with other logins that the pool is to know
   * @throws TestbedException if there is none, with how to get one, or it doesn't start
   */
  public static PgBouncer start(PostgresUrl server, PostgresUrl... moreLogins) {
    return start(List.of(), server, moreLogins);
  }

  /**
   * As {@link #start(PostgresUrl, PostgresUrl...)}, with settings of one's own.
   *
   * @param settings lines of a pgbouncer.ini, that come after the usual ones and so win, as {@code
   *     default_pool_size = 1}, {@code pool_mode = session} or {@code ignore_startup_parameters =
   *     extra_float_digits,options,search_path}
   */
  public static PgBouncer start(
      List<String> settings, PostgresUrl server, PostgresUrl... moreLogins) {
    var executable = onPath().orElseThrow(() -> new TestbedException(ADVICE));
    Unprivileged.require(NAME, "leave out the tests that need it");
    var process =
        ServerProcess.within(TestbedOptions.fromEnvironment().directory(), NEEDED_BYTES, NAME);
    try {
      List<PostgresUrl> logins = new ArrayList<>(List.of(moreLogins));
      logins.add(server);
      int port = LoopbackPort.free();
      var users = process.directory().resolve("users.txt");
      Files.writeString(users, users(logins));
      var configuration = process.directory().resolve("pgbouncer.ini");
      Files.writeString(
          configuration, configuration(DatabaseUrl.of(server), port, users, settings));
      process.start(
          "KILL", // it keeps nothing: no need to ask it to end
          Unprivileged.command(executable.getAbsolutePath(), configuration.toString()));
      var pool = new PgBouncer(server, port, process);
      PostgresProbe.awaitAnswer(pool.url(), START_LIMIT, process::isAlive);
      return pool;
    } catch (RuntimeException | IOException e) {
      throw process.failed(e, "mend its settings");
    }
  }

  private static String configuration(
      DatabaseUrl server, int port, Path users, List<String> settings) {
    return """
        [databases]
        * = host=%s port=%s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %s
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        admin_users = %s
        pool_mode = transaction
        default_pool_size = 5
        ignore_startup_parameters = extra_float_digits
        %s
        """
        .formatted(
            server.host(), server.port(), port, users, server.user(), String.join("\n", settings));
  }

  private static String users(List<PostgresUrl> logins) {
    return logins.stream()
        .map(DatabaseUrl::of)
        .map(login -> "\"%s\" \"%s\"%n".formatted(login.user(), login.password()))
        .distinct()
        .collect(joining());
  }

  /** Debian has it where only root's PATH leads. */
  private static Optional<File> onPath() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> new File(directory, "pgbouncer"))
        .filter(file -> file.isFile() && file.canExecute())
        .findFirst();
  }

  /** The server's database with its login, through the pool. */
  public PostgresUrl url() {
    return via(server);
  }

  /**
   * The way through the pool.
   *
   * @param url of the same server, with a login that the pool knows
   */
  public PostgresUrl via(PostgresUrl url) {
    return DatabaseUrl.of(url).withAddress("127.0.0.1", port).url();
  }

  /** Kills it, which cuts all connections, and deletes its directory. Idempotent. */
  @Override
  public void close() {
    process.stop();
  }
}
