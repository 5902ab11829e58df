package dev.ledgerload.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What Spark's UI says of a scan. */
final class LoadMetrics {
  private static final String ROWS = "loadedRows";
  private static final String BYTES = "loadedBytes";

  private LoadMetrics() {}

  /** For Spark, which makes one by its name. */
  public static final class Rows extends CustomSumMetric {
    @Override
    public String name() {
      return ROWS;
    }

    @Override
    public String description() {
      return "rows read from PostgreSQL";
    }
  }

  /** Likewise. */
  public static final class Bytes extends CustomSumMetric {
    @Override
    public String name() {
      return BYTES;
    }

    @Override
    public String description() {
      return "bytes that they take outside of the heap";
    }
  }

  private record Value(String name, long value) implements CustomTaskMetric {}

  static CustomTaskMetric[] of(long rows, long bytes) {
    return new CustomTaskMetric[] {new Value(ROWS, rows), new Value(BYTES, bytes)};
  }
}
