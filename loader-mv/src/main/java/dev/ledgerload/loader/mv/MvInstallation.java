package dev.ledgerload.loader.mv;

import static dev.ledgerload.loader.mv.MvSourceProvider.STRATEGY;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.Grants;
import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.postgres.JournalRelation;
import dev.ledgerload.postgres.JournalVersions;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresChange;
import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.postgres.SqlScript;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The installation {@code mv}: a materialized view with a row for each group and day: the day and
 * keys by their names, for each measure {@code total_} and its name, and {@code entry_count}.
 * Filled when it is installed, and as of the last refresh from then on.
 *
 * <p>Lives in the journal's schema: the view is called {@code mv_daily_} and the journal's name;
 * beside it are functions {@code mv_versions_…} and {@code mv_refresh_…}. The view is its owner's:
 * others who are to read it need to be granted {@code SELECT} on it, and then see the sums of all
 * entries. Installing again keeps the grants; do it when the journal was made anew or restored from
 * a dump, its columns were renamed, or other keys and measures are wanted: until then the view
 * isn't read.
 *
 * <p>The journal may be a table, partitioned or not, a view, a foreign table. A query has no name
 * to call a view by: make a view of it, and name that.
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

  /** Materialized views and foreign tables. */
  private static final String UNLOCKABLE_KINDS = "mf";

  /** Gaps for the view's own columns, by their names. */
  private static final List<String> OWN =
      List.of("row_key", "as_of", "version", "window_from", "unfiltered");

  /** Types whose texts settings of the session have a say in. */
  private static final Set<ColumnType> TIMES =
      Set.of(Fixed.DATE, Fixed.TIME, Fixed.TIMESTAMP, Fixed.TIMESTAMP_UTC);

  private static final OptionType<String> FIRST_DAY =
      OptionType.of(
          "all or a number from 0 to " + MAX_WINDOW_DAYS, MvInstallation::firstDay, sql -> true);

  @Override
  public String name() {
    return STRATEGY;
  }

  @Override
  public String summary() {
    return "a materialized view of groups, as of its last refresh, which reads its whole"
        + " window of days; blocks neither readers nor writers";
  }

  @Override
  public void install(SourceConfig config) {
    var options = Options.of(STRATEGY, config.options());
    var firstDay = options.get(WINDOW_DAYS, FIRST_DAY, firstDay("7"));
    var schedule = options.get(SCHEDULE);
    boolean ignoresRowSecurity = RowSecurity.isIgnored(options);
    options.requireValid();
    change(
        config,
        "installing",
        (connection, view) -> {
          var job = CronJob.of(connection, view, schedule);
          make(connection, view, firstDay, ignoresRowSecurity);
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
    void make(Connection connection, GroupsView view) throws SQLException;
  }

  private static void change(SourceConfig config, String doing, Change change) {
    PostgresChange.make(
        STRATEGY,
        config.database(),
        "%s the view of %s".formatted(doing, config.schema().title()),
        connection ->
            change.make(connection, GroupsView.of(connection, STRATEGY, config.schema())));
  }

  private static String firstDay(String days) {
    return days.equals("all")
        ? "DATE '0001-01-01'"
        : "((now() AT TIME ZONE 'UTC')::date - %d)"
            .formatted(OptionType.number(0, MAX_WINDOW_DAYS).read(WINDOW_DAYS, days));
  }

  /** Fills the new view while the old one is read, then exchanges them. */
  private static void make(
      Connection connection, GroupsView view, String firstDay, boolean ignoresRowSecurity)
      throws SQLException {
    if (!ignoresRowSecurity) {
      view.requireSameForAll(connection);
    }
    var journal = view.journal();
    var groups = GroupsSql.describe(connection, STRATEGY, view.schema(), NumericShape.DEFAULT);
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
                JournalVersions.counting(
                    "to_regclass(%s)".formatted(literal(journal.sql())),
                    literal(JournalVersions.counted(view.schema()))))
            .with("version_of_day", version("sum(v.version) + changes"))
            .with("version_of_others", version("changes"))
            .with("lock", lock(journal))
            .with("first_day", firstDay)
            .with(
                "groups",
                groups.groupsByDay(journal.sql(), groups.shape().entriesSinceSql(firstDay)))
            .with("day", view.groups().columnSql(view.schema().day()))
            .with("columns", columns(groups))
            .with("key_texts", keyTexts(groups))
            .with("by_who_asks", RowSecurity.of("%s::regclass".formatted(literal(journal.sql()))))
            .with("ignores_row_security", Boolean.toString(ignoresRowSecurity));
    for (var own : OWN) {
      script = script.with(own, view.ownSql(own));
    }
    script.run(connection);
    var stamp = view.stamp(connection, view.nextSql(), ignoresRowSecurity);
    execute(
        connection,
        "COMMENT ON MATERIALIZED VIEW %s IS %s".formatted(view.nextSql(), literal(stamp)));
    if (view.exists(connection)) {
      Grants.handOnSelect(connection, view.sql(), view.nextSql());
      execute(connection, "DROP MATERIALIZED VIEW " + view.sql());
    }
    execute(
        connection,
        "ALTER MATERIALIZED VIEW %s RENAME TO %s".formatted(view.nextSql(), view.name()));
  }

  /** Before a refresh takes its snapshot; what LOCK doesn't take is locked by who reads it. */
  private static String lock(JournalRelation journal) {
    return UNLOCKABLE_KINDS.indexOf(journal.kind()) >= 0
        ? "PERFORM FROM %s WHERE false".formatted(journal.sql())
        : "LOCK TABLE %s IN ACCESS SHARE MODE".formatted(journal.sql());
  }

  /** A day's version, within a literal. */
  private static String version(String changes) {
    return JournalVersions.version("start", changes).replace("'", "''");
  }

  /**
   * A sum has no declared digits; it gets its measure's scale, which holds it exactly. Where a
   * number has none declared either, who reads the view refuses what it can't hold, rather than
   * that the view rounds it; and a key that is such a number gets the digits that its value takes,
   * for those of an equal one may be others.
   */
  private static String columns(GroupsSql groups) {
    List<String> keys = new ArrayList<>(groups.keyNames());
    for (int i = 0; i < keys.size(); i++) {
      if (groups.keys().get(i).assumed()) {
        keys.set(i, "trim_scale(%s)".formatted(keys.get(i)));
      }
    }
    List<String> sums = new ArrayList<>(groups.sumNames());
    for (int i = 0; i < sums.size(); i++) {
      var measure = groups.measures().get(i);
      if (!measure.assumed()) {
        sums.set(i, "%s::numeric(38, %d)".formatted(sums.get(i), measure.digits().scale()));
      }
    }
    return groups.named(keys, sums);
  }

  /** The keys as what has the same text in every session. */
  private static String keyTexts(GroupsSql groups) {
    List<String> texts = new ArrayList<>(groups.keyNames());
    for (int i = 0; i < texts.size(); i++) {
      texts.set(i, text(groups.keys().get(i)).formatted(texts.get(i)));
    }
    return String.join(", ", texts);
  }

  private static String text(ColumnSpec key) {
    var type = ((Code) key.type()).values();
    if (type == Variable.BYTES) {
      return "encode(%s, 'hex')";
    }
    if (type instanceof Decimal) {
      return "trim_scale(%s)";
    }
    return TIMES.contains(type) ? "extract(epoch FROM %s)" : "%s";
  }

  private static void lock(Connection connection, GroupsView view) throws SQLException {
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
