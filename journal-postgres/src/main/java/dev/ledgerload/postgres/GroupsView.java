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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param fingerprint of what the view depends on in that: neither what else is loaded nor how the
 *     table is called
 */
public record GroupsView(
    String strategy, JournalRelation journal, JournalSchema schema, String fingerprint) {
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

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /**
   * What the view is a snapshot of.
   *
   * @param asOf when it was refreshed
   * @param version the day's version then
   */
  public record Mark(Instant asOf, Optional<DayVersion> version) {}

  /**
   * What the row of its own that counts for a day says.
   *
   * @param windowFrom its first day
   * @param isInWindow whether the day isn't before that
   * @param isUnfiltered whether it was filled with {@code row_security} off
   * @param clocksAgree whether the server's days are the schema's
   */
  private record MarkRow(
      Mark mark,
      @Nullable LocalDate windowFrom,
      boolean isInWindow,
      boolean isUnfiltered,
      boolean clocksAgree) {}

  /** Asks for that; empty if the snapshot sees no row of the view. */
  private record MarkRowOf(GroupsView view, LocalDate day) implements Question<Optional<MarkRow>> {
    @Override
    public String sql(Literals literals) {
      return view.markRowSql(day);
    }

    @Override
    public Optional<MarkRow> answer(ResultSet rows) throws SQLException {
      if (!rows.next()) {
        return Optional.empty();
      }
      var asOf = rows.getObject(1, OffsetDateTime.class).toInstant();
      var version = Optional.ofNullable(rows.getString(2)).map(DayVersion::parse);
      return Optional.of(
          new MarkRow(
              new Mark(asOf, version),
              rows.getObject(3, LocalDate.class),
              rows.getBoolean(4),
              rows.getBoolean(5),
              rows.getBoolean(6)));
    }
  }

  /** Asks whether a table of a name is there for this user. */
  private record MayRead(String table) implements Question<Boolean> {
    @Override
    public String sql(Literals literals) throws SQLException {
      return "SELECT coalesce(has_table_privilege(to_regclass(%s), 'SELECT'), false)"
          .formatted(literals.of(table));
    }

    @Override
    public Boolean answer(ResultSet rows) throws SQLException {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /**
   * That beside the journal that a schema names on this connection.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if there is no such journal, or it is
   *     a query
   */
  public static GroupsView of(Connection connection, String strategy, JournalSchema schema)
      throws SQLException {
    return new GroupsView(
        strategy, JournalRelation.find(connection, strategy, schema), schema, fingerprint(schema));
  }

  /** The same in a snapshot. */
  public static GroupsView of(PostgresSnapshot snapshot, String strategy, JournalSchema schema)
      throws SQLException {
    return new GroupsView(
        strategy, JournalRelation.find(snapshot, strategy, schema), schema, fingerprint(schema));
  }

  /**
   * What {@link #of(PostgresSnapshot, String, JournalSchema)} and {@link #mark} ask where this is
   * still the journal's view: for the beginning of a transaction that may suppose so.
   */
  public List<Question<?>> questions(LocalDate day) {
    var state = state(sql());
    return List.of(
        new JournalRelation.Named(schema.tableSql()),
        mayBeTableAlone() ? new ViewState.OfTable(state) : state,
        new MarkRowOf(this, day));
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
    return sources(schema);
  }

  private static List<Column> sources(JournalSchema schema) {
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
    return Answers.ask(connection, state(sql())).isThere();
  }

  /** Whether there is something of its name that this user may read. */
  public boolean isReadable(PostgresSnapshot snapshot) throws SQLException {
    return snapshot.ask(new MayRead(sql()));
  }

  private ViewState.Of state(String view) {
    return new ViewState.Of(view, journal.oid(), fingerprint);
  }

  private ViewState state(PostgresSnapshot snapshot) throws SQLException {
    var state = state(sql());
    var ofTable =
        mayBeTableAlone()
            ? snapshot.ask(new ViewState.OfTable(state))
            : Optional.<ViewState>empty();
    return ofTable.isPresent() ? ofTable.get() : snapshot.ask(state);
  }

  private boolean mayBeTableAlone() {
    return journal.kind() == 'r';
  }

  private static String fingerprint(JournalSchema schema) {
    var relevant =
        JournalSchema.of("journal")
            .day(schema.day().name())
            .keys(names(schema.keys()))
            .measures(names(schema.measures()));
    schema.dayZone().ifPresent(relevant::dayZone);
    schema.filter().ifPresent(relevant::filter);
    relevant.sqlName(schema.day().name(), schema.sqlName(schema.day()));
    for (var column : sources(schema)) {
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
    var state = Answers.ask(connection, state(sql()));
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
    return Answers.ask(connection, state(view)).madeOf()
        + (ignoresRowSecurity ? ROW_SECURITY_IGNORED : "");
  }

  /**
   * Refuses what isn't a view of this journal that may be read.
   *
   * @throws JournalLoadException of kind {@code UNAVAILABLE} if there is none; of kind {@code
   *     UNSUPPORTED} if it was made of another journal or of other columns, or rows are shown by
   *     who asks
   */
  public void requireFits(Connection connection) throws SQLException {
    requireFits(Answers.ask(connection, state(sql())));
  }

  private void requireFits(ViewState state) {
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
  }

  /**
   * What it is a snapshot of, for a day. From then on until the transaction ends it is not
   * exchanged for another view.
   *
   * @throws JournalLoadException as {@link #requireFits}; of kind {@code UNAVAILABLE} if it doesn't
   *     hold the day; of kind {@code UNSUPPORTED} if it may hold it in part, or may not be read
   */
  public Mark mark(PostgresSnapshot snapshot, LocalDate day) throws SQLException {
    var state = state(snapshot);
    requireFits(state);
    if (!state.isFilled()) {
      throw unavailable("%s was never filled: ledgerload refresh mv".formatted(sql()));
    }
    try {
      return mark(day, state, snapshot.ask(new MarkRowOf(this, day)));
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

  private Mark mark(LocalDate day, ViewState state, Optional<MarkRow> found) {
    if (found.isEmpty()) { // it was made anew after this snapshot
      throw unavailable(sql() + " was installed after the load had begun: load again");
    }
    var row = found.get();
    if (!row.isInWindow()) {
      throw unavailable(
          "%s begins at %s: install mv with a longer window-days, or load %s by another strategy"
              .formatted(sql(), row.windowFrom(), day));
    }
    if (!state.byWhoAsks().isEmpty() && !row.isUnfiltered()) {
      throw unsupported(
          "%s was refreshed by hand, perhaps without entries that are hidden from its owner (%s): ledgerload refresh mv"
              .formatted(sql(), state.byWhoAsks()));
    }
    if (!row.clocksAgree()) { // the server made the view's days by its own clocks
      throw DayRange.clocksDiffer(strategy, schema, day);
    }
    return row.mark();
  }

  private String markRowSql(LocalDate day) {
    return ("SELECT %1$s, %2$s, %3$s, %3$s <= DATE '%8$s', %4$s, %7$s FROM %5$s"
            + " WHERE %1$s IS NOT NULL AND (%6$s = DATE '%8$s' OR %6$s IS NULL)"
            + " ORDER BY %6$s NULLS LAST LIMIT 1")
        .formatted(
            ownSql("as_of"),
            ownSql("version"),
            ownSql("window_from"),
            ownSql("unfiltered"),
            sql(),
            groups().columnSql(schema.day()),
            DayRange.agreement(schema, day),
            day);
  }

  private JournalLoadException unavailable(String why) {
    return new JournalLoadException(UNAVAILABLE, strategy, why);
  }

  private JournalLoadException unsupported(String why) {
    return new JournalLoadException(UNSUPPORTED, strategy, why);
  }
}
