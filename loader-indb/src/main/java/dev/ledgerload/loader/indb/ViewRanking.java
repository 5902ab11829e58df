package dev.ledgerload.loader.indb;

import static dev.ledgerload.loader.indb.IndbSourceProvider.STRATEGY;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.Question;
import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Decimal;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By reading a materialized view that has the groups summed.
 *
 * @param name the view's, as {@link JournalSchema#table()}; null for that of {@code ledgerload
 *     install mv}
 * @param ignoresRowSecurity whether a view of that name may show everybody what its owner saw
 */
record ViewRanking(@Nullable String name, boolean ignoresRowSecurity) implements Ranking {
  @Override
  public List<Question<?>> questions(JournalSchema journal) {
    return List.of();
  }

  @Override
  public String prepare(PostgresSnapshot snapshot, GroupsSql journal, LocalDate day)
      throws SQLException {
    var connection = snapshot.connection();
    return name == null
        ? usual(connection, journal, day)
        : ranked(connection, journal, named(connection, journal.schema(), name), day, "");
  }

  private static String usual(Connection connection, GroupsSql journal, LocalDate day)
      throws SQLException {
    var view = GroupsView.of(connection, STRATEGY, journal.schema());
    view.mark(connection, day); // refuses a view that hasn't the day
    return ranked(
        connection,
        journal,
        view.groups(),
        day,
        " AND %s IS NULL".formatted(view.ownSql("as_of"))); // others say what it is a snapshot of
  }

  private JournalSchema named(Connection connection, JournalSchema schema, String view)
      throws SQLException {
    var groups = schema.of(Grain.GROUP).withTable(view);
    if (!ignoresRowSecurity) {
      RowSecurity.requireNothingStored(connection, STRATEGY, groups.tableSql());
    }
    return groups;
  }

  private static String ranked(
      Connection connection, GroupsSql journal, JournalSchema view, LocalDate day, String condition)
      throws SQLException {
    var groups = GroupsSql.describe(connection, STRATEGY, view, NumericShape.DEFAULT);
    require(view, groups.shape().day(), Fixed.DATE, "must be date");
    for (int i = 0; i < view.keys().size(); i++) {
      require(
          view,
          groups.keys().get(i),
          journal.keys().get(i).values(),
          "is of another type than the journal's");
    }
    return new TotalsSql(groups)
        .totals(view.tableSql(), groups.shape().entriesOfSql(day) + condition);
  }

  private static void require(
      JournalSchema view, ColumnSpec column, ColumnType type, String otherwise) {
    boolean isOfType =
        column.values().equals(type)
            || (column.values() instanceof Decimal && type instanceof Decimal);
    if (!isOfType) {
      throw new JournalLoadException(
          UNSUPPORTED,
          STRATEGY,
          "column %s of %s %s: cast it in the view"
              .formatted(view.columnSql(column.column()), view.title(), otherwise));
    }
  }
}
