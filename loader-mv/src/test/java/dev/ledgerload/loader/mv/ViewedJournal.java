package dev.ledgerload.loader.mv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.DatabaseUrl;
import dev.ledgerload.testbed.JournalTestbed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;

/** A journal on the server that this module's tests share, with entries of today in UTC. */
final class ViewedJournal implements AutoCloseable {
  /** That of every role that a test makes. */
  static final String PASSWORD = "clerks-secret";

  private static final JournalTestbed TESTBED = JournalTestbed.start(); // ends with the JVM
  private static final JournalInstallation MV = new MvInstallation();
  private static final AtomicInteger TABLES = new AtomicInteger();

  private final PostgresUrl url;
  private final String table = "viewed_%d".formatted(TABLES.incrementAndGet());
  private final RootAllocator allocator = new RootAllocator();
  private final List<JournalSource> sources = new ArrayList<>();

  ViewedJournal() throws SQLException {
    this(TESTBED.postgresUrl());
  }

  /** In the database where the server's pg_cron is to be. */
  static ViewedJournal withCron() throws SQLException {
    try (var connection = connect(TESTBED.postgresUrl());
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT current_setting('cron.database_name')")) {
      rows.next();
      return new ViewedJournal(
          DatabaseUrl.of(TESTBED.postgresUrl()).withDatabase(rows.getString(1)).url());
    }
  }

  private ViewedJournal(PostgresUrl url) throws SQLException {
    this.url = url;
    execute(
        "CREATE TABLE %1$s (id bigint, trx_date date, acc_debit varchar, acc_credit varchar,"
            + " amount numeric(18,2), t_1 varchar, t_2 varchar)",
        "INSERT INTO %1$s VALUES (1, CURRENT_DATE, 'a', 'b', 10, 'x'), (2, CURRENT_DATE, 'a', 'b', 5, 'y'),"
            + " (3, CURRENT_DATE, NULL, 'b', 1, NULL), (4, CURRENT_DATE, '', NULL, 1, NULL), (5, NULL, 'a', 'b', 1, NULL)");
  }

  /** Three pairs, of which two lack an account, in a view of the default window. */
  static ViewedJournal installed() throws SQLException {
    var journal = new ViewedJournal();
    journal.install(Map.of());
    return journal;
  }

  static JournalTestbed testbed() {
    return TESTBED;
  }

  String table() {
    return table;
  }

  SourceConfig config() {
    return config(url);
  }

  SourceConfig config(PostgresUrl url) {
    return SourceConfig.of(url, allocator).withSchema(JournalSchema.GL_ENTRIES.withTable(table));
  }

  private SourceConfig config(String role) {
    return config(DatabaseUrl.of(url).withUser(role, PASSWORD).url());
  }

  PostgresUrl urlWith(String parameter) {
    return new PostgresUrl(url.jdbcUrl() + "&" + parameter);
  }

  /** With a further parameter in the URL. */
  SourceConfig configWith(String parameter) {
    return config(urlWith(parameter));
  }

  void install(Map<String, String> options) {
    MV.install(config().withOptions(options));
  }

  void install(String role, Map<String, String> options) {
    MV.install(config(role).withOptions(options));
  }

  boolean isInstalled() {
    return MV.isInstalled(config());
  }

  void refresh() {
    MV.refresh(config());
  }

  void refresh(String role) {
    MV.refresh(config(role));
  }

  void uninstall() {
    MV.uninstall(config());
  }

  JournalSource open(Map<String, String> options) {
    return open(config().withOptions(options));
  }

  JournalSource open(String role, Map<String, String> options) {
    return open(config(role).withOptions(options));
  }

  private JournalSource open(SourceConfig config) {
    var source = new MvSourceProvider().open(config);
    sources.add(source);
    return source;
  }

  /** Statements with {@code %1$s} for the table, each committed. */
  void execute(String... statements) throws SQLException {
    try (var connection = connect(url)) {
      for (var sql : statements) {
        execute(connection, sql);
      }
    }
  }

  void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql.formatted(table));
    }
  }

  /** The one value that a query with {@code %1$s} for the table gives. */
  String ask(String sql) throws SQLException {
    try (var connection = connect(url)) {
      return ask(connection, sql);
    }
  }

  String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql.formatted(table))) {
      rows.next();
      return Objects.requireNonNullElse(rows.getString(1), "NULL");
    }
  }

  static Connection connect() throws SQLException {
    return connect(TESTBED.postgresUrl());
  }

  /** Its CURRENT_DATE is the view's today; the driver would take this JVM's time zone. */
  private static Connection connect(PostgresUrl url) throws SQLException {
    var connection = DriverManager.getConnection(url.jdbcUrl());
    try (var statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  /** The day of its entries. */
  LocalDate today() throws SQLException {
    return LocalDate.parse(ask("SELECT CURRENT_DATE"));
  }

  /** A day's pairs on a source. */
  static long pairs(JournalSource source, LocalDate day) {
    try (var table = source.load(JournalQuery.groups(day))) {
      return table.rows();
    }
  }

  JournalTable.Snapshot snapshot(JournalSource source, LocalDate day) {
    try (var loaded = source.load(JournalQuery.groups(day))) {
      return loaded.snapshot();
    }
  }

  static JournalLoadException failure(JournalSource source, JournalQuery query) {
    var failure =
        catchThrowableOfType(JournalLoadException.class, () -> source.load(query).close());
    assertThat(failure).as("the load's failure").isNotNull();
    return failure;
  }

  /** Connections of this strategy that there are, in a state. */
  long connections(String condition) throws SQLException {
    return Long.parseLong(
        ask(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ledgerload-mv' AND "
                + condition));
  }

  /** Waits for what nobody announces. */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    await(what, 20, condition);
  }

  static void await(String what, int seconds, Callable<Boolean> condition) throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what + " in time").isLessThan(deadlineNs);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Override
  public void close() throws SQLException {
    sources.forEach(JournalSource::close);
    uninstall();
    execute("DROP TABLE %1$s CASCADE");
    allocator.close();
  }
}
