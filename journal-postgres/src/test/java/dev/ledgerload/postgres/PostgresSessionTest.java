package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.Database.ask;
import static dev.ledgerload.spi.JournalLoadException.Kind.CORRUPT;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.columnar.CorruptValueException;
import dev.ledgerload.postgres.PostgresSession.Work;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PostgresSessionTest {
  private static final String COUNT = "SELECT count(*) FROM " + Database.SCHEMA + ".t";
  private static final String PID = "SELECT pg_backend_pid()";
  private static final String ENDLESS =
      "COPY (SELECT generate_series(1, 2000000000)) TO STDOUT (FORMAT BINARY)";
  private static final Duration SOON = Duration.ofMillis(300);

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  @BeforeEach
  void makeTable() throws SQLException {
    var table = Database.SCHEMA + ".t";
    Database.execute(
        "DROP TABLE IF EXISTS " + table,
        "CREATE TABLE " + table + "(id bigint)",
        "INSERT INTO " + table + " VALUES (1), (2)");
  }

  @Test
  void keepsItsConnectionFromLoadToLoad() {
    try (var session = open(Database.url())) {
      assertThat(answer(session, PID)).isEqualTo(answer(session, PID));
    }
  }

  @Test
  void connectsAnewWhenItsBackendWasTerminated() throws SQLException {
    try (var session = open(Database.url())) {
      var pid = answer(session, PID);
      Database.ask("SELECT pg_terminate_backend(%s, 10000)".formatted(pid));

      assertThat(answer(session, PID)).isNotEqualTo(pid);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer"})
  void connectsAnewWhenItsConnectionWasCut(String parameter) throws IOException {
    try (var gate = new Gate();
        var session = open(gate.url(parameter))) {
      var pid = answer(session, PID);
      gate.cut();

      assertThat(answer(session, PID)).isNotEqualTo(pid);
    }
  }

  @Test
  void connectsAnewWhenItWasCutByAnotherThread() {
    try (var session = open(Database.url())) {
      var pid = answer(session, PID);
      session.cut();

      assertThat(answer(session, PID)).isNotEqualTo(pid);
    }
  }

  @Test
  void goesOnAfterAStatementThatFailed() {
    try (var session = open(Database.url())) {
      var pid = answer(session, PID);
      assertThatThrownBy(() -> answer(session, "SELECT 1 FROM nowhere"))
          .isInstanceOf(JournalLoadException.class);

      assertThat(answer(session, PID)).isEqualTo(pid);
    }
  }

  @Test
  void saysWhatItWasDoingWhenItFails() {
    try (var session = open(Database.url())) {
      assertThat(failure(session, Duration.ofMinutes(1), s -> ask(s.connection(), "SELECT x")))
          .hasMessageStartingWith("test: asking: ERROR: column \"x\" does not exist")
          .returns(UNSUPPORTED, JournalLoadException::kind);
    }
  }

  @Test
  void goesOnAfterACopyThatWasGivenUp() {
    try (var session = open(Database.url())) {
      assertThat(
              failure(
                  session,
                  Duration.ofMinutes(1),
                  snapshot -> {
                    snapshot.copy(ENDLESS).fill();
                    throw new CorruptValueException("a bad row");
                  }))
          .returns(CORRUPT, JournalLoadException::kind);

      assertThat(answer(session, COUNT)).isEqualTo("2");
    }
  }

  @Test
  void goesOnAfterACopyThatTheServerRefused() {
    try (var session = open(Database.url())) {
      var pid = answer(session, PID);
      failure(
          session,
          Duration.ofMinutes(1),
          snapshot -> snapshot.copy("COPY nowhere TO STDOUT (FORMAT BINARY)"));

      assertThat(answer(session, PID)).isEqualTo(pid);
    }
  }

  @Test
  void goesOnAfterAnErrorOfTheJvm() {
    try (var session = open(Database.url())) {
      Work<String> failing =
          snapshot -> {
            snapshot.copy(ENDLESS).fill();
            throw new AssertionError("a mistake");
          };
      assertThatThrownBy(
              () -> session.inSnapshot(null, within(Duration.ofMinutes(1)), () -> "", failing))
          .isInstanceOf(AssertionError.class);

      assertThat(answer(session, COUNT)).isEqualTo("2");
    }
  }

  @Test
  void namesTheLimitWhereTheHeapIsTooSmall() {
    try (var session = open(Database.url())) {
      var failure =
          failure(
              session,
              Duration.ofMinutes(1),
              snapshot -> {
                snapshot.copy(ENDLESS).fill();
                throw new OutOfMemoryError("Java heap space");
              });

      assertThat(failure)
          .hasMessageContaining("Java heap space")
          .hasMessageContaining("%,d MiB (-Xmx)".formatted(Runtime.getRuntime().maxMemory() >> 20))
          .returns(UNAVAILABLE, JournalLoadException::kind);
      assertThat(answer(session, COUNT)).isEqualTo("2");
    }
  }

  /** As behind DDL: the plan of a statement that was prepared by name has other columns now. */
  @Test
  void beginsAnewWhereATableWasAlteredUnderAPreparedStatement() throws SQLException {
    var table = Database.SCHEMA + ".t";
    try (var session = open(Database.url("prepareThreshold=1"))) {
      Work<String> work =
          snapshot -> {
            try (var statement =
                    snapshot.connection().prepareStatement("SELECT max(id) AS id FROM " + table);
                var rows = statement.executeQuery()) {
              rows.next();
              return rows.getString(1);
            }
          };
      for (int i = 0; i < 3; i++) {
        assertThat(session.inSnapshot(null, within(Duration.ofMinutes(1)), () -> "", work))
            .isEqualTo("2");
      }
      Database.execute("ALTER TABLE " + table + " ALTER id TYPE numeric(9,1)");

      assertThat(session.inSnapshot(null, within(Duration.ofMinutes(1)), () -> "", work))
          .isEqualTo("2.0");
    }
  }

  @Test
  void reportsWhatTheServerFailsByBehindSomeRows() {
    try (var session = open(Database.url())) {
      var sql =
          "COPY (SELECT 1 / (5000 - n) FROM generate_series(1, 9999) n) TO STDOUT (FORMAT BINARY)";
      assertThat(failure(session, Duration.ofMinutes(1), snapshot -> drain(snapshot.copy(sql))))
          .hasMessageContaining("division by zero")
          .returns(CORRUPT, JournalLoadException::kind);
    }
  }

  @Test
  void countsTheRowsOfACopy() {
    try (var session = open(Database.url())) {
      var sql = "COPY (SELECT n FROM generate_series(1, 100000) n) TO STDOUT (FORMAT BINARY)";
      assertThat(
              session.<Long>inSnapshot(
                  null,
                  within(Duration.ofMinutes(1)),
                  () -> "",
                  snapshot -> drain(snapshot.copy(sql))))
          .isEqualTo(100_000);
    }
  }

  @Test
  void seesNothingThatIsCommittedMeanwhile() {
    try (var session = open(Database.url())) {
      assertThat(
              session.<String>inSnapshot(
                  null,
                  within(Duration.ofMinutes(1)),
                  () -> "",
                  snapshot -> {
                    insert();
                    return ask(snapshot.connection(), COUNT);
                  }))
          .isEqualTo("2");
    }
  }

  @Test
  void seesWhatWasCommittedBeforeTheNextLoad() throws SQLException {
    try (var session = open(Database.url())) {
      answer(session, COUNT);
      insert();

      assertThat(answer(session, COUNT)).isEqualTo("3");
    }
  }

  @Test
  void seesTheSnapshotThatAnotherSessionExported() {
    try (var first = open(Database.url());
        var second = open(Database.url())) {
      assertThat(
              first.<String>inSnapshot(
                  null,
                  within(Duration.ofMinutes(1)),
                  () -> "",
                  snapshot -> {
                    var exported = snapshot.export();
                    insert();
                    return second.inSnapshot(
                        exported,
                        within(Duration.ofMinutes(1)),
                        () -> "",
                        adopted -> ask(adopted.connection(), COUNT));
                  }))
          .isEqualTo("2");
    }
  }

  /** As where a server ends the first of a load's connections before the second has begun. */
  @Test
  void isUnavailableWhereTheSessionThatExportedItsSnapshotHasEnded() {
    ExportedSnapshot exported;
    try (var first = open(Database.url())) {
      exported =
          first.inSnapshot(null, within(Duration.ofMinutes(1)), () -> "", PostgresSnapshot::export);
    }
    try (var second = open(Database.url())) {
      var failure =
          catchThrowableOfType(
              JournalLoadException.class,
              () -> second.inSnapshot(exported, within(Duration.ofMinutes(1)), () -> "", s -> ""));
      assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("is gone");
    }
  }

  @Test
  void refusesASnapshotNameThatIsSql() {
    try (var session = open(Database.url())) {
      assertThatThrownBy(
              () ->
                  session.inSnapshot(
                      new ExportedSnapshot("1'; DROP TABLE t; --", Instant.EPOCH),
                      within(SOON),
                      () -> "",
                      snapshot -> ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no snapshot's name");
    }
  }

  @Test
  void knowsTheServersTimeOfItsSnapshot() throws SQLException {
    var before =
        Instant.parse(ask("SELECT to_json(clock_timestamp())#>>'{}'").replace("+00:00", "Z"));
    try (var session = open(Database.url())) {
      var asOf =
          session.<Instant>inSnapshot(
              null, within(Duration.ofMinutes(1)), () -> "", PostgresSnapshot::asOf);
      assertThat(asOf).isAfterOrEqualTo(before);
    }
  }

  @Test
  void refusesToWrite() {
    try (var session = open(Database.url())) {
      assertThat(
              failure(
                  session,
                  Duration.ofMinutes(1),
                  snapshot -> {
                    try (var statement = snapshot.connection().createStatement()) {
                      return statement.execute("INSERT INTO " + Database.SCHEMA + ".t VALUES (3)");
                    }
                  }))
          .hasMessageContaining("cannot execute INSERT in a read-only transaction");
    }
  }

  @Test
  void tellsTheServerWhenToGiveUp() {
    try (var session = open(Database.url())) {
      assertThat(
              answer(
                  session,
                  "SELECT setting::int BETWEEN 1 AND 60001 FROM pg_settings WHERE name = 'statement_timeout'"))
          .isEqualTo("t");
    }
  }

  @Test
  void tellsTheServerSoForOneTransactionOnly() throws SQLException {
    try (var session = open(Database.url())) {
      var connection =
          session.<Connection>inSnapshot(
              null, within(Duration.ofMinutes(1)), () -> "", PostgresSnapshot::connection);

      assertThat(ask(connection, "SHOW statement_timeout"))
          .isEqualTo(Database.ask("SHOW statement_timeout"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer"})
  void givesUpAStatementAtItsDeadline(String parameter) {
    try (var session = open(Database.url(parameter))) {
      assertThat(failure(session, SOON, s -> ask(s.connection(), "SELECT pg_sleep(50)")))
          .hasMessage("test: asking: the query's timeout passed")
          .returns(TIMEOUT, JournalLoadException::kind);
    }
  }

  @Test
  void namesTheDriversLimitThatASilentServerMet() {
    try (var session = open(Database.url("socketTimeout=1"))) {
      assertThat(
              failure(
                  session,
                  Duration.ofMinutes(1),
                  snapshot -> ask(snapshot.connection(), "SELECT pg_sleep(50)")))
          .hasMessage(
              "test: asking: the server sent nothing for %,d ms, the limit set by socketTimeout in the URL",
              1_000)
          .returns(UNAVAILABLE, JournalLoadException::kind);
      assertThat(answer(session, COUNT)).isEqualTo("2");
    }
  }

  @Test
  void givesUpACopyInWhichTheServerIsSilentForLongerThanTheUrlSays() {
    try (var session = open(Database.url("socketTimeout=1"))) {
      var sql =
          "COPY (SELECT pg_sleep(n * 50) FROM generate_series(0, 1) n) TO STDOUT (FORMAT BINARY)";
      assertThat(failure(session, Duration.ofMinutes(1), s -> drain(s.copy(sql))))
          .hasMessageContaining("the server sent nothing for %,d ms".formatted(1000))
          .returns(UNAVAILABLE, JournalLoadException::kind);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer"})
  void givesUpASilentServerAtItsDeadline(String parameter) throws IOException {
    try (var gate = new Gate();
        var session = open(gate.url(parameter))) {
      gate.shut();

      assertThat(failure(session, SOON, s -> ask(s.connection(), "SELECT 1")))
          .returns(TIMEOUT, JournalLoadException::kind);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer"})
  void givesUpACopyThatNeverPausesAtItsDeadline(String parameter) {
    try (var session = open(Database.url(parameter))) {
      assertThat(failure(session, SOON, snapshot -> drain(snapshot.copy(ENDLESS))))
          .returns(TIMEOUT, JournalLoadException::kind);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer"})
  void givesUpAStatementWhenInterrupted(String parameter) {
    try (var session = open(Database.url(parameter))) {
      Work<String> waiting =
          snapshot -> {
            Thread.currentThread().interrupt();
            return ask(snapshot.connection(), "SELECT pg_sleep(50)");
          };
      assertThat(failure(session, Duration.ofMinutes(1), waiting))
          .returns(TIMEOUT, JournalLoadException::kind);
      assertThat(Thread.interrupted()).as("the thread's flag").isTrue();
    }
  }

  /** A server that computes writes nothing, so it wouldn't notice for as long as it computes. */
  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer"})
  void tellsTheServerToStopWhenInterrupted(String parameter) throws SQLException {
    try (var session = open(Database.url(parameter))) {
      var pid = answer(session, PID);
      failure(session, Duration.ofMinutes(30), PostgresSessionTest::computeAndBeInterrupted);
      assertThat(Thread.interrupted()).as("the thread's flag").isTrue();

      awaitEndOf(pid);
    }
  }

  @Test
  void tellsTheServerToStopWhenItWasCutByAnotherThread() throws Exception {
    try (var session = open(Database.url())) {
      var pid = answer(session, PID);
      var cutter =
          new Thread(
              () -> {
                awaitBusy(pid);
                session.cut();
              });
      cutter.start();
      assertThat(failure(session, Duration.ofMinutes(30), PostgresSessionTest::compute))
          .returns(UNAVAILABLE, JournalLoadException::kind);
      cutter.join();

      awaitEndOf(pid);
    }
  }

  @Test
  void leavesAMistakeOfTheWorkAsItIsAndGoesOn() {
    try (var session = open(Database.url())) {
      var pid = answer(session, PID);
      var mistake = new NullPointerException("a bug");
      Work<String> failing =
          snapshot -> {
            throw mistake;
          };
      assertThatThrownBy(
              () -> session.inSnapshot(null, within(Duration.ofMinutes(1)), () -> "", failing))
          .isSameAs(mistake);

      assertThat(answer(session, PID)).isEqualTo(pid);
    }
  }

  private static String computeAndBeInterrupted(PostgresSnapshot snapshot) throws SQLException {
    Thread.currentThread().interrupt();
    return compute(snapshot);
  }

  /** Would take hours. */
  private static String compute(PostgresSnapshot snapshot) throws SQLException {
    return ask(snapshot.connection(), "SELECT count(*) FROM generate_series(1, 1e12)");
  }

  private static void awaitBusy(String pid) {
    var busy = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid = " + pid;
    awaitAnswer("1", busy);
  }

  private static void awaitEndOf(String pid) {
    awaitAnswer("0", "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid);
  }

  /** Each turn asks the server, which tells nobody of a backend's doings. */
  private static void awaitAnswer(String wanted, String sql) {
    var limit = within(Duration.ofSeconds(20));
    try {
      while (!ask(sql).equals(wanted)) {
        assertThat(limit.isPast()).as("%s wasn't %s in time", sql, wanted).isFalse();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "sslmode=prefer"})
  void givesUpACopyThatNeverPausesWhenInterrupted(String parameter) {
    try (var session = open(Database.url(parameter))) {
      Work<Long> reading =
          snapshot -> {
            var stream = snapshot.copy(ENDLESS);
            stream.fill();
            Thread.currentThread().interrupt();
            return drain(stream);
          };
      assertThat(failure(session, Duration.ofMinutes(1), reading))
          .hasMessage("test: asking: the thread was interrupted")
          .returns(TIMEOUT, JournalLoadException::kind);
      assertThat(Thread.interrupted()).as("the thread's flag").isTrue();
    }
  }

  @Test
  void goesOnAfterAnInterrupt() {
    try (var session = open(Database.url())) {
      Thread.currentThread().interrupt();
      failure(session, Duration.ofMinutes(1), s -> ask(s.connection(), "SELECT pg_sleep(50)"));
      Thread.interrupted();

      assertThat(answer(session, COUNT)).isEqualTo("2");
    }
  }

  @Test
  void refusesWorkOnceClosed() {
    var session = open(Database.url());
    session.close();

    assertThatThrownBy(() -> answer(session, COUNT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this source is closed");
  }

  @Test
  void canBeClosedTwice() {
    var session = open(Database.url());
    session.close();
    session.close();

    assertThatThrownBy(() -> answer(session, COUNT)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesNoConnectionBehind() throws SQLException {
    try (var session = PostgresSession.open("leaving", Database.url(), Map.of())) {
      failure(
          session,
          Duration.ofMinutes(1),
          snapshot -> {
            snapshot.copy(ENDLESS).fill();
            throw new CorruptValueException("a bad row");
          });
      answer(session, COUNT);
    }
    var left =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ledgerload-leaving'";
    awaitAnswer("0", left);
  }

  @Test
  void saysThatTheServerMustBeStarted() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var url = "jdbc:postgresql://127.0.0.1:%d/x?user=me&password=s3cret".formatted(port);
    assertThatThrownBy(() -> open(new PostgresUrl(url)))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNAVAILABLE))
        .hasMessageContaining("start the server, or correct host and port in the URL")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void refusesAUrlThatTheDriverCannotReadWithoutShowingItsPassword() {
    var failure =
        catchThrowable(
            () -> open(new PostgresUrl("jdbc:postgresql://h:nowhere/x?user=me&password=s3cret")));
    assertThat(failure)
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("correct host and port in the URL");
    assertThat(failure).hasStackTraceContaining("SQLException");
    for (var at = failure; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void refusesASocketFactoryOfTheUsersBecauseItReadsFromItsOwnSocket() {
    var url = Database.url().jdbcUrl() + "&socketFactory=org.example.Mine";
    assertThatThrownBy(() -> open(new PostgresUrl(url)))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("take socketFactory out of the URL");
  }

  @Test
  void saysThatThePasswordIsWrong() {
    var url = Database.url().jdbcUrl().replaceFirst("password=[^&]*", "password=s3cret");
    assertThatThrownBy(() -> open(new PostgresUrl(url)))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("correct user and password in the URL")
        .hasMessageNotContaining("s3cret");
  }

  private static PostgresSession open(PostgresUrl url) {
    return PostgresSession.open("test", url, Map.of());
  }

  private static Deadline within(Duration time) {
    return Deadline.after(time);
  }

  private static String answer(PostgresSession session, String sql) {
    return session.inSnapshot(
        null,
        within(Duration.ofMinutes(1)),
        () -> "asking",
        snapshot -> ask(snapshot.connection(), sql));
  }

  private static JournalLoadException failure(
      PostgresSession session, Duration time, Work<?> work) {
    var failure =
        catchThrowableOfType(
            JournalLoadException.class,
            () -> session.inSnapshot(null, within(time), () -> "asking", work));
    assertThat(failure).as("the failure").isNotNull();
    return failure;
  }

  private static long drain(CopyStream stream) throws IOException, SQLException {
    while (!stream.isAtEnd()) {
      while (stream.next()) {}
      if (!stream.isAtEnd()) {
        stream.fill();
      }
    }
    return stream.finish();
  }

  private static void insert() throws SQLException {
    Database.execute("INSERT INTO " + Database.SCHEMA + ".t VALUES (3)");
  }
}
