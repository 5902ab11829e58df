package dev.ledgerload.postgres;

import static dev.ledgerload.postgres.VersionedJournal.DAY;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * What versions cost, as figures on standard output; the build doesn't run it. Each figure is the
 * median of rounds that take the journal with versions and the one without in turn, with {@code
 * synchronous_commit = off}, for a disk's waiting would hide the work. To measure:
 *
 * <pre>{@code
 * mvn verify -pl journal-postgres -am -Dtest=VersionsCost -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class VersionsCost {
  private static final int ROUNDS = 7;
  private static final int SINGLES = 5_000;
  private static final int BATCHES = 50;
  private static final int COPIED = 1_000_000;

  private interface Write {
    void to(VersionedJournal journal) throws SQLException, IOException;
  }

  @BeforeAll
  static void makeSchema() throws SQLException {
    Database.makeSchema();
  }

  @AfterAll
  static void dropSchema() throws SQLException {
    Database.dropSchema();
  }

  @Test
  void ofWriting() throws SQLException, IOException {
    var rows = "1,2026-01-31,12.34\n".repeat(COPIED).getBytes(StandardCharsets.US_ASCII);
    Map<String, Write> writes = new LinkedHashMap<>();
    writes.put("INSERT of 1 row", journal -> insert(journal, SINGLES, 1));
    writes.put("the same, two writers of a day", VersionsCost::insertAtOnce);
    writes.put("INSERT of 1,000 rows", journal -> insert(journal, BATCHES, 1_000));
    writes.put("COPY of 1,000,000 rows", journal -> copy(journal, rows));
    Map<String, Integer> statements =
        Map.of(
            "INSERT of 1 row",
            SINGLES,
            "the same, two writers of a day",
            2 * SINGLES,
            "INSERT of 1,000 rows",
            BATCHES,
            "COPY of 1,000,000 rows",
            1);
    try (var without = VersionedJournal.without(VersionedJournal.uniqueLayout(), "");
        var with = VersionedJournal.plain()) {
      for (var write : writes.entrySet()) {
        List<Double> plain = new ArrayList<>();
        List<Double> counted = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          plain.add(millis(write.getValue(), without));
          counted.add(millis(write.getValue(), with));
        }
        int count = statements.getOrDefault(write.getKey(), 1);
        print(
            "%-32s %10.4f ms without, %10.4f ms with versions, a statement (fastest %.4f and %.4f)",
            write.getKey(),
            median(plain) / count,
            median(counted) / count,
            Collections.min(plain) / count,
            Collections.min(counted) / count);
      }
    }
  }

  @Test
  void ofReading() throws SQLException {
    try (var without = VersionedJournal.without(VersionedJournal.uniqueLayout(), "");
        var with = VersionedJournal.plain()) {
      print("reading: %s where there are none", readTime(without));
      int rows = 0;
      for (int upTo : new int[] {1, 1_000, 10_000, 100_000, 1_000_000}) {
        with.execute(
            "INSERT INTO %s SELECT '%s', 1 FROM generate_series(1, %d)"
                .formatted(with.versions(), DAY, upTo - rows),
            "VACUUM ANALYZE " + with.versions());
        rows = upTo;
        print("reading: %s of %,d rows of the day", readTime(with), rows);
      }
      long start = System.nanoTime();
      with.refresh();
      print("adding them up: %.0f ms", (System.nanoTime() - start) / 1e6);
    }
  }

  private static String readTime(VersionedJournal journal) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      times.add(
          journal.inSnapshot(
              snapshot -> {
                long start = System.nanoTime();
                snapshot.version(journal.schema(), DAY);
                return (System.nanoTime() - start) / 1e6;
              }));
    }
    var warm = times.subList(100, 200);
    return String.format(
        Locale.ROOT, "median %.3f ms, fastest %.3f ms", median(warm), Collections.min(warm));
  }

  private static double millis(Write write, VersionedJournal journal)
      throws SQLException, IOException {
    journal.execute("TRUNCATE %1$s", "CHECKPOINT");
    long start = System.nanoTime();
    write.to(journal);
    return (System.nanoTime() - start) / 1e6;
  }

  private static void insert(VersionedJournal journal, int statements, int rows)
      throws SQLException {
    try (var connection = connect();
        var insert =
            connection.prepareStatement(
                "INSERT INTO %s SELECT i, '%s', 12.34 FROM generate_series(1, ?) i"
                    .formatted(journal.table(), DAY))) {
      for (int i = 0; i < statements; i++) {
        insert.setInt(1, rows);
        insert.execute();
      }
    }
  }

  private static void insertAtOnce(VersionedJournal journal) {
    var executor = Executors.newFixedThreadPool(2);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      writers.add(
          executor.submit(
              () -> {
                insert(journal, SINGLES, 1);
                return null;
              }));
    }
    try {
      for (var writer : writers) {
        writer.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static void copy(VersionedJournal journal, byte[] rows) throws SQLException, IOException {
    try (var connection = connect()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY %s FROM STDIN (FORMAT csv)".formatted(journal.table()),
              new ByteArrayInputStream(rows));
    }
  }

  private static Connection connect() throws SQLException {
    var connection = VersionedJournal.connect();
    try (var statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
    }
    return connection;
  }

  private static double median(List<Double> times) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
