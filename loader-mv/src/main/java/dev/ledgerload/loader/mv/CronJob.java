package dev.ledgerload.loader.mv;

import static dev.ledgerload.loader.mv.MvSourceProvider.STRATEGY;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.spi.JournalLoadException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The job by which pg_cron refreshes a view.
 *
 * @param hasCron whether pg_cron is in this database and may be used
 * @param schedule when; null for no job
 */
record CronJob(GroupsView view, boolean hasCron, @Nullable String schedule) {
  private static final String HAS_CRON =
      """
      SELECT count(*) > 0 FROM pg_extension, pg_namespace n
      WHERE extname = 'pg_cron' AND n.nspname = 'cron' AND has_schema_privilege(n.oid, 'USAGE')
      """;
  private static final String INVALID_VALUE = "22023";

  /**
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there is a schedule and no pg_cron
   */
  static CronJob of(Connection connection, GroupsView view, @Nullable String schedule)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(HAS_CRON)) {
      rows.next();
      boolean hasCron = rows.getBoolean(1);
      if (schedule != null && !hasCron) {
        throw new JournalLoadException(
            UNSUPPORTED,
            STRATEGY,
            "a schedule needs the extension pg_cron in this database, and the right to use it:"
                + " create it there, or leave the schedule out and refresh from a process, by a"
                + " source with refresh-seconds");
      }
      return new CronJob(view, hasCron, schedule);
    }
  }

  /** Makes the job, or changes it, or removes it. */
  void set(Connection connection) throws SQLException {
    if (schedule != null) {
      schedule(connection, schedule);
    } else if (hasCron) {
      try (var statement =
          connection.prepareStatement(
              "SELECT cron.unschedule(jobid) FROM cron.job WHERE jobname = ?")) {
        statement.setString(1, view.jobName());
        statement.execute();
      }
    }
  }

  private void schedule(Connection connection, String when) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT cron.schedule(?, ?, ?)")) {
      statement.setString(1, view.jobName());
      statement.setString(2, when);
      statement.setString(3, "SELECT %s()".formatted(view.refreshSql()));
      statement.execute();
    } catch (SQLException e) {
      if (INVALID_VALUE.equals(e.getSQLState())) {
        throw new IllegalArgumentException(
            "mv's option schedule must be a cron expression as \"0 * * * *\", not \"%s\""
                .formatted(when),
            e);
      }
      throw e;
    }
  }
}
