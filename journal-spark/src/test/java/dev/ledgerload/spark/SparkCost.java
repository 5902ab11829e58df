package dev.ledgerload.spark;

import dev.ledgerload.loader.mv.MvInstallation;
import dev.ledgerload.postgres.VersionsInstallation;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalSources;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/**
 * What a day takes in Spark, by our source and by Spark's own of JDBC, and what many days take as
 * executors grow: {@code mvn -Pspark verify -pl journal-spark -am -Dtest=SparkCost}. No test.
 */
class SparkCost {
  private static final int ROUNDS = 9;
  private static final JournalSchema DAY = JournalSchema.GL_ENTRIES.withTable("one_day");

  @Test
  void aDay() throws SQLException {
    var journal = new SeededJournal(JournalParameters.of(1_000_000, 1).withHistoryDays(20));
    try (var testbed = JournalTestbed.start()) {
      journal.seed(testbed.postgresUrl(), DAY, SeedOptions.DEFAULT.withReplace(true));
      testbed.settle();
      try (var spark = SparkProcess.asUsersRunIt("local[2]")) {
        var day = journal.parameters().day(0);
        Map<String, String> options = options(testbed.postgresUrl());
        options.put("partitions", "2");
        spark.view("ours", options);
        spark.view(
            "jdbc", jdbc(testbed.postgresUrl(), day.toString(), ends(testbed.postgresUrl(), day)));
        var sql = "SELECT * FROM %s WHERE trx_date = DATE '" + day + "'";
        var totals =
            "SELECT acc_debit, acc_credit, sum(amount), count(*) FROM %s WHERE trx_date = DATE '"
                + day
                + "' GROUP BY acc_debit, acc_credit";
        Map<String, Supplier<Double>> ways = new LinkedHashMap<>();
        ways.put("copy, two streams", () -> copy(testbed.postgresUrl(), journal));
        ways.put("Spark, ours", () -> spark.millis(sql.formatted("ours")));
        ways.put("Spark, its JDBC source", () -> spark.millis(sql.formatted("jdbc")));
        ways.put("Spark alone", () -> spark.millis("SELECT 1"));
        ways.put(
            "Spark, ours, a day without entries",
            () -> spark.millis("SELECT * FROM ours WHERE trx_date = DATE '2031-01-01'"));
        ways.put(
            "Spark, ours, counted",
            () ->
                spark.millis(
                    "SELECT sum(amount), max(id), max(t_5) FROM ours WHERE trx_date = DATE '"
                        + day
                        + "'"));
        ways.put("Spark, ours, totals", () -> spark.millis(totals.formatted("ours")));
        print(ways);
      }
    }
  }

  @Test
  void manyDays() {
    var journal = new SeededJournal(JournalParameters.of(200_000, 30));
    try (var testbed = JournalTestbed.start()) {
      journal.seed(testbed.postgresUrl(), DAY, SeedOptions.DEFAULT.withReplace(true));
      testbed.settle();
      Map<String, Supplier<Double>> ways = new LinkedHashMap<>();
      List<SparkProcess> clusters = new ArrayList<>();
      for (int executors = 1; executors <= 2; executors++) {
        var spark = SparkProcess.asUsersRunIt("local-cluster[%d,1,1024]".formatted(executors));
        clusters.add(spark);
        spark.view("ours", options(testbed.postgresUrl()));
        ways.put(
            executors + " executors, 30 days of 200,000", () -> spark.millis("SELECT * FROM ours"));
      }
      print(ways);
      clusters.forEach(SparkProcess::close);
    }
  }

  /** Of days that haven't changed since the view was filled. */
  @Test
  void totalsOfManyDays() {
    var journal = new SeededJournal(JournalParameters.of(200_000, 30));
    try (var testbed = JournalTestbed.start();
        var allocator = new RootAllocator()) {
      journal.seed(testbed.postgresUrl(), DAY, SeedOptions.DEFAULT.withReplace(true));
      var config = SourceConfig.of(testbed.postgresUrl(), allocator).withSchema(DAY);
      new VersionsInstallation().install(config);
      new MvInstallation().install(config.withOptions(Map.of("window-days", "all")));
      testbed.settle();
      try (var spark = SparkProcess.asUsersRunIt("local[2]")) {
        spark.view("viewed", options(testbed.postgresUrl()));
        var held = options(testbed.postgresUrl());
        held.put("snapshot", "exported");
        spark.view("held", held);
        var totals = "SELECT acc_debit, acc_credit, sum(amount), count(*) FROM %s GROUP BY ALL";
        Map<String, Supplier<Double>> ways = new LinkedHashMap<>();
        ways.put("totals of 30 days, the view", () -> spark.millis(totals.formatted("viewed")));
        ways.put("totals of 30 days, the journal", () -> spark.millis(totals.formatted("held")));
        print(ways);
      }
    }
  }

  private static Map<String, String> options(PostgresUrl url) {
    return new HashMap<>(TestLedgers.options(url.jdbcUrl(), DAY.table()));
  }

  /** As its documentation has it, at its best: two partitions by the number, fetched in pieces. */
  private static Map<String, String> jdbc(PostgresUrl url, String day, List<String> ends) {
    return Map.of(
        "format",
        "jdbc",
        "url",
        url.jdbcUrl(),
        "driver",
        "dev.ledgerload.spark.shaded.postgresql.Driver",
        "dbtable",
        "(SELECT * FROM one_day WHERE trx_date = DATE '%s') AS day".formatted(day),
        "partitionColumn",
        "id",
        "lowerBound",
        ends.get(0),
        "upperBound",
        ends.get(1),
        "numPartitions",
        "2",
        "fetchsize",
        "10000");
  }

  /** The day's least and greatest number. */
  private static List<String> ends(PostgresUrl url, LocalDate day) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT min(id), max(id) FROM one_day WHERE trx_date = DATE '%s'".formatted(day))) {
      rows.next();
      return List.of(rows.getString(1), rows.getString(2));
    }
  }

  private static double copy(PostgresUrl url, SeededJournal journal) {
    try (var allocator = new RootAllocator();
        var source =
            JournalSources.provider("copy")
                .open(
                    SourceConfig.of(url, allocator)
                        .withSchema(DAY)
                        .withOptions(Map.of("streams", "2")))) {
      long start = System.nanoTime();
      source.load(JournalQuery.of(DAY, journal.parameters().day(0))).close();
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static void print(Map<String, Supplier<Double>> ways) {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int round = -2; round < ROUNDS; round++) {
      for (var way : ways.entrySet()) {
        double took = way.getValue().get();
        if (round >= 0) {
          millis.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(took);
        }
      }
    }
    millis.forEach(
        (name, all) -> {
          all.sort(null);
          System.out.printf(
              "%-32s median %,6.0f ms, %,6.0f to %,6.0f%n",
              name, all.get(all.size() / 2), all.get(0), all.get(all.size() - 1));
        });
  }
}
