package dev.ledgerload.loader.mv;

import static dev.ledgerload.loader.mv.MvSourceProvider.STRATEGY;

import dev.ledgerload.postgres.ColumnTypes;
import dev.ledgerload.postgres.Grants;
import dev.ledgerload.postgres.JournalVersions;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PairsView;
import dev.ledgerload.postgres.PostgresChange;
import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.postgres.SqlScript;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The installation {@code mv}: a materialized view with a row for each account pair and day: total,
 * number of entries, distinct {@code t_1}, list of ids. Filled when it is installed, and as of the
 * last refresh from then on.
 *
 * <p>Lives in the journal's schema: the view is called {@code mv_daily_} and the journal's name;
 * beside it are functions {@code mv_versions_…} and {@code mv_refresh_…}. The view is its owner's:
 * others who are to read it need to be granted {@code SELECT} on it, and then see the sums of all
 * entries. Installing again keeps the grants; do it when the journal was made anew or restored from
 * a dump, or its columns were renamed: until then the view isn't read.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code window-days}: how many days before the day of the refresh it reaches back, 0 to
 *       36500; default 7; {@code all} for all days. The day of the refresh is that in UTC, whoever
 *       refreshes it where. Days to come are in it anyway. The fewer, the sooner it is refreshed.
 *   <li>{@code schedule}: a cron expression as {@code 0 * * * *}: when the database's own pg_cron
 *       is to refresh it. Where there is no pg_cron, leave it out and call {@link #refresh}, or
 *       open a source with {@code refresh-seconds}.
 *   <li>{@code row-level-security}: {@code refuse}, the default, or {@code ignore}. The view has
 *       the sums of all entries, and shows them to all who may read it. So where rows are shown by
 *       who asks for them, by row-level security of the journal, of its partitions or of tables
 *       beneath it, or by a view that names the user, it is neither installed nor refreshed nor
 *       read, also if that came later. By {@code ignore} it is: only grant {@code SELECT} on it to
 *       who may see every row. A function that looks at the user isn't seen; nor what an owner sees
 *       of whom rows are hidden: then installing and refreshing fail, also by {@code ignore}.
 * </ul>
 */
public final class MvInstallation implements JournalInstallation {
  private static final String WINDOW_DAYS = "window-days";
  private static final String SCHEDULE = "schedule";
  private static final int MAX_WINDOW_DAYS = 36_500;

  private static final OptionType<String> WINDOW_FROM =
      OptionType.of(
          "all or a number from 0 to " + MAX_WINDOW_DAYS, MvInstallation::windowFrom, sql -> true);

  @Override
  public String name() {
    return STRATEGY;
  }

  @Override
  public String summary() {
    return "a materialized view of account pairs, as of its last refresh, which reads its whole"
        + " window of days; blocks neither readers nor writers";
  }

  @Override
  public void install(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    var windowFrom = options.get(WINDOW_DAYS, WINDOW_FROM, windowFrom("7"));
    var schedule = options.get(SCHEDULE);
    boolean ignoresRowSecurity = RowSecurity.isIgnored(options);
    options.requireValid();
    change(
        config,
        "installing",
        (connection, view) -> {
          var job = CronJob.of(connection, view, schedule);
          make(connection, view, windowFrom, ignoresRowSecurity);
          job.set(connection);
        });
  }

  @Override
  public boolean isInstalled(SourceConfig config) {
    var found = new AtomicBoolean();
    change(config, "looking for", (connection, view) -> found.set(view.exists(connection)));
    return found.get();
  }

  @Override
  public void refresh(SourceConfig config) {
    Options.of(STRATEGY, config.options()).requireValid();
    change(
        config,
        "refreshing",
        (connection, view) -> {
          if (view.exists(connection)) {
            view.requireFits(connection);
            lock(connection, view); // then the function gets it too, and refreshes
            execute(connection, "SELECT %s()".formatted(view.refreshSql()));
          }
        });
  }

  @Override
  public void uninstall(SourceConfig config) {
    Options.of(STRATEGY, config.options()).requireValid();
    change(
        config,
        "removing",
        (connection, view) -> {
          CronJob.of(connection, view, null).set(connection);
          execute(connection, "DROP MATERIALIZED VIEW IF EXISTS " + view.sql());
          execute(connection, "DROP FUNCTION IF EXISTS %s()".formatted(view.versionsSql()));
          execute(connection, "DROP FUNCTION IF EXISTS %s()".formatted(view.refreshSql()));
        });
  }

  private interface Change {
    void make(Connection connection, PairsView view) throws SQLException;
  }

  private static void change(SourceConfig config, String doing, Change change) {
    PostgresChange.make(
        STRATEGY,
        config.postgres(),
        "%s the view of %s".formatted(doing, config.schema().tableSql()),
        connection -> change.make(connection, PairsView.of(connection, STRATEGY, config.schema())));
  }

  private static String windowFrom(String days) {
    return days.equals("all")
        ? "DATE '0001-01-01'"
        : "(now() AT TIME ZONE 'UTC')::date - "
            + OptionType.number(0, MAX_WINDOW_DAYS).read(WINDOW_DAYS, days);
  }

  /** Fills the new view while the old one is read, then exchanges them. */
  private static void make(
      Connection connection, PairsView view, String windowFrom, boolean ignoresRowSecurity)
      throws SQLException {
    var stamp = view.stamp(connection, ignoresRowSecurity);
    var journal = view.journal();
    var schema = view.schema();
    var script =
        SqlScript.of(MvInstallation.class, "install.sql")
            .with("journal", journal.sql())
            .with("view", view.sql())
            .with("view_text", literal(view.sql()))
            .with("next", view.nextSql())
            .with("versions", view.versionsSql())
            .with("refresh", view.refreshSql())
            .with(
                "counting",
                JournalVersions.counting("to_regclass(%s)".formatted(literal(journal.sql()))))
            .with("version_of_day", version("sum(v.version) + changes"))
            .with("version_of_others", version("changes"))
            .with("window_from", windowFrom)
            .with("stamp", literal(stamp))
            .with("by_who_asks", RowSecurity.of("%s::regclass".formatted(literal(journal.sql()))))
            .with("ignores_row_security", Boolean.toString(ignoresRowSecurity))
            .with("total_type", totalType(connection, schema));
    for (var column : PairsView.COLUMNS) {
      script = script.with(column.name(), schema.columnSql(column));
    }
    script.run(connection);
    if (view.exists(connection)) {
      Grants.handOnSelect(connection, view.sql(), view.nextSql());
      execute(connection, "DROP MATERIALIZED VIEW " + view.sql());
    }
    execute(
        connection,
        "ALTER MATERIALIZED VIEW %s RENAME TO %s".formatted(view.nextSql(), view.name()));
  }

  /** A day's version, within a literal. */
  private static String version(String changes) {
    return JournalVersions.version("start", changes).replace("'", "''");
  }

  /** A sum has no declared digits; it gets the amounts' scale, which holds it exactly. */
  private static String totalType(Connection connection, JournalSchema schema) throws SQLException {
    ColumnTypes.describe(connection, STRATEGY, schema, PairsView.COLUMNS, NumericShape.DEFAULT);
    var scale = ColumnTypes.declaredScale(connection, schema, GlEntries.AMOUNT);
    return scale.isPresent()
        ? String.format(Locale.ROOT, "::numeric(38, %d)", scale.getAsInt())
        : "";
  }

  private static void lock(Connection connection, PairsView view) throws SQLException {
    execute(
        connection,
        "SELECT pg_advisory_xact_lock(hashtextextended('ledgerload mv', %s::regclass::oid::bigint))"
            .formatted(literal(view.sql())));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
