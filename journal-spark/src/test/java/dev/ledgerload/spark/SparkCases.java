package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Queries of Spark's on ledgers, held against the database's. */
abstract class SparkCases {
  static final String DAY = "DATE '2026-01-02'";

  static TestLedgers ledgers;

  @SuppressWarnings("NullAway.Init") // by whoever extends it
  static SparkProcess spark;

  @BeforeAll
  static void makeLedgers() throws SQLException {
    ledgers = new TestLedgers();
    ledgers.execute(TypedLedger.SQL);
  }

  @AfterAll
  static void closeLedgers() {
    ledgers.close();
  }

  static void startSpark(String version) {
    spark = new SparkProcess(version, "local[2]", Map.of());
    spark.view("journal", ledgers.options(TestLedgers.VERSIONED));
    spark.view("unversioned", ledgers.options(TestLedgers.PLAIN));
    spark.view("typed", TypedLedger.options(ledgers.url()));
  }

  static void stopSpark() {
    spark.close();
  }

  /** The same by both: what Spark calls a view, the database calls a table. */
  static void requireSame(String sql) throws SQLException {
    requireSame(sql, sql);
  }

  static void requireSame(String sparks, String databases) throws SQLException {
    assertThat(spark.sql(sparks))
        .containsExactlyInAnyOrderElementsOf(
            ledgers.ask(databases.replace("journal", TestLedgers.VERSIONED)));
  }
}
