package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spark.SparkProcess.Failure;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two workers with an executor each, in JVMs of their own. */
class SparkClusterTest {
  private static final String SQL =
      "SELECT acc_debit, sum(amount), count(*) FROM (SELECT *, rand() FROM %s) GROUP BY acc_debit";

  private static TestLedgers ledgers;
  private static SparkProcess spark;

  @BeforeAll
  static void start() throws SQLException {
    ledgers = new TestLedgers();
    spark = new SparkProcess(SparkProcess.NEWEST, "local-cluster[2,1,1024]", Map.of());
    spark.view("versioned", ledgers.options(TestLedgers.VERSIONED));
    spark.view("plain_entries", ledgers.options(TestLedgers.PLAIN));
  }

  @AfterAll
  static void stop() {
    spark.close();
    ledgers.close();
  }

  private static String databases(String table) {
    return SQL.formatted(table)
        .replace("rand() FROM " + table + ")", "random() FROM " + table + ") q");
  }

  @Test
  void allTasksSeeOneStateByVersionsAndByASnapshot() throws SQLException {
    for (var table : List.of("versioned", "plain_entries")) {
      assertThat(spark.sql(SQL.formatted(table)))
          .containsExactlyInAnyOrderElementsOf(ledgers.ask(databases(table)));
    }
    assertThat(spark.executors()).hasSize(2);
  }

  @Test
  void whenAWorkerIsKilledTheAnswerIsRightOrThereIsNone() throws Exception {
    var right = ledgers.ask(databases("versioned"));
    var slow = // the part of a day that an executor is at when it is killed
        "SELECT acc_debit, sum(amount), count(*) FROM (SELECT *, rand(), reflect('java.lang.Thread', 'onSpinWait') FROM versioned) GROUP BY acc_debit";
    var answer = CompletableFuture.supplyAsync(() -> spark.sql(slow));
    Thread.sleep(300);
    spark.executors().get(0).destroyForcibly();
    try {
      assertThat(answer.get()).containsExactlyInAnyOrderElementsOf(right);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(Failure.class);
    }
    assertThat(spark.sql(SQL.formatted("versioned"))).containsExactlyInAnyOrderElementsOf(right);
    for (int i = 0; ledgers.connections() > 0 && i < 200; i++) {
      Thread.sleep(50);
    }
    assertThat(ledgers.connections()).isZero();
  }
}
