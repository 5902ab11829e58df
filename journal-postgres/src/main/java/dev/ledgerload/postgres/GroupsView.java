package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The materialized view of a journal's groups that {@code ledgerload install mv} makes beside it,
 * by the names of what belongs to it.
 *
 * <p>Its columns are called as those of {@link #groups()}. Beside them it has some of its own,
 * whose names are {@link #ownSql}'s to say, for a journal's may be the same.
 *
 * @param strategy whose load fails if it can't be read
 * @param journal the journal
 * @param schema what that calls its columns
 */
public record GroupsView(String strategy, JournalRelation journal, JournalSchema schema) {
  /*
   * The view sums the columns that it was made of, whatever they and the journal are called now: a
   * journal that was rotated away, or columns that were swapped by renaming, would be read on. So
   * its comment says of which relation it was made, of which of its columns, by number and by what
   * they were called then, and for which schema. It is held against what the schema names now, and
   * what the columns are called that the server knows the view to be made of: those of the filter,
   * which is but text to us, are among them.
   *
   * Who reads it sees what its owner saw who refreshed it. So it isn't read where rows are shown by
   * who asks (RowSecurity), unless it was installed to be read all the same; and then only if its
   * rows say that it was filled with row_security off: the server then fails rather than filters. A
   * refresh by hand, as somebody whom policies filter, leaves a part that looks like the whole.
   */
  private static final String PREFIX = "mv_daily_";

  private static final String ROW_SECURITY_IGNORED = "; row-level security is ignored";

  private static final String STATE =
      """
      WITH asked AS (SELECT to_regclass(?)::oid AS view, ?::oid AS journal)
      SELECT view IS NOT NULL, coalesce(c.relispopulated, false), obj_description(view, 'pg_class'),
        'ledgerload: groups a day; rows with as_of say what it is a snapshot of; made of '
          || journal || ' (' || coalesce((
            SELECT string_agg(a.attnum || ' ' || a.attname, ', ' ORDER BY a.attnum)
            FROM pg_rewrite r
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
            JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE r.ev_class = view AND d.refclassid = 'pg_class'::regclass AND d.refobjid = journal), '')
          || ') for ' || ?,
        %s
      FROM asked LEFT JOIN pg_class c ON c.oid = view
      """
          .formatted(RowSecurity.listed(RowSecurity.of("journal")));

  /**
   * Whether it may be read and, if it wasn't refreshed by hand, whether it may then. Texts are
   * compared here: the driver waits for the answer to what may be of any length before it sends
   * more.
   */
  private static final String FITS =
      """
      SELECT
        EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.oid = to_regclass(?) AND c.oid = ?::oid AND n.nspname = ? AND c.relname = ?)
          AND is_there AND is_filled
          AND (comment = made_of AND by_who_asks = '' OR comment = made_of || '%s'),
        by_who_asks = ''
      FROM (%s) state(is_there, is_filled, comment, made_of, by_who_asks)
      """
          .formatted(ROW_SECURITY_IGNORED, STATE);

  private static final String END = "COMMIT";

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /**
   * What the catalogue says of it.
   *
   * @param comment the view's
   * @param madeOf what the comment of one made now would say
   * @param byWhoAsks what shows rows by who asks; empty if nothing does
   */
  private record State(
      boolean isThere, boolean isFilled, String comment, String madeOf, String byWhoAsks) {}

  /**
   * What the view is a snapshot of.
   *
   * @param asOf when it was refreshed
   * @param version the day's version then
   */
  public record Mark(Instant asOf, Optional<DayVersion> version) {}

  /**
   * That beside the journal that a schema names on this connection.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there is no such journal, or it is
   *     a query
   */
  public static GroupsView of(Connection connection, String strategy, JournalSchema schema)
      throws SQLException {
    return new GroupsView(strategy, JournalRelation.find(connection, strategy, schema), schema);
  }

  /** Its name as SQL, with the schema. */
  public String sql() {
    return journal.companionSql(PREFIX);
  }

  /** Its name as SQL, without the schema. */
  public String name() {
    return journal.companionName(PREFIX);
  }

  /** Its name while it is made. */
  public String nextSql() {
    return journal.companionSql("mv_next_");
  }

  /** The function that tells it the versions of the journal's days. */
  public String versionsSql() {
    return journal.companionSql("mv_versions_");
  }

  /** The function that refreshes it. */
  public String refreshSql() {
    return journal.companionSql("mv_refresh_");
  }

  /** The view as a table of groups: its columns are called by their names. */
  public JournalSchema groups() {
    return schema.of(Grain.GROUP).withTable(journal.schema() + "." + PREFIX + journal.name());
  }

  /** The columns of entries that it is made of, but for the day: keys, then measures. */
  public List<Column> sources() {
    List<Column> columns = new ArrayList<>(schema.keys());
    columns.addAll(schema.measures());
    return columns;
  }

  /**
   * A column of its own, as SQL: of this name, with underscores before it for as long as a column
   * of the groups has that.
   *
   * @param name as {@code as_of}, the time of the refresh, which rows have that are no groups
   */
  public String ownSql(String name) {
    return GroupsSql.ownSql(schema, name);
  }

  /** The name of what refreshes it from time to time. */
  public String jobName() {
    return "ledgerload refresh " + sql();
  }

  /** Whether it is installed. */
  public boolean exists(Connection connection) throws SQLException {
    return state(connection, sql()).isThere();
  }

  private State state(Connection connection, String view) throws SQLException {
    try (var statement = connection.prepareStatement(STATE)) {
      statement.setString(1, view);
      statement.setLong(2, journal.oid());
      statement.setString(3, fingerprint());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return new State(
            rows.getBoolean(1),
            rows.getBoolean(2),
            Objects.requireNonNullElse(rows.getString(3), ""),
            rows.getString(4),
            rows.getString(5));
      }
    }
  }

  /** Of what the view depends on: neither what else is loaded nor how the table is called. */
  private String fingerprint() {
    var relevant =
        JournalSchema.of("journal")
            .day(schema.day().name())
            .keys(names(schema.keys()))
            .measures(names(schema.measures()));
    schema.dayZone().ifPresent(relevant::dayZone);
    schema.filter().ifPresent(relevant::filter);
    relevant.sqlName(schema.day().name(), schema.sqlName(schema.day()));
    for (var column : sources()) {
      relevant.sqlName(column.name(), schema.sqlName(column));
      schema.minorUnits(column).ifPresent(scale -> relevant.minorUnits(column.name(), scale));
    }
    return relevant.build().fingerprint();
  }

  private static String[] names(List<Column> columns) {
    return columns.stream().map(Column::name).toArray(String[]::new);
  }

  /**
   * Goes on where rows aren't shown by who asks.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if they are
   */
  public void requireSameForAll(Connection connection) throws SQLException {
    var state = state(connection, sql());
    if (!state.byWhoAsks().isEmpty()) {
      throw RowSecurity.refusal(strategy, sql(), state.byWhoAsks());
    }
  }

  /**
   * What its comment must say for it to be read.
   *
   * @param view its name as SQL, or that while it is made
   * @param ignoresRowSecurity whether it is to be read although rows are shown by who asks
   */
  public String stamp(Connection connection, String view, boolean ignoresRowSecurity)
      throws SQLException {
    return state(connection, view).madeOf() + (ignoresRowSecurity ? ROW_SECURITY_IGNORED : "");
  }

  /**
   * Refuses what isn't a view of this journal that may be read.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if there is none; of kind {@code
   *     UNSUPPORTED} if it was made of another journal or of other columns, or rows are shown by
   *     who asks
   */
  public void requireFits(Connection connection) throws SQLException {
    fitting(connection);
  }

  private State fitting(Connection connection) throws SQLException {
    var state = state(connection, sql());
    if (!state.isThere()) {
      throw unavailable("%s isn't installed: ledgerload install mv".formatted(sql()));
    }
    boolean ignored = state.comment().equals(state.madeOf() + ROW_SECURITY_IGNORED);
    if (!ignored && !state.comment().equals(state.madeOf())) {
      throw unsupported(
          ("%s isn't made of the table and the columns that the schema names now, or by an older"
                  + " Ledgerload: ledgerload install mv")
              .formatted(sql()));
    }
    if (!ignored && !state.byWhoAsks().isEmpty()) {
      throw RowSecurity.refusal(strategy, sql(), state.byWhoAsks());
    }
    return state;
  }

  /**
   * What it is a snapshot of, for a day. From then on until the transaction ends it is not
   * exchanged for another view.
   *
   * @throws JournalLoadException as {@link #requireFits}; of kind {@code UNAVAILABLE} if it doesn't
   *     hold the day; of kind {@code UNSUPPORTED} if it may hold it in part, or may not be read
   */
  public Mark mark(Connection connection, LocalDate day) throws SQLException {
    var state = fitting(connection);
    if (!state.isFilled()) {
      throw unavailable("%s was never filled: ledgerload refresh mv".formatted(sql()));
    }
    try {
      return mark(connection, day, state);
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw unsupported(
            ("this user has no SELECT on %s, which shows the sums of all entries: load from the"
                    + " journal itself by another strategy, or ask the view's owner, who knows who may"
                    + " see them all")
                .formatted(sql()));
      }
      throw e;
    }
  }

  private Mark mark(Connection connection, LocalDate day, State state) throws SQLException {
    try (var statement = connection.prepareStatement(question(day))) {
      statement.setObject(1, day);
      statement.setObject(2, day);
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) { // it was made anew after this snapshot
          throw unavailable(sql() + " was installed after the load had begun: load again");
        }
        if (!rows.getBoolean(4)) {
          throw unavailable(
              "%s begins at %s: install mv with a longer window-days, or load %s by another strategy"
                  .formatted(sql(), rows.getObject(3, LocalDate.class), day));
        }
        if (!state.byWhoAsks().isEmpty() && !rows.getBoolean(5)) {
          throw unsupported(
              "%s was refreshed by hand, perhaps without entries that are hidden from its owner (%s): ledgerload refresh mv"
                  .formatted(sql(), state.byWhoAsks()));
        }
        if (!rows.getBoolean(6)) { // the server made the view's days by its own clocks
          throw DayRange.clocksDiffer(strategy, schema, day);
        }
        return mark(rows);
      }
    }
  }

  /**
   * The same at the end of the transaction, of which nothing can be asked then: all in one round
   * trip. Empty if anything speaks against the view, or it doesn't hold the day: what, {@link
   * #mark} says.
   *
   * @param connection whose transaction has read the view, so that it isn't exchanged for another
   */
  public Optional<Mark> lastMark(Connection connection, LocalDate day) throws SQLException {
    var sql = String.join(";", FITS, question(day), END);
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema.tableSql());
      statement.setLong(2, journal.oid());
      statement.setString(3, journal.schema());
      statement.setString(4, journal.name());
      statement.setString(5, sql());
      statement.setLong(6, journal.oid());
      statement.setString(7, fingerprint());
      statement.setObject(8, day);
      statement.setObject(9, day);
      statement.execute();
      boolean fits;
      boolean sameForAll;
      try (var rows = statement.getResultSet()) {
        rows.next();
        fits = rows.getBoolean(1);
        sameForAll = rows.getBoolean(2);
      }
      statement.getMoreResults();
      try (var rows = statement.getResultSet()) {
        boolean holdsDay =
            fits
                && rows.next()
                && rows.getBoolean(4)
                && (sameForAll || rows.getBoolean(5))
                && rows.getBoolean(6);
        return holdsDay ? Optional.of(mark(rows)) : Optional.empty();
      }
    }
  }

  private static Mark mark(ResultSet row) throws SQLException {
    var asOf = row.getObject(1, OffsetDateTime.class).toInstant();
    return new Mark(asOf, Optional.ofNullable(row.getString(2)).map(DayVersion::parse));
  }

  private String question(LocalDate day) {
    return ("SELECT %1$s, %2$s::name, %3$s, %3$s <= ?, %4$s, %7$s FROM %5$s"
            + " WHERE %1$s IS NOT NULL AND (%6$s = ? OR %6$s IS NULL)"
            + " ORDER BY %6$s NULLS LAST LIMIT 1")
        .formatted(
            ownSql("as_of"),
            ownSql("version"),
            ownSql("window_from"),
            ownSql("unfiltered"),
            sql(),
            groups().columnSql(schema.day()),
            DayRange.agreement(schema, day));
  }

  private JournalLoadException unavailable(String why) {
    return new JournalLoadException(UNAVAILABLE, strategy, why);
  }

  private JournalLoadException unsupported(String why) {
    return new JournalLoadException(UNSUPPORTED, strategy, why);
  }
}
