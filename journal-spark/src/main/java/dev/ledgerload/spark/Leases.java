package dev.ledgerload.spark;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;

/** The leases of an application, that end with their queries. */
final class Leases extends SparkListener {
  private static final Map<SparkContext, Leases> OF_CONTEXTS = new ConcurrentHashMap<>();

  private final SparkContext context;
  private final Set<SnapshotLease> leases = ConcurrentHashMap.newKeySet();

  private Leases(SparkContext context) {
    this.context = context;
  }

  static Leases of(SparkContext context) {
    return OF_CONTEXTS.computeIfAbsent(
        context,
        key -> {
          var leases = new Leases(key);
          key.addSparkListener(leases);
          return leases;
        });
  }

  void add(SnapshotLease lease) {
    leases.removeIf(SnapshotLease::isOver);
    leases.add(lease);
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    leases.forEach(SnapshotLease::renew);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    leases.forEach(SnapshotLease::renew);
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof SparkListenerSQLExecutionEnd ended) {
      var execution = Long.toString(ended.executionId());
      leases.stream().filter(lease -> lease.isOf(execution)).forEach(SnapshotLease::end);
      leases.removeIf(SnapshotLease::isOver);
    }
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    leases.forEach(SnapshotLease::end);
    OF_CONTEXTS.remove(context);
  }
}
