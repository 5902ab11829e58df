package dev.ledgerload.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spark.SparkProcess.Failure;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two workers with an executor each, in JVMs of their own. */
class SparkClusterTest {
  /** Spark adds by itself, for the database doesn't take the condition over. */
  private static final String SQL =
      "SELECT acc_debit, sum(amount), count(*) FROM %s WHERE id + 0 > 0 GROUP BY acc_debit";

  private static TestLedgers ledgers;
  private static SparkProcess spark;

  @BeforeAll
  static void start() throws SQLException {
    ledgers = TestLedgers.shared();
    spark =
        new SparkProcess(
            SparkProcess.NEWEST,
            "local-cluster[2,1,1024]",
            Map.of(),
            "spark.executor.extraJavaOptions=" + String.join(" ", SparkProcess.QUICK));
    spark.view("versioned", ledgers.options(TestLedgers.VERSIONED));
    spark.view("plain_entries", ledgers.options(TestLedgers.PLAIN));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void allTasksSeeOneStateByVersionsAndByASnapshot() throws SQLException {
    for (var table : List.of("versioned", "plain_entries")) {
      assertThat(spark.sql(SQL.formatted(table)))
          .containsExactlyInAnyOrderElementsOf(ledgers.ask(SQL.formatted(table)));
    }
    assertThat(spark.executors()).hasSize(2);
  }

  @Test
  void whenAWorkerIsKilledTheAnswerIsRightOrThereIsNone() throws Exception {
    var right = ledgers.ask(SQL.formatted("versioned"));
    Map<String, String> options = new HashMap<>(ledgers.options(TestLedgers.VERSIONED));
    options.put("filter", "pg_sleep(0.0003) IS NOT NULL"); // a task takes a second
    spark.view("slow", options);
    ledgers.requireNoConnectionSoon();
    var answer = CompletableFuture.supplyAsync(() -> spark.sql(SQL.formatted("slow")));
    while (ledgers.readers() < 2) { // each executor is in the middle of a day
      assertThat(answer).isNotDone();
      Thread.sleep(10);
    }
    spark.executors().get(0).destroyForcibly();
    try {
      assertThat(answer.get()).containsExactlyInAnyOrderElementsOf(right);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(Failure.class);
    }
    assertThat(spark.sql(SQL.formatted("versioned"))).containsExactlyInAnyOrderElementsOf(right);
    ledgers.requireNoConnectionSoon();
  }
}
