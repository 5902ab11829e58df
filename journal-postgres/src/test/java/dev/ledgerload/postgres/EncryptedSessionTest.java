package dev.ledgerload.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.postgres.PostgresSession.Work;
import dev.ledgerload.spi.ConnectionSource;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.TestbedOptions;
import dev.ledgerload.testbed.TestbedProvider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of its own: a user's may not be told to encrypt. */
@Tag("settings")
@Timeout(120)
class EncryptedSessionTest {
  private static final String AT_ONCE = "sslmode=require&sslNegotiation=direct";
  private static final String BY_ITS_OWN =
      "sslmode=require&sslfactory=org.postgresql.ssl.NonValidatingFactory";
  private static final String BOUND = "sslmode=require&channelBinding=require";
  private static final String ROWS =
      "COPY (SELECT n, repeat('x', n % 5000), NULL FROM generate_series(1, 3000) n)"
          + " TO STDOUT (FORMAT BINARY)";
  private static final String ENDLESS =
      "COPY (SELECT generate_series(1, 2000000000)) TO STDOUT (FORMAT BINARY)";

  private static JournalTestbed testbed;

  @BeforeAll
  static void startAServerThatEncrypts() throws SQLException, IOException {
    // The embedded one: encryption without negotiation came with PostgreSQL 17.
    var options = TestbedOptions.fromEnvironment().withForced(TestbedProvider.EMBEDDED);
    testbed = JournalTestbed.start(options.withPostgresUrl(null));
    try (var connection = DriverManager.getConnection(testbed.postgresUrl().jdbcUrl())) {
      store(connection, "localhost.crt");
      store(connection, "localhost.key");
      try (var statement = connection.createStatement()) {
        statement.execute("ALTER SYSTEM SET ssl_cert_file = 'localhost.crt'");
        statement.execute("ALTER SYSTEM SET ssl_key_file = 'localhost.key'");
        statement.execute("ALTER SYSTEM SET ssl = on");
        statement.execute("SELECT pg_reload_conf()");
      }
    }
    awaitEncryption();
  }

  /** The server writes the file itself, so it's its own, and nobody else's to read. */
  private static void store(Connection connection, String file) throws SQLException, IOException {
    try (var resource =
            Objects.requireNonNull(EncryptedSessionTest.class.getResourceAsStream(file));
        var statement = connection.createStatement();
        var insert = connection.prepareStatement("INSERT INTO pem(line) VALUES (?)")) {
      statement.execute("CREATE TEMPORARY TABLE pem(n serial, line text)");
      for (var line : new String(resource.readAllBytes(), US_ASCII).lines().toList()) {
        insert.setString(1, line);
        insert.execute();
      }
      statement.execute(
          "COPY (SELECT line FROM pem ORDER BY n) TO PROGRAM 'cat > %1$s && chmod 600 %1$s'"
              .formatted(file));
      statement.execute("DROP TABLE pem");
    }
  }

  /** A server tells nobody that it has read its configuration again: asked until it encrypts. */
  private static void awaitEncryption() throws SQLException {
    var limit = Deadline.after(Duration.ofSeconds(20));
    while (true) {
      try (var connection = DriverManager.getConnection(url("sslmode=require").jdbcUrl())) {
        connection.isValid(5);
        return;
      } catch (SQLException e) {
        if (limit.isPast()) {
          throw e;
        }
      }
    }
  }

  @AfterAll
  static void stopTheServer() {
    testbed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", "sslmode=prefer", AT_ONCE, BOUND, BY_ITS_OWN})
  void isEncrypted(String parameters) {
    try (var session = open(parameters)) {
      assertThat(encrypted(session)).isEqualTo("t");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", "sslmode=prefer", AT_ONCE, BOUND, BY_ITS_OWN})
  void readsTheRowsThatItReadsInTheClear(String parameters) {
    try (var session = open(parameters);
        var clear = open("sslmode=disable")) {
      assertThat(messages(session)).isEqualTo(messages(clear));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", AT_ONCE, BY_ITS_OWN})
  void goesOnAfterACopyThatWasGivenUp(String parameters) {
    try (var session = open(parameters)) {
      Work<String> failing =
          snapshot -> {
            snapshot.copy(ENDLESS).fill();
            throw new CorruptValueException("a bad row");
          };
      assertThat(failure(session, Duration.ofMinutes(1), failing).kind()).isEqualTo(Kind.CORRUPT);

      assertThat(encrypted(session)).isEqualTo("t");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", AT_ONCE, BY_ITS_OWN})
  void givesUpACopyThatNeverPausesAtItsDeadline(String parameters) {
    try (var session = open(parameters)) {
      assertThat(failure(session, Duration.ofMillis(300), s -> read(s.copy(ENDLESS))).kind())
          .isEqualTo(Kind.TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", AT_ONCE, BY_ITS_OWN})
  void givesUpAStatementWhenInterrupted(String parameters) {
    try (var session = open(parameters)) {
      Work<String> waiting =
          snapshot -> {
            Thread.currentThread().interrupt();
            return ask(snapshot.connection(), "SELECT pg_sleep(50)");
          };
      assertThat(failure(session, Duration.ofMinutes(1), waiting).kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(Thread.interrupted()).as("the thread's flag").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", AT_ONCE, BY_ITS_OWN})
  void givesUpACopyThatNeverPausesWhenInterrupted(String parameters) {
    try (var session = open(parameters)) {
      Work<List<String>> reading =
          snapshot -> {
            var stream = snapshot.copy(ENDLESS);
            stream.fill();
            Thread.currentThread().interrupt();
            return read(stream);
          };
      assertThat(failure(session, Duration.ofMinutes(1), reading).kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(Thread.interrupted()).as("the thread's flag").isTrue();
      assertThat(encrypted(session)).isEqualTo("t");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", AT_ONCE, BY_ITS_OWN})
  void reportsThatTheServerEndedTheConnectionBehindSomeRows(String parameters) {
    try (var session = open(parameters);
        var other = open("sslmode=disable")) {
      Work<List<String>> reading =
          snapshot -> {
            var pid = ask(snapshot.connection(), "SELECT pg_backend_pid()");
            var stream = snapshot.copy(ENDLESS);
            stream.fill();
            asked(other, "SELECT pg_terminate_backend(%s)".formatted(pid));
            return read(stream);
          };
      assertThat(failure(session, Duration.ofMinutes(1), reading).kind())
          .isEqualTo(Kind.UNAVAILABLE);
      assertThat(encrypted(session)).isEqualTo("t");
    }
  }

  @Test
  void isNeverSilentForLongerThanTheUrlSays() {
    try (var session = open("sslmode=require&socketTimeout=1")) {
      var sql =
          "COPY (SELECT pg_sleep(n * 50) FROM generate_series(0, 1) n) TO STDOUT (FORMAT BINARY)";
      assertThat(failure(session, Duration.ofMinutes(1), s -> read(s.copy(sql))))
          .hasMessageContaining("the server sent nothing for %,d ms".formatted(1000))
          .returns(Kind.UNAVAILABLE, JournalLoadException::kind);
    }
  }

  @Test
  void readsFromAServerWhoseCertificateItTrusts() throws URISyntaxException {
    try (var session = open("sslmode=verify-full&sslrootcert=" + file("localhost.crt"));
        var clear = open("sslmode=disable")) {
      assertThat(messages(session)).isEqualTo(messages(clear));
    }
  }

  @Test
  void refusesAServerWhoseCertificateItDoesNotTrust() throws URISyntaxException {
    assertThat(refusal(url("sslmode=verify-ca&sslrootcert=" + file("another.crt"))))
        .hasMessageContaining("SSL error")
        .returns(Kind.UNAVAILABLE, JournalLoadException::kind);
  }

  /** That is 127.0.0.1, but not its name. */
  @Test
  void refusesAServerOfAnotherNameThanItsCertificates() throws URISyntaxException {
    var url = url("sslmode=verify-full&sslrootcert=" + file("localhost.crt")).jdbcUrl();
    assertThat(refusal(new PostgresUrl(url.replace("//127.0.0.1:", "//127.1:"))))
        .hasMessageContaining("The hostname 127.1 could not be verified")
        .returns(Kind.UNAVAILABLE, JournalLoadException::kind);
  }

  @Test
  void saysThatThereIsNoCertificateToTrust() {
    assertThat(refusal(url("sslmode=verify-full&sslrootcert=/nowhere/root.crt")))
        .hasMessageContaining("Could not open SSL root certificate file /nowhere/root.crt")
        .returns(Kind.UNAVAILABLE, JournalLoadException::kind);
  }

  @Test
  void saysThatThereIsNoSuchFactory() {
    assertThat(refusal(url("sslmode=require&sslfactory=org.example.Mine")))
        .hasMessageContaining("org.example.Mine");
  }

  private static JournalLoadException refusal(PostgresUrl url) {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class, () -> PostgresSession.open("test", url, Map.of()).close());
    assertThat(failure).as("the refusal").isNotNull();
    return failure;
  }

  private static Path file(String resource) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(EncryptedSessionTest.class.getResource(resource)).toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", AT_ONCE, BY_ITS_OWN})
  void reportsWhatTheServerFailsByBehindSomeRows(String parameters) {
    try (var session = open(parameters)) {
      var sql =
          "COPY (SELECT 1 / (5000 - n) FROM generate_series(1, 9999) n)"
              + " TO STDOUT (FORMAT BINARY)";
      assertThat(failure(session, Duration.ofMinutes(1), s -> read(s.copy(sql))))
          .hasMessageContaining("division by zero")
          .returns(Kind.CORRUPT, JournalLoadException::kind);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=require", AT_ONCE, BY_ITS_OWN})
  void breaksABorrowedConnectionAtItsDeadline(String parameters) {
    try (var pool = new HikariDataSource()) {
      pool.setJdbcUrl(url(parameters).jdbcUrl());
      pool.setMaximumPoolSize(1);
      var source = ConnectionSource.fromDataSource("encrypted", pool);
      try (var session = PostgresSession.open("test", source, Map.of());
          var clear = open("sslmode=disable")) {
        assertThat(encrypted(session)).isEqualTo("t");
        assertThat(messages(session)).isEqualTo(messages(clear));
        var endless = failure(session, Duration.ofMillis(300), s -> read(s.copy(ENDLESS)));
        assertThat(endless.kind()).isEqualTo(Kind.TIMEOUT);
        var silent = "SET LOCAL statement_timeout = 0; SELECT pg_sleep(50)";
        Work<Boolean> waiting = s -> s.connection().createStatement().execute(silent);
        assertThat(failure(session, Duration.ofMillis(300), waiting).kind())
            .isEqualTo(Kind.TIMEOUT);
        assertThat(encrypted(session)).isEqualTo("t");
      }
    }
  }

  private static PostgresSession open(String parameters) {
    return PostgresSession.open("test", url(parameters), Map.of());
  }

  private static PostgresUrl url(String parameters) {
    return new PostgresUrl(testbed.postgresUrl().jdbcUrl() + "&" + parameters);
  }

  private static String encrypted(PostgresSession session) {
    return asked(session, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
  }

  private static String asked(PostgresSession session, String sql) {
    return session.inSnapshot(
        null,
        Deadline.after(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> ask(snapshot.connection(), sql));
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static JournalLoadException failure(
      PostgresSession session, Duration time, Work<?> work) {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class,
            () -> session.inSnapshot(null, Deadline.after(time), () -> "asking", work));
    assertThat(failure).as("the failure").isNotNull();
    return failure;
  }

  private static List<String> messages(PostgresSession session) {
    return session.inSnapshot(
        null, Deadline.after(Duration.ofMinutes(1)), () -> "reading", s -> read(s.copy(ROWS)));
  }

  private static List<String> read(CopyStream stream) throws IOException, SQLException {
    List<String> messages = new ArrayList<>();
    while (!stream.isAtEnd()) {
      while (stream.next()) {
        messages.add(
            Arrays.toString(Arrays.copyOfRange(stream.bytes(), stream.start(), stream.end())));
        if (messages.size() > 10_000) {
          messages.clear(); // nobody compares so many
        }
      }
      if (!stream.isAtEnd()) {
        stream.fill();
      }
    }
    stream.finish();
    return messages;
  }
}
