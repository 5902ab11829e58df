package dev.ledgerload.rivals;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Spark's own source of JDBC, divided in two by the day's numbers. */
final class SparkJdbcRival extends SparkRival {
  private final Class<?> driver;

  SparkJdbcRival(DayQuery query) throws SQLException {
    super(query, "jdbc", options(query, ends(query)));
    driver = DriverManager.getDriver(query.jdbcUrl()).getClass();
  }

  private static Map<String, String> options(DayQuery query, List<String> ends) {
    return Map.of(
        "url",
        query.jdbcUrl(),
        "dbtable",
        "(%s) AS day".formatted(query.sql(query.daySql())),
        "partitionColumn",
        "id",
        "lowerBound",
        ends.get(0),
        "upperBound",
        ends.get(1),
        "numPartitions",
        "2",
        "fetchsize",
        Integer.toString(DayQuery.FETCH_ROWS),
        "prepareThreshold", // for the driver: values in binary
        "-1");
  }

  /** The day's least and greatest number, as whoever divides it has to know them. */
  private static List<String> ends(DayQuery query) throws SQLException {
    var sql = "SELECT min(id), max(id) FROM (%s) AS day".formatted(query.sql(query.daySql()));
    try (var connection = query.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return List.of(rows.getString(1), rows.getString(2));
    }
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(SparkSession.class, driver);
  }
}
