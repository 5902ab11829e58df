package dev.ledgerload.spark;

import dev.ledgerload.loader.copy.DayParts;
import dev.ledgerload.postgres.ExportedSnapshot;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.Statistics;
import org.jspecify.annotations.Nullable;

/** Divides what a query needs into parts, on the driver. */
final class ScanPlanner {
  /*
   * All that the parts are made of is asked in one snapshot. By versions it is over then: a task
   * reads its part and the day's version in a snapshot of its own, and if that is the version of the
   * plan, the day is what it was there. So nobody holds anything, and it doesn't matter when a task
   * runs, where, or how often. Of a journal without versions all tasks adopt the snapshot of the
   * plan, which has to be held open until the query is over (SnapshotLease).
   */

  /** A century: who asks for more days has forgotten to say which. */
  private static final long MOST_DAYS = 36_525;

  private static final Pattern EXPECTED = Pattern.compile("rows=(\\d+) width=(\\d+)");

  private final JournalRead read;
  private final JournalSchema schema;
  private final ScanRequest request;
  private final boolean isOfTotals;

  ScanPlanner(JournalRead read, ScanRequest request, boolean isOfTotals) {
    this.read = read;
    this.schema = read.schema();
    this.request = request;
    this.isOfTotals = isOfTotals;
  }

  /** What the server's planner expects of the days; unknown if they are without an end. */
  Statistics estimate() {
    var days = request.days();
    if (days.isOpenAtBegin() || days.isOpenAtEnd() || days.count() == 0) {
      return JournalScan.Size.UNKNOWN;
    }
    return read.inSnapshot(
        "asking how large %s is".formatted(days),
        snapshot -> estimate(snapshot, JournalRead.describe(snapshot, schema, schema.columns())));
  }

  private Statistics estimate(PostgresSnapshot snapshot, JournalShape shape) throws SQLException {
    var list = request.days().list();
    long rows = 0;
    long width = 0;
    var asked = List.of(list.get(0), list.get(list.size() / 2), list.get(list.size() - 1));
    for (var day : asked) {
      var plan = explained(snapshot, condition(shape, day));
      var expected = EXPECTED.matcher(plan);
      if (!expected.find()) {
        return JournalScan.Size.UNKNOWN;
      }
      rows += Long.parseLong(expected.group(1));
      width = Math.max(width, Long.parseLong(expected.group(2)));
    }
    long all = Math.max(1, rows * list.size() / asked.size());
    return new JournalScan.Size(all, all * Math.max(8, width));
  }

  /** The parts. */
  InputPartition[] plan(SparkSession spark) {
    var context = spark.sparkContext();
    var execution = context.getLocalProperty("spark.sql.execution.id");
    var query =
        "spark-%s-%s".formatted(context.applicationId(), execution == null ? "0" : execution);
    int wanted = read.partitions() > 0 ? read.partitions() : context.defaultParallelism();
    var planned =
        read.snapshotKind() == SnapshotKind.EXPORTED
            ? Optional.<List<DayPart>>empty()
            : byVersions(query, wanted);
    return planned
        .orElseGet(
            () ->
                SnapshotLease.hold(
                    read,
                    query,
                    spark,
                    execution,
                    (snapshot, held) -> parts(snapshot, query, wanted, held).orElseThrow()))
        .toArray(InputPartition[]::new);
  }

  /** Empty where there are no versions, and several parts that need them. */
  private Optional<List<DayPart>> byVersions(String query, int wanted) {
    return read.inSnapshot(
        "planning a query of " + request.days(),
        snapshot -> {
          var parts = parts(snapshot, query, wanted, null);
          return parts.isPresent() ? parts : withoutVersions();
        });
  }

  private Optional<List<DayPart>> withoutVersions() {
    if (read.snapshotKind() == SnapshotKind.VERSIONS) {
      throw new IllegalStateException(
          "%s has no versions of its days, by which tasks see that they read one state: install them by ledgerload install versions, or read it with the option snapshot=exported"
              .formatted(read.title()));
    }
    return Optional.empty();
  }

  /**
   * The parts; empty where there are several, and no versions that they need.
   *
   * @param held the snapshot that tasks are to adopt; null if versions are to do
   */
  private Optional<List<DayPart>> parts(
      PostgresSnapshot snapshot, String query, int wanted, @Nullable ExportedSnapshot held)
      throws SQLException {
    var shape = JournalRead.describe(snapshot, schema, schema.columns());
    var days = days(snapshot, shape);
    if (days.count() > MOST_DAYS) {
      throw new IllegalArgumentException(
          "%s are %,d days, and a query may read %,d: say which days by a filter of %s"
              .formatted(days, days.count(), MOST_DAYS, schema.day().name()));
    }
    var list = days.list();
    int ofEach = isOfTotals || list.isEmpty() ? 1 : Math.max(1, wanted / list.size());
    List<DayPart> parts = new ArrayList<>();
    for (var day : list) {
      Optional<DayVersion> version =
          held == null ? snapshot.version(schema, day) : Optional.empty();
      if (held == null && version.isEmpty() && list.size() > 1) {
        return Optional.empty();
      }
      for (var ranges : ranges(snapshot, shape, day, ofEach)) {
        parts.add(
            new DayPart(
                day,
                ranges.stream().map(range -> condition(shape, day) + range).toList(),
                request.limit(),
                version.map(Object::toString).orElse(null),
                held == null ? null : held.name(),
                held == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, held.serverStartedAt()),
                query));
      }
    }
    if (parts.size() > 1) {
      if (held == null && parts.get(0).version() == null) {
        return Optional.empty();
      }
      requireOneServer(snapshot, parts.get(0));
    }
    return Optional.of(parts);
  }

  /**
   * Which pages each of a day's parts has. Ranges become smaller and smaller, and are dealt out to
   * and fro, for a connection that reads several costs less than several that read one.
   */
  private List<List<String>> ranges(
      PostgresSnapshot snapshot, JournalShape shape, LocalDate day, int parts) throws SQLException {
    if (parts == 1) {
      return List.of(List.of(""));
    }
    var ranges =
        read.partitions() > 0 // as was asked for
            ? DayParts.among(snapshot, shape, day, parts)
            : DayParts.asManyAsPay(snapshot, shape, day, parts);
    List<List<String>> dealt = new ArrayList<>();
    for (int i = 0; i < Math.min(parts, ranges.size()); i++) {
      dealt.add(new ArrayList<>());
    }
    for (int i = 0; i < ranges.size(); i++) {
      int place = i % (2 * dealt.size());
      dealt.get(Math.min(place, 2 * dealt.size() - 1 - place)).add(ranges.get(i));
    }
    return dealt;
  }

  private String condition(JournalShape shape, LocalDate day) {
    return shape.entriesOfSql(day) + request.conditions();
  }

  /** Of what lies on another server each task would see a state of its own. */
  private void requireOneServer(PostgresSnapshot snapshot, DayPart part) throws SQLException {
    if (explained(snapshot, part.conditions().get(0)).contains("Foreign Scan")) {
      throw new IllegalArgumentException(
          "%s is a foreign table, or shows one, so no snapshot holds for all of a query's tasks: read one day at a time, with the option partitions=1"
              .formatted(read.title()));
    }
  }

  private String explained(PostgresSnapshot snapshot, String condition) throws SQLException {
    var sql = "EXPLAIN SELECT * FROM %s WHERE %s".formatted(schema.fromSql(), condition);
    var plan = new StringBuilder();
    try (var statement = snapshot.prepare(sql);
        var lines = statement.executeQuery()) {
      while (lines.next()) {
        plan.append(lines.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  /** Those of the request that there may be entries of. */
  private Days days(PostgresSnapshot snapshot, JournalShape shape) throws SQLException {
    var days = request.days();
    if (!request.isOfDays()) {
      requireNoneWithoutDay(snapshot);
    }
    if (days.isOpenAtBegin()) {
      days = end(snapshot, shape, "").map(Days::from).orElse(Days.NONE).and(days);
    }
    if (days.isOpenAtEnd()) {
      days = end(snapshot, shape, " DESC").map(Days::until).orElse(Days.NONE).and(days);
    }
    return days;
  }

  private void requireNoneWithoutDay(PostgresSnapshot snapshot) throws SQLException {
    var sql =
        "SELECT EXISTS (SELECT FROM %s WHERE %s IS NULL%s)"
            .formatted(
                schema.fromSql(),
                schema.columnSql(schema.day()),
                schema.filter().map(" AND (%s\n)"::formatted).orElse(""));
    try (var statement = snapshot.prepare(sql);
        var row = statement.executeQuery()) {
      row.next();
      if (row.getBoolean(1)) {
        throw new IllegalArgumentException(
            "%s has entries without a day, which are of no part: leave them out by WHERE %s IS NOT NULL"
                .formatted(read.title(), schema.day().name()));
      }
    }
  }

  /** The first day that there are entries of, or the last; empty if there are none. */
  private Optional<LocalDate> end(PostgresSnapshot snapshot, JournalShape shape, String direction)
      throws SQLException {
    var column = schema.columnSql(schema.day());
    var sql =
        "SELECT CASE WHEN isfinite(%1$s) THEN (%2$s)::text END FROM %3$s WHERE %1$s IS NOT NULL ORDER BY %1$s%4$s LIMIT 1"
            .formatted(column, shape.daySql(), schema.fromSql(), direction);
    try (var statement = snapshot.prepare(sql);
        var row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      var day = row.getString(1);
      if (day == null) {
        throw new IllegalArgumentException(
            "%s has entries at infinity: say by a filter of %s from which day to which to read"
                .formatted(read.title(), schema.day().name()));
      }
      return Optional.of(LocalDate.parse(day));
    }
  }
}
