package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;

/** The servers that this module's tests share, with a database of their own on them. */
final class Servers {
  static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(5_000, 6));

  /** More entries than the buffers on the way can hold. */
  static final SeededJournal BIG_JOURNAL = new SeededJournal(JournalParameters.of(150_000, 2));

  static final JournalSchema BIG = JournalSchema.GL_ENTRIES.withTable("gl_entries_big");

  private static final String UNIQUE = UUID.randomUUID().toString().substring(0, 8);
  private static final String NAME = "ledgerload_hybrid_" + UNIQUE;
  private static final String PASSWORD = "only-for-tests";
  private static final List<String> ROLES = new CopyOnWriteArrayList<>();
  private static final AtomicInteger TABLES = new AtomicInteger();

  private Servers() {}

  /** Made once, when it is first needed. */
  private static final class Shared {
    static final JournalTestbed TESTBED = create();
  }

  private static JournalTestbed create() {
    var testbed = JournalTestbed.start();
    execute(testbed.postgresUrl(), "CREATE DATABASE " + NAME);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(testbed)));
    var url = inDatabase(testbed.postgresUrl());
    JOURNAL.seed(url, JournalSchema.GL_ENTRIES, SeedOptions.DEFAULT);
    BIG_JOURNAL.seed(url, BIG, SeedOptions.DEFAULT);
    return testbed;
  }

  private static void drop(JournalTestbed testbed) {
    if (testbed.provider().equals("url")) { // others go with the testbed
      execute(testbed.postgresUrl(), "DROP DATABASE %s WITH (FORCE)".formatted(NAME));
      ROLES.forEach(role -> execute(testbed.postgresUrl(), "DROP ROLE " + role));
    }
  }

  static JournalTestbed testbed() {
    return Shared.TESTBED;
  }

  static PostgresUrl postgres() {
    return inDatabase(testbed().postgresUrl());
  }

  private static PostgresUrl inDatabase(PostgresUrl server) {
    var at = address(server);
    return url(at.getHost(), port(at), at.getQuery());
  }

  /** The way to the database through a proxy. */
  static PostgresUrl postgresVia(TcpProxy proxy) {
    return url("127.0.0.1", proxy.port(), address(testbed().postgresUrl()).getQuery());
  }

  /** A new user that may log in; its name is unique on the server. */
  static String newRole(String name) {
    var role = name + "_" + UNIQUE;
    execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
    ROLES.add(role);
    return role;
  }

  /** The way to the database as another user. */
  static PostgresUrl postgresAs(String role) {
    var at = address(testbed().postgresUrl());
    return url(at.getHost(), port(at), "user=%s&password=%s".formatted(role, PASSWORD));
  }

  /** The way to the database with a parameter more. */
  static PostgresUrl postgresWith(String parameter) {
    return new PostgresUrl(postgres().jdbcUrl() + "&" + parameter);
  }

  static TcpProxy postgresProxy() {
    var at = address(testbed().postgresUrl());
    return proxy(at.getHost(), port(at));
  }

  static TcpProxy proxy(String host, int port) {
    try {
      return new TcpProxy(host, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI address(PostgresUrl url) {
    return URI.create(url.jdbcUrl().substring("jdbc:".length()));
  }

  private static int port(URI address) {
    return address.getPort() < 0 ? 5432 : address.getPort();
  }

  private static PostgresUrl url(String host, int port, String query) {
    return new PostgresUrl("jdbc:postgresql://%s:%d/%s?%s".formatted(host, port, NAME, query));
  }

  static SourceConfig config(BufferAllocator allocator) {
    return SourceConfig.of(postgres(), allocator);
  }

  static Connection connect() throws SQLException {
    return DriverManager.getConnection(postgres().jdbcUrl() + "&ApplicationName=hybrid-tests");
  }

  static void execute(String... statements) {
    execute(postgres(), statements);
  }

  private static void execute(PostgresUrl url, String... statements) {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the test's own SQL failed: " + e.getMessage(), e);
    }
  }

  /** A new journal with a name of its own, without entries. */
  static JournalSchema newJournal() {
    var schema = JournalSchema.GL_ENTRIES.withTable("purpose_" + TABLES.incrementAndGet());
    execute("CREATE TABLE %s (LIKE gl_entries)".formatted(schema.tableSql()));
    return schema;
  }

  /** Gives a journal's days versions. */
  static void installVersions(JournalSchema schema, BufferAllocator allocator) {
    installation("versions").install(config(allocator).withSchema(schema));
  }

  /** What can be installed in the database, by its name. */
  static JournalInstallation installation(String name) {
    return ServiceLoader.load(JournalInstallation.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(installation -> installation.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What the connections of loaders to this database are doing. */
  static List<String> loadersConnections() {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT application_name || ' ' || state FROM pg_stat_activity
                WHERE datname = '%s' AND application_name LIKE 'ledgerload-%%'
                  AND application_name <> 'ledgerload-testbed'
                """
                    .formatted(NAME))) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException("the test's own SQL failed: " + e.getMessage(), e);
    }
  }

  /** The threads that loaders made. */
  static List<String> loadersThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("ledgerload-"))
        .toList();
  }

  /** No loader has left a connection, a thread or memory behind. */
  static void requireNothingLeft(BufferAllocator allocator) {
    await("every connection closed", () -> loadersConnections().isEmpty());
    await("every thread ended", () -> loadersThreads().isEmpty());
    allocator.close();
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " in time").isLessThan(deadline);
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
