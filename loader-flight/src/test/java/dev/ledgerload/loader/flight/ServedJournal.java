package dev.ledgerload.loader.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalServer;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import dev.ledgerload.testbed.TableDigest;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.RootAllocator;

/**
 * A seeded journal, and servers and clients of it. What was started ends with it, and then no
 * memory may be left.
 */
final class ServedJournal implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Days bigger than what a server hands to gRPC before its client has taken some of it. */
  static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(250_000, 3));

  static final JournalSchema LAYOUT = JournalSchema.GL_ENTRIES.withTable("served_entries");

  private final RootAllocator serverMemory = new RootAllocator();
  private final RootAllocator clientMemory = new RootAllocator();
  private final List<JournalSource> clients = new ArrayList<>();
  private final Map<Integer, JournalSchema> layouts = new HashMap<>(); // by the server's port
  private final List<JournalServer> servers = new ArrayList<>();

  /** Started once, for all tests of a JVM. */
  private static final class Shared {
    static final JournalTestbed TESTBED = start();
  }

  private static JournalTestbed start() {
    var testbed = JournalTestbed.start();
    Runtime.getRuntime().addShutdownHook(new Thread(testbed::close));
    JOURNAL.seed(testbed.postgresUrl(), LAYOUT, SeedOptions.DEFAULT.withReplace(true));
    return testbed;
  }

  static PostgresUrl postgres() {
    return Shared.TESTBED.postgresUrl();
  }

  static LocalDate day(int number) {
    return JOURNAL.parameters().day(number);
  }

  /** The whole of a day. */
  static JournalQuery query(int day) {
    return JournalQuery.entries(day(day));
  }

  RootAllocator serverMemory() {
    return serverMemory;
  }

  RootAllocator clientMemory() {
    return clientMemory;
  }

  /** A server of the seeded journal on a free port. */
  JournalServer serve(Map<String, String> options) {
    return serve(LAYOUT, options);
  }

  JournalServer serve(JournalSchema schema, Map<String, String> options) {
    return serve(postgres(), schema, options);
  }

  /** A server that finds the database by another way. */
  JournalServer serveVia(PostgresUrl postgres) {
    return serve(postgres, LAYOUT, Map.of());
  }

  JournalServer serve(PostgresUrl postgres, JournalSchema schema, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(Map.of("port", "0"));
    all.putAll(options);
    var config = SourceConfig.of(postgres, serverMemory).withSchema(schema).withOptions(all);
    var server = new FlightServerProvider().start(config);
    servers.add(server);
    layouts.put(portOf(server), schema);
    return server;
  }

  CachingJournalSource open(JournalServer server) {
    return open(Map.of("url", server.url()));
  }

  CachingJournalSource openAt(int port) {
    // plain on any line: of what is small the server has sent all before a test has held it up
    return open(Map.of("url", "grpc://127.0.0.1:" + port, "compression", "none"));
  }

  /** A client of the server at that URL; of one that isn't ours, as of the seeded journal's. */
  CachingJournalSource open(Map<String, String> options) {
    int port = URI.create(options.get("url")).getPort();
    return open(options, layouts.getOrDefault(port, LAYOUT));
  }

  CachingJournalSource open(Map<String, String> options, JournalSchema schema) {
    var config = SourceConfig.of(postgres(), clientMemory).withSchema(schema).withOptions(options);
    var source = (CachingJournalSource) new FlightSourceProvider().open(config);
    clients.add(source);
    return source;
  }

  static int portOf(JournalServer server) {
    return URI.create(server.url()).getPort();
  }

  static void requireSeeded(JournalTable table) {
    assertThat(table.rows()).isEqualTo(JOURNAL.oracle().rows(table.day()));
    assertThat(TableDigest.of(table))
        .isEqualTo(JOURNAL.oracle().digest(table.day(), table.columns()));
  }

  static void requireWorks(JournalSource source, int day) {
    try (var table = source.load(query(day))) {
      requireSeeded(table);
    }
  }

  /** An own table of one day's entries, to be written to. */
  static JournalSchema tableOf(int entries) {
    var schema = JournalSchema.GL_ENTRIES.withTable("written_" + System.nanoTime());
    execute(
        "CREATE TABLE %s (id bigint, trx_date date, acc_debit varchar, acc_credit varchar, amount numeric(18,2), t_1 varchar, t_2 varchar, t_3 varchar, t_4 varchar, t_5 varchar)"
            .formatted(schema.tableSql()));
    insert(schema, 1, entries);
    return schema;
  }

  static void insert(JournalSchema schema, int firstId, int lastId) {
    execute(
        "INSERT INTO %s SELECT i, DATE '%s', 'd', 'c', 1 FROM generate_series(%d, %d) i"
            .formatted(schema.tableSql(), day(0), firstId, lastId));
  }

  static void execute(String sql) {
    try (var connection = DriverManager.getConnection(postgres().jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the test's own SQL failed", e);
    }
  }

  static long rows(JournalSource source, JournalQuery query) {
    try (var table = source.load(query)) {
      return table.rows();
    }
  }

  /** Waits for what announces itself to nobody; fails the test with what it was. */
  static void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).as(what + " in time").isLessThan(PATIENCE.toNanos());
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    GatedSourceProvider.open();
    clients.forEach(JournalSource::close);
    servers.forEach(JournalServer::close);
    clientMemory.close();
    serverMemory.close(); // each fails if a buffer is still held
  }
}
