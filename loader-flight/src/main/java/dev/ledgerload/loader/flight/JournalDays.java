package dev.ledgerload.loader.flight;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
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
        PostgresSession.open(FlightSourceProvider.STRATEGY, config.postgres(), Map.of())) {
      return session.inSnapshot(
          null,
          Deadline.after(LIMIT),
          () -> "listing the days of " + config.schema().tableSql(),
          this::read);
    }
  }

  private List<LocalDate> read(PostgresSnapshot snapshot) throws SQLException {
    try (var statement = snapshot.connection().createStatement();
        var rows = statement.executeQuery(sql())) {
      List<LocalDate> days = new ArrayList<>();
      while (rows.next()) {
        days.add(rows.getObject(1, LocalDate.class));
      }
      return days;
    }
  }

  /** One look into the index for each day, where DISTINCT would read every entry. */
  private String sql() {
    return """
        WITH RECURSIVE days(day) AS (
          SELECT min(%1$s) FROM %2$s WHERE %1$s >= DATE '0001-01-01' AND %1$s <= DATE '9999-12-31'
          UNION ALL
          SELECT (SELECT min(%1$s) FROM %2$s WHERE %1$s > day AND %1$s <= DATE '9999-12-31')
          FROM days WHERE day IS NOT NULL
        )
        SELECT day FROM days WHERE day IS NOT NULL
        """
        .formatted(config.schema().columnSql(config.schema().day()), config.schema().tableSql());
  }
}
