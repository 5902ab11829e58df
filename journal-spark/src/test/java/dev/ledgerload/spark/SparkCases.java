package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** Queries of Spark's on ledgers, held against the database's. */
abstract class SparkCases {
  static final String DAY = "DATE '2026-01-02'";

  static TestLedgers ledgers;

  @SuppressWarnings("NullAway.Init") // by whoever extends it
  static SparkProcess spark;

  @BeforeAll
  static void makeLedgers() throws SQLException {
    ledgers = TestLedgers.shared();
  }

  static void use(SparkProcess process) {
    spark = process;
    spark.view("journal", ledgers.options(TestLedgers.VERSIONED));
    spark.view("unversioned", ledgers.options(TestLedgers.PLAIN));
    spark.view("typed", TypedLedger.options(ledgers.url()));
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
