package dev.ledgerload.spark;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.jspecify.annotations.Nullable;

/**
 * A query as the driver runs it.
 *
 * @param execution Spark's number of it; null if it has none, as that of an RDD
 * @param running null likewise
 */
record SparkQuery(
    SparkContext context, @Nullable String execution, @Nullable QueryExecution running) {

  /** The one that this thread works for. */
  static SparkQuery current() {
    var context = SparkSession.active().sparkContext();
    var execution = context.getLocalProperty(SQLExecution.EXECUTION_ID_KEY());
    return new SparkQuery(
        context,
        execution,
        execution == null ? null : SQLExecution.getQueryExecution(Long.parseLong(execution)));
  }

  /** By which the database knows who reads, behind {@code ledgerload-}. */
  String name() {
    return "spark-%s-%s".formatted(context.applicationId(), execution == null ? "0" : execution);
  }

  /** How many tasks run at a time, as far as Spark knows. */
  int parallelism() {
    return context.defaultParallelism();
  }

  /** All scans of journals that are part of it. */
  Set<JournalScan> scans() {
    Set<JournalScan> found = new LinkedHashSet<>();
    if (running != null) {
      collect(running.optimizedPlan(), found);
    }
    return found;
  }

  private static void collect(LogicalPlan plan, Set<JournalScan> found) {
    if (plan instanceof DataSourceV2ScanRelation relation
        && relation.scan() instanceof JournalScan scan) {
      found.add(scan);
    }
    asJava(plan.children()).forEach(child -> collect(child, found));
    asJava(plan.subqueries()).forEach(subquery -> collect(subquery, found));
  }
}
