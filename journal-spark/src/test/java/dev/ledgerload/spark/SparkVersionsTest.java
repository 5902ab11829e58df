package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a source does for Spark, by each version that the jar is for. */
@ParameterizedClass
@MethodSource("versions")
class SparkVersionsTest extends SparkCases {
  @SuppressWarnings("NullAway.Init") // by JUnit
  @Parameter
  String version;

  static List<String> versions() {
    return SparkProcess.VERSIONS;
  }

  @BeforeParameterizedClassInvocation
  static void start(String version) {
    use(
        version.equals(SparkProcess.NEWEST)
            ? SparkProcess.newest()
            : new SparkProcess(version, "local[2]", Map.of()));
  }

  @AfterParameterizedClassInvocation
  static void stop(String version) {
    if (!version.equals(SparkProcess.NEWEST)) { // which others use, too
      spark.close();
    }
  }

  @Test
  void givesEveryRowOfADay() throws SQLException {
    requireSame(
        "SELECT id, trx_date, acc_debit, acc_credit, amount, t_1, t_2, t_5 FROM journal"
            + " WHERE trx_date = "
            + DAY);
  }

  @Test
  void aDayIsReadInAsManyPartsAsAreAskedFor() throws SQLException {
    Map<String, String> options = new HashMap<>(ledgers.options(TestLedgers.VERSIONED));
    options.put("partitions", "5");
    spark.view("parts", options);
    assertThat(
            spark.sql(
                "SELECT spark_partition_id() AS part, count(*) FROM parts WHERE trx_date = "
                    + DAY
                    + " GROUP BY part"))
        .hasSizeBetween(2, 5);
    requireSame(
        "SELECT count(*), sum(id) FROM parts WHERE trx_date = %s AND id + 0 > 0".formatted(DAY),
        "SELECT count(*), sum(id) FROM journal WHERE trx_date = " + DAY);
  }

  @Test
  void readsAllDaysWhereNoneIsNamed() throws SQLException {
    requireSame("SELECT trx_date, count(*) FROM journal GROUP BY trx_date");
  }

  @Test
  void totalsOfADayAreTheDatabases() throws SQLException {
    var sql =
        "SELECT acc_debit, acc_credit, sum(amount), count(*) FROM journal WHERE trx_date = "
            + DAY
            + " GROUP BY acc_debit, acc_credit";
    requireSame(sql);
    assertThat(spark.plan(sql)).contains("by the database: ").doesNotContain("HashAggregate");
  }

  @Test
  void totalsOfDaysAreSummedUpFromTheDatabases() throws SQLException {
    var sql =
        "SELECT acc_debit, sum(amount) AS total, count(*), count(t_1) FROM journal"
            + " WHERE trx_date >= DATE '2026-01-02' GROUP BY acc_debit";
    requireSame(sql);
    assertThat(spark.plan(sql)).contains("by the database: ").contains("HashAggregate");
  }

  @Test
  void aSumHasTheDigitsThatSparkGivesIt() {
    spark.sql("SELECT 1");
    assertThat(spark.sql("SELECT typeof(sum(amount)) FROM journal WHERE trx_date = " + DAY))
        .containsExactly("decimal(28,2)");
  }

  /** Spark lets what it sums up have no more digits than the column. */
  @Test
  void sumsThatTheColumnHasNoDigitsForAreExact() throws SQLException {
    requireSame(
        "SELECT k, sum(small), count(small), count(*) FROM typed"
            + " WHERE d >= DATE '2026-01-01' GROUP BY k",
        "SELECT k, sum(small), count(small), count(*) FROM typed_ledger GROUP BY k");
  }

  @Test
  void bytesAndFloatingPointNumbersAreHeldExactly() throws SQLException {
    requireSame(
        "SELECT id, lower(hex(y)), cast(f4 AS decimal(20, 10)), cast(f8 AS decimal(30, 10)) FROM typed"
            + " WHERE d >= DATE '2026-01-01'",
        "SELECT id, encode(y, 'hex'), f4::numeric(20, 10), f8::numeric(30, 10) FROM typed_ledger");
  }

  @Test
  void textsOfAnySignsAreFound() throws SQLException {
    ledgers.execute("CREATE TABLE IF NOT EXISTS signs AS SELECT * FROM plain_entries LIMIT 3");
    ledgers.execute(
        "UPDATE signs SET acc_debit = E'it\\'s \\\\ \"x\" \\n é' WHERE id = (SELECT min(id) FROM signs)");
    spark.view("signs", ledgers.options("signs"));
    var sql =
        "SELECT count(*) FROM signs WHERE trx_date = DATE '2026-01-01'"
            + " AND acc_debit = 'it\\'s \\\\ \"x\" \\n é'";
    assertThat(spark.sql(sql)).containsExactly("1");
    assertThat(spark.plan(sql)).contains(" IN (E'it''s \\\\ ");
  }

  @Test
  void aLimitIsOfTheDatabases() {
    var sql = "SELECT id FROM journal WHERE trx_date = " + DAY + " LIMIT 7";
    assertThat(spark.sql(sql)).hasSize(7);
    assertThat(spark.sql("SELECT count(*) FROM (" + sql + ")")).containsExactly("7");
  }

  @Test
  void withoutVersionsASnapshotIsHeldForTheQueryAlone() throws Exception {
    assertThat(spark.sql("SELECT count(*), sum(amount) FROM unversioned"))
        .isEqualTo(ledgers.ask("SELECT count(*), sum(amount) FROM plain_entries"));
    ledgers.requireNoConnectionSoon();
  }

  @Test
  void saysInThePlanWhatItReadsButNoPassword() {
    var plan = spark.plan("SELECT sum(amount) FROM journal WHERE trx_date = " + DAY);
    assertThat(plan).contains("ledgerload \"versioned\", days: 2026-01-02");
    assertThat(plan).doesNotContain("jdbc:").doesNotContain("password");
  }
}
