package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.VersionedJournal.DAY;
import static dev.ledgerload.postgres.VersionedJournal.DAYS;
import static dev.ledgerload.postgres.VersionedJournal.NEXT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Versions beside many writers. */
@Tag("churn")
@Timeout(180)
class ConcurrentVersionsTest {
  private static final int WRITERS = 3;
  private static final int TRANSACTIONS = 120;

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  /** What a snapshot shows of the days. */
  private record Snapshot(Map<LocalDate, String> contents, Map<LocalDate, DayVersion> versions) {}

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellEveryTwoContentsOfADayApartAndNoOthers(boolean partitioned)
      throws SQLException, InterruptedException, ExecutionException {
    var executor = Executors.newFixedThreadPool(WRITERS + 2);
    try (var journal = partitioned ? VersionedJournal.partitioned() : VersionedJournal.plain()) {
      List<Future<?>> work = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        work.add(executor.submit(task(() -> write(journal, number))));
      }
      work.add(executor.submit(task(() -> truncateNowAndThen(journal))));
      work.add(executor.submit(task(() -> addUp(journal))));
      List<Snapshot> snapshots = new ArrayList<>();
      while (work.stream().anyMatch(future -> !future.isDone())) {
        lookAt(journal, snapshots);
      }
      for (var future : work) {
        future.get();
      }
      lookAt(journal, snapshots);
      DAYS.forEach(day -> requireOneContentForEachVersion(day, snapshots));
    } finally {
      executor.shutdownNow();
    }
  }

  private static Callable<Void> task(Task task) {
    return () -> {
      task.run();
      return null;
    };
  }

  private interface Task {
    void run() throws SQLException, IOException;
  }

  /** Changes entries of its own only, so that writers have no cause to wait but the versions. */
  private static void write(VersionedJournal journal, int writer) throws SQLException, IOException {
    var random = new SplittableRandom(writer);
    try (var connection = VersionedJournal.connect();
        var statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(
          writer == 0
              ? Connection.TRANSACTION_REPEATABLE_READ
              : Connection.TRANSACTION_READ_COMMITTED);
      for (int i = 0; i < TRANSACTIONS; i++) {
        for (int n = random.nextInt(1, 4); n > 0; n--) {
          change(connection, journal.table(), writer, random);
        }
        if (random.nextInt(5) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
    }
  }

  private static void change(
      Connection connection, String table, int writer, SplittableRandom random)
      throws SQLException, IOException {
    int id = WRITERS * random.nextInt(10) + writer;
    var day = DAYS.get(random.nextInt(DAYS.size()));
    try (var statement = connection.createStatement()) {
      switch (random.nextInt(5)) {
        case 0 -> statement.execute("DELETE FROM %s WHERE id = %d".formatted(table, id));
        case 1 ->
            statement.execute(
                "UPDATE %s SET trx_date = '%s' WHERE id = %d".formatted(table, day, id));
        case 2 ->
            statement.execute(
                "UPDATE %s SET amount = %d WHERE id = %d".formatted(table, random.nextInt(), id));
        case 3 -> copy(connection, table, "%d,%s,1\n%d,%s,2\n".formatted(id, DAY, id, day));
        default ->
            statement.execute(
                "INSERT INTO %s VALUES (%d, '%s', %d)".formatted(table, id, day, random.nextInt()));
      }
    }
  }

  private static void copy(Connection connection, String table, String rows)
      throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "COPY %s FROM STDIN (FORMAT csv)".formatted(table),
            new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));
  }

  private static void truncateNowAndThen(VersionedJournal journal) throws SQLException {
    try (var connection = VersionedJournal.connect();
        var statement = connection.createStatement()) {
      for (int i = 0; i < TRANSACTIONS / 10; i++) {
        connection.setAutoCommit(false);
        statement.execute("TRUNCATE " + journal.table());
        statement.execute(
            "INSERT INTO %s VALUES (%d, '%s', 1)".formatted(journal.table(), 1000 + i, DAY));
        connection.commit();
      }
    }
  }

  private static void addUp(VersionedJournal journal) {
    for (int i = 0; i < TRANSACTIONS / 5; i++) {
      journal.refresh();
    }
  }

  private static void lookAt(VersionedJournal journal, List<Snapshot> snapshots) {
    try {
      snapshots.add(journal.inSnapshot(snapshot -> snapshot(journal, snapshot)));
    } catch (JournalLoadException e) {
      assertThat(e).hasMessageContaining("truncated"); // seen to be no snapshot: that's right
    }
  }

  private static Snapshot snapshot(VersionedJournal journal, PostgresSnapshot snapshot)
      throws SQLException {
    Map<LocalDate, String> contents = new HashMap<>();
    Map<LocalDate, DayVersion> versions = new HashMap<>();
    for (var day : DAYS) {
      contents.put(
          day,
          Database.ask(
              snapshot.connection(),
              "SELECT coalesce(string_agg(j::text, ' ' ORDER BY j::text), '') FROM %s j WHERE trx_date = '%s'"
                  .formatted(journal.table(), day)));
    }
    for (var day : DAYS) {
      versions.put(day, snapshot.version(journal.schema(), day).orElseThrow());
    }
    return new Snapshot(contents, versions);
  }

  private static void requireOneContentForEachVersion(LocalDate day, List<Snapshot> snapshots) {
    Map<DayVersion, String> contents = new HashMap<>();
    Map<Long, Long> last = new HashMap<>(); // a truncation makes another structure
    for (var snapshot : snapshots) {
      var version = requireNonNull(snapshot.versions().get(day));
      assertThat(version.changes())
          .as("the changes of %s", day)
          .isGreaterThanOrEqualTo(last.getOrDefault(version.structure(), 0L));
      last.put(version.structure(), version.changes());
      var content = requireNonNull(snapshot.contents().get(day));
      assertThat(contents.getOrDefault(version, content))
          .as("the content of %s at version %s", day, version)
          .isEqualTo(content);
      contents.put(version, content);
    }
    assertThat(contents).as("the versions of %s that were seen", day).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void letWritersOfTwoDaysCrossWithoutWaiting(int isolation) throws SQLException {
    try (var journal = VersionedJournal.plain();
        var one = begin(isolation);
        var two = begin(isolation)) {
      var before = journal.version(DAY).orElseThrow();
      insert(one, journal, DAY);
      insert(two, journal, NEXT);
      journal.refresh(); // not held up either
      insert(one, journal, NEXT);
      insert(two, journal, DAY);
      one.commit();
      two.commit();
      assertThat(journal.version(DAY))
          .hasValue(new DayVersion(before.structure(), before.changes() + 2));
    }
  }

  private static Connection begin(int isolation) throws SQLException {
    var connection = VersionedJournal.connect();
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '1s'");
    }
    return connection;
  }

  private static void insert(Connection connection, VersionedJournal journal, LocalDate day)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("INSERT INTO %s VALUES (1, '%s', 1)".formatted(journal.table(), day));
    }
  }
}
