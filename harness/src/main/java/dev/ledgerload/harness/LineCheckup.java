package dev.ledgerload.harness;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far away a database is, found out by a few statements that read no table.
 *
 * @param roundTrip the shortest of some
 * @param bytesPerSecond what the server sends of what costs it next to nothing
 */
record LineCheckup(Duration roundTrip, double bytesPerSecond) {
  /*
   * The rate is that of the last of several answers, each four times as long as the one before, until
   * one takes long enough for the round trip and the first packets not to count. So it takes about a
   * second at any rate, and no more than it has to of a line that is charged for.
   */
  private static final String NAME = "doctor";
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int ROUND_TRIPS = 7;
  private static final int ROW_BYTES =
      8_000; // its digits can't be made shorter by who carries them
  private static final int FIRST_ROWS = 32;
  private static final int MOST_ROWS = 8_192;
  private static final Duration LONG_ENOUGH = Duration.ofMillis(200);

  /** What a server makes of rows in binary is about as much; a slower line bounds a load. */
  private static final double BOUNDING_BYTES_PER_SECOND = 200e6;

  private static final Duration FAR = Duration.ofMillis(1);

  /** How often copy, select, mv and indb wait for the database in a load. */
  private static final int WAITS = 3;

  /**
   * Measures it.
   *
   * @throws JournalLoadException if the database can't be reached
   */
  static LineCheckup of(PostgresUrl postgres) {
    try (var session = PostgresSession.open(NAME, postgres, Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "measuring the line",
          snapshot -> {
            var roundTrip = roundTrip(snapshot);
            return new LineCheckup(roundTrip, rate(snapshot, roundTrip));
          });
    }
  }

  private static Duration roundTrip(PostgresSnapshot snapshot) throws SQLException {
    long shortest = Long.MAX_VALUE;
    try (var statement = snapshot.connection().createStatement()) {
      for (int i = 0; i < ROUND_TRIPS; i++) {
        long start = System.nanoTime();
        statement.execute("SELECT 1");
        shortest = Math.min(shortest, System.nanoTime() - start);
      }
    }
    return Duration.ofNanos(shortest);
  }

  private static double rate(PostgresSnapshot snapshot, Duration roundTrip)
      throws SQLException, IOException {
    int rows = FIRST_ROWS;
    while (true) {
      long start = System.nanoTime();
      long bytes = read(snapshot, rows);
      var took = Duration.ofNanos(System.nanoTime() - start);
      if (took.compareTo(LONG_ENOUGH) >= 0 || rows >= MOST_ROWS) {
        return bytes * 1e9 / Math.max(1, took.minus(roundTrip).toNanos());
      }
      rows *= 4;
    }
  }

  private static long read(PostgresSnapshot snapshot, int rows) throws SQLException, IOException {
    var stream =
        snapshot.copy(
            "COPY (SELECT repeat(md5(i::text), %d) FROM generate_series(1, %d) i) TO STDOUT"
                .formatted(ROW_BYTES / 32, rows));
    long bytes = 0;
    while (!stream.isAtEnd()) {
      while (stream.next()) {
        bytes += stream.end() - stream.start();
      }
      if (!stream.isAtEnd()) {
        stream.fill();
      }
    }
    stream.finish();
    return bytes;
  }

  /** In words. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%.2f ms there and back, %,.0f MB a second (%,.1f Gbit/s)",
        roundTrip.toNanos() / 1e6,
        bytesPerSecond / 1e6,
        bytesPerSecond * Byte.SIZE / 1e9);
  }

  /** What that means for the choice of a strategy, a sentence each. */
  List<String> advice() {
    List<String> advice = new ArrayList<>();
    if (bytesPerSecond < BOUNDING_BYTES_PER_SECOND) {
      advice.add(
          "bytes decide on this line: name only the columns that you need; redis and flight send a"
              + " day in fewer bytes than copy and select, and totals are least where indb makes"
              + " them");
      advice.add("two streams of copy gain nothing: one fills this line");
    }
    if (roundTrip.compareTo(FAR) >= 0) {
      advice.add(
          String.format(
              Locale.ROOT,
              "a load waits for the database %d times, %.0f ms in all; hybrid by freshness=version"
                  + " waits once for a day that it holds, by freshness=ttl not at all",
              WAITS,
              WAITS * roundTrip.toNanos() / 1e6));
    }
    if (advice.isEmpty()) {
      advice.add("the line hardly counts: what is measured on one machine holds here");
    }
    return advice;
  }
}
