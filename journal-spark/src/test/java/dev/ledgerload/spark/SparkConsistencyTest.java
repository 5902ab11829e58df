package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spark.SparkProcess.Failure;
import dev.ledgerload.spi.JournalSchema;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every query sees one state of the database, whatever is written meanwhile. */
class SparkConsistencyTest {
  private static final String DAYS = " WHERE trx_date < DATE '2026-01-03'"; // those written to
  private static final int QUERIES = 100; // of each kind of snapshot

  private static TestLedgers ledgers;
  private static SparkProcess spark;

  @BeforeAll
  static void start() throws SQLException {
    ledgers = TestLedgers.shared();
    spark = SparkProcess.newest();
    for (var table : List.of("by_versions", "by_exported")) {
      ledgers.execute("CREATE TABLE %s AS SELECT * FROM plain_entries".formatted(table));
      ledgers.execute("CREATE INDEX ON %s (trx_date)".formatted(table));
    }
    ledgers.installVersions(JournalSchema.GL_ENTRIES.withTable("by_versions"));
    for (var kind : List.of("versions", "exported")) {
      Map<String, String> options = new HashMap<>(ledgers.options("by_" + kind));
      options.put("snapshot", kind);
      spark.view("by_" + kind, options);
    }
  }

  /** Moves an amount from a day to another and back, so that the sum of both is always the same. */
  private static void write(String table, int longestPauseMillis, AtomicBoolean isOver) {
    try (var connection = DriverManager.getConnection(ledgers.url());
        var statement = connection.createStatement()) {
      var random = new Random(1);
      connection.setAutoCommit(false);
      for (int i = 0; !isOver.get(); i++) {
        int amount = i % 2 == 0 ? 1_000 : -1_000;
        for (int day = 1; day <= 2; day++) {
          statement.executeUpdate(
              "UPDATE %1$s SET amount = amount + %2$d WHERE id = (SELECT min(id) FROM %1$s WHERE trx_date = DATE '2026-01-0%3$d')"
                  .formatted(table, day == 1 ? amount : -amount, day));
        }
        connection.commit();
        Thread.sleep(random.nextInt(longestPauseMillis));
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By the database's totals, by entries, and by two scans, one of each day. */
  private static List<String> queries(String table) {
    var sums = "SELECT sum(amount), count(*) FROM " + table;
    var apart = "SELECT sum(amount) AS a, count(*) AS n FROM " + table + " WHERE trx_date = DATE ";
    return List.of(
        sums + DAYS,
        sums + DAYS + " AND id + 0 > 0",
        "SELECT sum(a), sum(n) FROM (%1$s'2026-01-01' UNION ALL %1$s'2026-01-02')"
            .formatted(apart));
  }

  @ParameterizedTest
  @CsvSource({
    "versions, 1500", // often enough longer than a query on a busy machine
    "exported, 20"
  })
  void eachOfManyQueriesDuringWritesSeesACommittedState(String kind, int longestPauseMillis)
      throws Exception {
    var table = "by_" + kind;
    var queries = queries(table);
    var right = ledgers.ask("SELECT sum(amount), count(*) FROM " + table + DAYS);
    var isOver = new AtomicBoolean();
    var writer = new Thread(() -> write(table, longestPauseMillis, isOver));
    writer.start();
    int answered = 0;
    try {
      for (int i = 0; i < QUERIES; i++) {
        try {
          assertThat(spark.sql(queries.get(i % queries.size()))).isEqualTo(right);
          answered++;
        } catch (Failure e) {
          assertThat(kind).isEqualTo("versions");
          assertThat(e).hasMessageContaining("was changed after the query had been planned");
        }
      }
    } finally {
      isOver.set(true);
      writer.join();
    }
    assertThat(answered).isPositive();
    assertThat(spark.sql("SELECT sum(amount), count(*) FROM " + table + DAYS)).isEqualTo(right);
  }

  @Test
  void afterwardsNothingIsHeld() throws Exception {
    spark.sql("SELECT * FROM by_versions WHERE trx_date = DATE '2026-01-01'");
    assertThat(spark.heldBytes()).isZero();
    ledgers.requireNoConnectionSoon();
  }
}
