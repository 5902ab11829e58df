package dev.ledgerload.spark;

import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The view of {@code ledgerload install mv}, for the days of which it has just what the journal has
 * now: those whose version is the same in both. Of such a day what is asked of the journal may be
 * asked of the view.
 */
final class TotalsView {
  private final GroupsView view;
  private final GroupsSql groups;
  private final PushedTotals totals;
  private final String conditions;

  private TotalsView(GroupsView view, GroupsSql groups, PushedTotals totals, String conditions) {
    this.view = view;
    this.groups = groups;
    this.totals = totals;
    this.conditions = conditions;
  }

  /** The journal's; empty if there is none that this user may read, or it hasn't what is asked. */
  static Optional<TotalsView> find(
      PostgresSnapshot snapshot, JournalSchema schema, ScanRequest request, PushedTotals totals)
      throws SQLException {
    if (schema.isQuery()) {
      return Optional.empty();
    }
    var view = GroupsView.of(snapshot, LedgerloadSource.NAME, schema);
    if (!view.isReadable(snapshot)) {
      return Optional.empty();
    }
    try {
      var groups =
          GroupsSql.describe(snapshot, LedgerloadSource.NAME, view.groups(), NumericShape.DEFAULT);
      var filters = new PushedFilters(groups.shape());
      request.filters().forEach(filters::offer);
      var found = new TotalsView(view, groups, totals, filters.conditions());
      return Optional.of(found)
          .filter(one -> filters.left().length == 0 && one.sql("TRUE").isPresent());
    } catch (JournalLoadException e) { // it is of another schema
      return absent(e);
    }
  }

  /** The query for a day's totals; empty if the view hasn't the day of this version. */
  Optional<String> sql(PostgresSnapshot snapshot, LocalDate day, DayVersion version)
      throws SQLException {
    return versionOf(snapshot, view, day).equals(Optional.of(version))
        ? sql(groups.shape().entriesOfSql(day))
        : Optional.empty();
  }

  private Optional<String> sql(String ofDay) {
    var isGroup = " AND %s IS NULL".formatted(view.ownSql("as_of"));
    return totals.ofGroups(view.schema(), groups, view.sql(), ofDay + conditions + isGroup);
  }

  /** Which version of a day the view has, in a snapshot; empty if it hasn't the day. */
  static Optional<DayVersion> versionOf(
      PostgresSnapshot snapshot, JournalSchema schema, LocalDate day) throws SQLException {
    return versionOf(snapshot, GroupsView.of(snapshot, LedgerloadSource.NAME, schema), day);
  }

  private static Optional<DayVersion> versionOf(
      PostgresSnapshot snapshot, GroupsView view, LocalDate day) throws SQLException {
    try {
      return view.mark(snapshot, day).version();
    } catch (JournalLoadException e) { // it isn't filled, of another table, too old, or filtered
      return absent(e);
    }
  }

  /** Nothing, where the view isn't one to be read. */
  private static <T> Optional<T> absent(JournalLoadException why) {
    if (why.kind() == Kind.UNAVAILABLE || why.kind() == Kind.UNSUPPORTED) {
      return Optional.empty();
    }
    throw why;
  }
}
