package dev.ledgerload.spark;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The journal's rows, or totals of them, that a query needs. */
final class JournalScan implements Scan, Batch, SupportsReportStatistics {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  private final JournalRead read;
  private final ScanRequest request;
  private final @Nullable PushedTotals totals;
  private @Nullable Statistics statistics;
  private volatile DayPart @Nullable [] parts;

  JournalScan(JournalRead read, ScanRequest request, @Nullable PushedTotals totals) {
    this.read = read;
    this.request = request;
    this.totals = totals;
  }

  @Override
  public StructType readSchema() {
    return totals == null ? request.columns() : totals.types();
  }

  /** What the UI shows: nothing that is secret. */
  @Override
  public String description() {
    return "%s %s, days: %s%s%s"
        .formatted(
            LedgerloadSource.NAME,
            read.title(),
            request.isOfDays() ? request.days() : "all",
            request.conditions().isEmpty() ? "" : ", where:" + request.conditions(),
            totals == null ? "" : ", by the database: " + totals.selectList());
  }

  /** What the server's planner expects. */
  @Override
  public synchronized Statistics estimateStatistics() {
    if (statistics == null) {
      statistics = planner().estimate();
    }
    return statistics;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  /** Spark may ask several times; all is of one state of the database. */
  @Override
  public InputPartition[] planInputPartitions() {
    if (parts == null) {
      QueryPlanner.plan(this);
    }
    return requireNonNull(parts);
  }

  JournalRead read() {
    return read;
  }

  ScanPlanner planner() {
    return new ScanPlanner(read, request, totals);
  }

  boolean isPlanned() {
    return parts != null;
  }

  void setParts(List<DayPart> planned) {
    parts = planned.toArray(DayPart[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return totals == null
        ? new EntriesReaderFactory(read, request.columns())
        : new TotalsReaderFactory(read, totals);
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {new LoadMetrics.Rows(), new LoadMetrics.Bytes()};
  }

  /** How many rows there are, about, and bytes. */
  record Size(OptionalLong numRows, OptionalLong sizeInBytes) implements Statistics {
    static final Size UNKNOWN = new Size(OptionalLong.empty(), OptionalLong.empty());

    Size(long rows, long bytes) {
      this(OptionalLong.of(rows), OptionalLong.of(bytes));
    }
  }
}
