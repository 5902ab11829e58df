package dev.ledgerload.spark;

import dev.ledgerload.loader.copy.DayParts;
import dev.ledgerload.loader.copy.Plan;
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
import org.apache.spark.sql.connector.read.Statistics;
import org.jspecify.annotations.Nullable;

/** Divides what a scan needs into parts. */
final class ScanPlanner {
  /** A century: who asks for more days has forgotten to say which. */
  private static final long MOST_DAYS = 36_525;

  private final JournalRead read;
  private final JournalSchema schema;
  private final ScanRequest request;
  private final @Nullable PushedTotals totals;

  /**
   * @param totals that the scan is for; null if it is for entries
   */
  ScanPlanner(JournalRead read, ScanRequest request, @Nullable PushedTotals totals) {
    this.read = read;
    this.schema = read.schema();
    this.request = request;
    this.totals = totals;
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
    double rows = 0;
    var asked = List.of(list.get(0), list.get(list.size() / 2), list.get(list.size() - 1));
    for (var day : asked) {
      rows += plan(snapshot, condition(shape, day)).rows();
    }
    long all = Math.max(1, Math.round(rows * list.size() / asked.size()));
    return new JournalScan.Size(all, all * Math.max(1, request.columns().defaultSize()));
  }

  /**
   * The parts; empty where there are several days, and no versions that they need.
   *
   * @param held the snapshot that tasks are to adopt; null if versions are to do, where there are
   *     any
   */
  Optional<List<DayPart>> parts(
      PostgresSnapshot snapshot, SparkQuery query, @Nullable ExportedSnapshot held)
      throws SQLException {
    var shape = JournalRead.describe(snapshot, schema, schema.columns());
    var days = days(snapshot, shape);
    if (days.count() > MOST_DAYS) {
      throw new IllegalArgumentException(
          "%s are %,d days, and a query may read %,d: say which days by a filter of %s"
              .formatted(days, days.count(), MOST_DAYS, schema.day().name()));
    }
    var list = days.list();
    int wanted = read.partitions() > 0 ? read.partitions() : query.parallelism();
    int ofEach = totals != null || list.isEmpty() ? 1 : Math.max(1, wanted / list.size());
    Optional<TotalsView> view =
        totals == null || held != null
            ? Optional.empty()
            : TotalsView.find(snapshot, schema, request, totals);
    List<DayPart> parts = new ArrayList<>();
    for (var day : list) {
      Optional<DayVersion> version =
          held == null ? snapshot.version(schema, day) : Optional.empty();
      if (held == null && version.isEmpty() && list.size() > 1) {
        return Optional.empty();
      }
      Optional<String> ofView =
          view.isPresent() && version.isPresent()
              ? view.get().sql(snapshot, day, version.get())
              : Optional.empty();
      for (var ranges : ranges(snapshot, shape, day, ofEach)) {
        parts.add(
            new DayPart(
                day,
                ranges.stream().map(range -> condition(shape, day) + range).toList(),
                ofView.orElse(null),
                request.limit(),
                version.map(Object::toString).orElse(null),
                held == null ? null : held.name(),
                held == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, held.serverStartedAt()),
                query.name()));
      }
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
  void requireOneServer(PostgresSnapshot snapshot, List<DayPart> parts) throws SQLException {
    if (!parts.isEmpty() && plan(snapshot, parts.get(0).conditions().get(0)).readsForeignTable()) {
      throw new IllegalArgumentException(
          "%s is a foreign table, or shows one, so no snapshot holds for all of a query's tasks: read one day of it, with the option partitions=1, and nothing beside it"
              .formatted(read.title()));
    }
  }

  private Plan plan(PostgresSnapshot snapshot, String condition) throws SQLException {
    return snapshot.ask(
        new Plan.Of("SELECT FROM %s WHERE %s".formatted(schema.fromSql(), condition)));
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
