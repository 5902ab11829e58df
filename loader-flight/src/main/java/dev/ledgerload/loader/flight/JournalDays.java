package dev.ledgerload.loader.flight;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.SourceConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which days the journal has entries on. */
final class JournalDays {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** One look into the index for each day, where DISTINCT would read every entry. */
  private static final String BY_INDEX =
      """
      WITH RECURSIVE ledgerload_days(day) AS (
        SELECT min(%1$s) FROM %2$s
        WHERE %3$s%1$s >= DATE '0001-01-01' AND %1$s <= DATE '9999-12-31'
        UNION ALL
        SELECT (SELECT min(%1$s) FROM %2$s
          WHERE %3$s%1$s > ledgerload_days.day AND %1$s <= DATE '9999-12-31')
        FROM ledgerload_days WHERE day IS NOT NULL
      )
      SELECT day FROM ledgerload_days WHERE day IS NOT NULL
      """;

  /** Moments aren't equal to the day's others: all are read. */
  private static final String FROM_ALL =
      """
      SELECT DISTINCT %1$s FROM %2$s
      WHERE %3$s%1$s >= DATE '0001-01-01' AND %1$s <= DATE '9999-12-31' ORDER BY 1
      """;

  private final SourceConfig config;

  JournalDays(SourceConfig config) {
    this.config = config;
  }

  /**
   * The days from year 1 to 9999, ascending.
   *
   * @throws dev.ledgerload.spi.JournalLoadException if they can't be had, or not in 30 seconds
   */
  List<LocalDate> list() {
    try (var session =
        PostgresSession.open(FlightSourceProvider.STRATEGY, config.database(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "listing the days of " + config.schema().title(),
          this::read);
    }
  }

  private List<LocalDate> read(PostgresSnapshot snapshot) throws SQLException {
    try (var statement = snapshot.prepare(sql(snapshot));
        var rows = statement.executeQuery()) {
      List<LocalDate> days = new ArrayList<>();
      while (rows.next()) {
        days.add(rows.getObject(1, LocalDate.class));
      }
      return days;
    }
  }

  private String sql(PostgresSnapshot snapshot) throws SQLException {
    var schema = config.schema();
    var shape =
        snapshot.describe(
            FlightSourceProvider.STRATEGY, schema, List.of(schema.day()), NumericShape.DEFAULT);
    var entries = schema.filter().map(filter -> "(" + filter + "\n) AND ").orElse("");
    return (shape.day().type() == Fixed.DATE ? BY_INDEX : FROM_ALL)
        .formatted(shape.daySql(), schema.fromSql(), entries);
  }
}
