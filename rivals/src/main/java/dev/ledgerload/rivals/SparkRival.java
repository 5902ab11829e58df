package dev.ledgerload.rivals;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Spark in this JVM, with two cores. A load is a query for all values of the day that ends in
 * {@code noop}: each becomes part of a row of Spark's, and no row is kept.
 */
abstract class SparkRival implements Rival {
  private static final String VIEW = "entries";

  private final SparkSession spark;
  private final String sql;

  /**
   * Starts it.
   *
   * @param format of the data source
   * @param options that are the source's
   */
  SparkRival(DayQuery query, String format, Map<String, String> options) {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("rivals")
            .config("spark.ui.enabled", false)
            .config("spark.log.level", "WARN")
            .getOrCreate();
    spark.read().format(format).options(options).load().createOrReplaceTempView(VIEW);
    sql =
        "SELECT %s FROM %s WHERE trx_date = %s"
            .formatted(String.join(", ", DayQuery.COLUMNS), VIEW, query.daySql());
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(SparkSession.class);
  }

  @Override
  public LoadedDay load() {
    spark.sql(sql).write().format("noop").mode("overwrite").save();
    return new SparkDay(spark.sql(sql));
  }

  @Override
  public void close() {
    spark.stop();
  }
}
