package dev.ledgerload.spark;

import dev.ledgerload.postgres.ExportedSnapshot;
import dev.ledgerload.postgres.PostgresSnapshot;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Divides what a query reads of one database into parts, on the driver. */
final class QueryPlanner {
  /*
   * A query may have several scans, as of a journal that is joined with itself. All parts of all of
   * them are made in one snapshot. By versions it is over then: a task reads its part and the day's
   * version in a snapshot of its own, and if that is the version of the plan, the day is what it
   * was there. So nobody holds anything, and it doesn't matter when a task runs, where, or how
   * often. Of journals without versions all tasks adopt the snapshot of the plan, which has to be
   * held open until the query is over (SnapshotLease).
   */
  private static final Object ALONE = new Object();

  private final SparkQuery query;
  private final List<JournalScan> scans;

  private QueryPlanner(SparkQuery query, List<JournalScan> scans) {
    this.query = query;
    this.scans = scans;
  }

  /** Plans a scan, with the others of its query that read from the same database. */
  static void plan(JournalScan scan) {
    var query = SparkQuery.current();
    synchronized (query.running() == null ? ALONE : query.running()) {
      if (scan.isPlanned()) { // with another, meanwhile
        return;
      }
      var scans = query.scans();
      scans.add(scan);
      scans.removeIf(
          other -> other.isPlanned() || !other.read().jdbcUrl().equals(scan.read().jdbcUrl()));
      new QueryPlanner(query, List.copyOf(scans)).plan().forEach(JournalScan::setParts);
    }
  }

  private Map<JournalScan, List<DayPart>> plan() {
    var planned =
        scans.stream().anyMatch(scan -> scan.read().snapshotKind() == SnapshotKind.EXPORTED)
            ? Optional.<Map<JournalScan, List<DayPart>>>empty()
            : read().inSnapshot("planning a query", snapshot -> parts(snapshot, null));
    return planned.orElseGet(
        () ->
            SnapshotLease.hold(
                read(), query, (snapshot, held) -> parts(snapshot, held).orElseThrow()));
  }

  private JournalRead read() {
    return scans.get(0).read();
  }

  /**
   * The parts; empty where there are several, and no versions that they need.
   *
   * @param held the snapshot that tasks are to adopt; null if versions are to do
   */
  private Optional<Map<JournalScan, List<DayPart>>> parts(
      PostgresSnapshot snapshot, @Nullable ExportedSnapshot held) throws SQLException {
    Map<JournalScan, List<DayPart>> parts = new LinkedHashMap<>();
    boolean isFenced = true;
    int count = 0;
    for (var scan : scans) {
      var ofScan = scan.planner().parts(snapshot, query, held);
      if (ofScan.isEmpty()) {
        return withoutVersions();
      }
      isFenced &= ofScan.get().stream().allMatch(part -> part.version() != null);
      count += ofScan.get().size();
      parts.put(scan, ofScan.get());
    }
    if (count > 1) {
      if (held == null && !isFenced) {
        return withoutVersions();
      }
      for (var scan : scans) {
        scan.planner().requireOneServer(snapshot, parts.getOrDefault(scan, List.of()));
      }
    }
    return Optional.of(parts);
  }

  private Optional<Map<JournalScan, List<DayPart>>> withoutVersions() {
    for (var scan : scans) {
      if (scan.read().snapshotKind() == SnapshotKind.VERSIONS) {
        throw new IllegalStateException(
            "%s has no versions of its days, or is read with what has none, by which tasks see that they read one state: install them by ledgerload install versions, or read it with the option snapshot=exported"
                .formatted(scan.read().title()));
      }
    }
    return Optional.empty();
  }
}
