package dev.ledgerload.contract;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.DatabaseUrl;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.Layout;
import dev.ledgerload.testbed.Partitions;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The database that a JVM's contract tests share: one of its own, with the seeded journal plain and
 * partitioned, and when it is asked for one with more entries than the buffers between server and
 * client can hold. Made at the first use; goes when the JVM ends.
 */
final class ContractDatabase {
  static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(20_000, 3));
  static final SeededJournal BIG_JOURNAL = new SeededJournal(JournalParameters.of(150_000, 1));

  /** Nearly each entry a pair of its own. */
  static final SeededJournal MANY_PAIRS_JOURNAL =
      new SeededJournal(new JournalParameters(1, 150_000, 1, 0, 2_000, 0));

  static final JournalSchema PLAIN = JournalSchema.GL_ENTRIES;
  static final JournalSchema BY_DAY = JournalSchema.GL_ENTRIES.withTable("gl_entries_by_day");

  private static final String OWN_CONNECTIONS = "ledgerload-contract";

  private final String name = "ledgerload_contract_" + UUID.randomUUID().toString().substring(0, 8);
  private final DatabaseUrl server;
  private final Set<String> seeded = new HashSet<>();
  private List<ForeignJournal> foreign = List.of();
  private final Queue<Connection> idleSessions = new ConcurrentLinkedQueue<>();

  private ContractDatabase(JournalTestbed testbed) {
    server = DatabaseUrl.of(testbed.postgresUrl());
  }

  /** Made once, when it is first needed. */
  private static final class Shared {
    static final ContractDatabase DATABASE = create();
  }

  static ContractDatabase shared() {
    return Shared.DATABASE;
  }

  private static ContractDatabase create() {
    var testbed = JournalTestbed.start();
    var database = new ContractDatabase(testbed);
    database.executeOnServer("CREATE DATABASE " + database.name);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> database.drop(testbed)));
    JOURNAL.seed(database.url(), PLAIN, SeedOptions.DEFAULT);
    JOURNAL.seed(
        database.url(), BY_DAY, SeedOptions.DEFAULT.withLayout(Layout.partitioned(Partitions.DAY)));
    database.execute(
        "CREATE ROLE %s LOGIN PASSWORD '%s'"
            .formatted(database.strangersName(), strangersPassword()));
    return database;
  }

  /** The table of {@link #BIG_JOURNAL}. */
  JournalSchema big() {
    return seeded(BIG_JOURNAL, "gl_entries_big");
  }

  /** The table of {@link #MANY_PAIRS_JOURNAL}. */
  JournalSchema manyPairs() {
    return seeded(MANY_PAIRS_JOURNAL, "gl_entries_many_pairs");
  }

  /** Journals of other schemas than {@code gl_entries}; made when they are first asked for. */
  synchronized List<ForeignJournal> foreignJournals() {
    if (foreign.isEmpty()) {
      foreign = ForeignJournal.createAll(url());
    }
    return foreign;
  }

  /** Seeded when it is first asked for. */
  private synchronized JournalSchema seeded(SeededJournal journal, String table) {
    var schema = JournalSchema.GL_ENTRIES.withTable(table);
    if (seeded.add(table)) {
      journal.seed(url(), schema, SeedOptions.DEFAULT);
    }
    return schema;
  }

  /** A server that the testbed started goes anyway; one that the user named is left as it was. */
  private void drop(JournalTestbed testbed) {
    if (testbed.provider().equals("url")) {
      executeOnServer("DROP DATABASE %s WITH (FORCE)".formatted(name));
      executeOnServer("DROP ROLE " + strangersName());
    }
  }

  PostgresUrl url() {
    return server.withDatabase(name).url();
  }

  /** The way to the database through a proxy. */
  PostgresUrl urlVia(TcpProxy proxy) {
    return server.withDatabase(name).withAddress("127.0.0.1", proxy.port()).url();
  }

  /** With a login that has no rights. */
  PostgresUrl strangersUrl() {
    return server.withDatabase(name).withUser(strangersName(), strangersPassword()).url();
  }

  PostgresUrl urlWithPassword(String password) {
    return server.withDatabase(name).withUser(strangersName(), password).url();
  }

  PostgresUrl urlWithPort(int port) {
    return server.withDatabase(name).withAddress("127.0.0.1", port).url();
  }

  private String strangersName() {
    return name + "_stranger";
  }

  static String strangersPassword() {
    return "strangers-secret";
  }

  String password() {
    return server.password();
  }

  TcpProxy proxy() {
    try {
      return new TcpProxy(server.host(), server.port());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Connection connect() throws SQLException {
    return connect(url());
  }

  private static Connection connect(PostgresUrl url) throws SQLException {
    var properties = new Properties();
    properties.setProperty("ApplicationName", OWN_CONNECTIONS);
    return DriverManager.getConnection(url.jdbcUrl(), properties);
  }

  void execute(String... statements) {
    inSession(
        statement -> {
          for (var sql : statements) {
            statement.execute(sql);
          }
          return statements.length;
        });
  }

  private void executeOnServer(String sql) {
    try (var connection = connect(server.url());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The first column of what a query returns. */
  List<String> texts(String sql) {
    return inSession(
        statement -> {
          List<String> texts = new ArrayList<>();
          try (var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              texts.add(rows.getString(1));
            }
          }
          return texts;
        });
  }

  /**
   * The contract asks so often (it polls) that logging in anew each time was a third of what its
   * tests cost: a password is checked by thousands of hashes.
   */
  private <T> T inSession(Work<T> work) {
    var idle = idleSessions.poll();
    try {
      var session = idle == null ? connect() : idle;
      T result;
      try (var statement = session.createStatement()) {
        result = work.with(statement);
      } catch (SQLException e) {
        session.close();
        throw e;
      }
      idleSessions.add(session);
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("the contract's own SQL failed: " + e.getMessage(), e);
  }

  /** Something to do with a statement. */
  private interface Work<T> {
    T with(Statement statement) throws SQLException;
  }

  /** What the connections of others to this database are doing: sources, if there are any. */
  List<String> foreignConnections(String condition) {
    return texts(
        """
        SELECT application_name || ' ' || state || ': ' || left(query, 100) FROM pg_stat_activity
        WHERE datname = '%s' AND backend_type = 'client backend'
          AND application_name <> '%s' AND application_name <> 'ledgerload-testbed' AND %s
        """
            .formatted(name, OWN_CONNECTIONS, condition));
  }

  /** Calls {@code pg_terminate_backend} or {@code pg_cancel_backend} for each busy source. */
  int signalBusySources(String function) {
    return texts(
            """
            SELECT %s(pid) FROM pg_stat_activity
            WHERE datname = '%s' AND backend_type = 'client backend' AND state <> 'idle'
              AND application_name <> '%s' AND application_name <> 'ledgerload-testbed'
            """
                .formatted(function, name, OWN_CONNECTIONS))
        .size();
  }
}
