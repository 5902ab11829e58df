package dev.ledgerload.spark;

import dev.ledgerload.postgres.JournalShape;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Takes over what of a query the database can do exactly. */
final class JournalScanBuilder
    implements SupportsPushDownV2Filters,
        SupportsPushDownRequiredColumns,
        SupportsPushDownAggregates,
        SupportsPushDownLimit {
  private final JournalRead read;
  private final JournalShape shape;
  private PushedFilters filters;
  private StructType columns;
  private @Nullable PushedTotals totals;
  private int limit = JournalScan.NO_LIMIT;

  JournalScanBuilder(JournalRead read, StructType columns) {
    this.read = read;
    this.columns = columns;
    this.shape = read.shape();
    this.filters = new PushedFilters(shape);
    var now = SparkTypes.of(shape.columns());
    if (!now.equals(columns)) {
      throw new IllegalStateException(
          "%s has changed since the query was made: it had %s, and has %s; read it anew"
              .formatted(read.title(), columns.toDDL(), now.toDDL()));
    }
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    filters = new PushedFilters(shape);
    Arrays.stream(predicates).forEach(filters::offer);
    return filters.left();
  }

  @Override
  public Predicate[] pushedPredicates() {
    return filters.taken();
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  /** Only then is there one partition, whose sums nobody adds up. */
  private boolean isOfOneDay() {
    return filters.days().count() == 1;
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return isOfOneDay() && PushedTotals.of(aggregation, shape, true).isPresent();
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    totals = PushedTotals.of(aggregation, shape, isOfOneDay()).orElse(null);
    return totals != null;
  }

  @Override
  public boolean pushLimit(int rows) {
    if (totals != null) { // of groups, which Spark may yet have to join
      return false;
    }
    limit = rows;
    return true;
  }

  @Override
  public boolean isPartiallyPushed() {
    return true; // each partition gives so many rows
  }

  @Override
  public Scan build() {
    return new JournalScan(
        read,
        new ScanRequest(
            filters.days(),
            filters.isOfDays(),
            filters.conditions(),
            List.of(filters.taken()),
            columns,
            limit),
        totals);
  }
}
