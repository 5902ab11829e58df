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
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By reading a materialized view that has the groups summed. Not thread-safe. */
final class ViewRanking implements Ranking {
  private final @Nullable String name;
  private final boolean ignoresRowSecurity;
  private @Nullable GroupsView lastView; // by which the last day was ranked; there may be another

  /**
   * @param name the view's, as {@link JournalSchema#table()}; null for that of {@code ledgerload
   *     install mv}
   * @param ignoresRowSecurity whether a view of that name may show everybody what its owner saw
   */
  ViewRanking(@Nullable String name, boolean ignoresRowSecurity) {
    this.name = name;
    this.ignoresRowSecurity = ignoresRowSecurity;
  }

  @Override
  public List<Question<?>> questions(JournalSchema journal, LocalDate day) {
    List<Question<?>> questions = new ArrayList<>();
    if (name != null) {
      var groups = named(journal, name);
      if (!ignoresRowSecurity) {
        questions.add(RowSecurity.stored(groups.tableSql()));
      }
      questions.add(description(groups));
    } else if (lastView != null) {
      questions.addAll(lastView.questions(day));
      questions.add(description(lastView.groups()));
    }
    return questions;
  }

  private static Question<?> description(JournalSchema groups) {
    return GroupsSql.description(STRATEGY, groups, NumericShape.DEFAULT);
  }

  @Override
  public String prepare(PostgresSnapshot snapshot, GroupsSql journal, LocalDate day)
      throws SQLException {
    return name == null ? usual(snapshot, journal, day) : named(snapshot, journal, name, day);
  }

  private String usual(PostgresSnapshot snapshot, GroupsSql journal, LocalDate day)
      throws SQLException {
    var view = GroupsView.of(snapshot, STRATEGY, journal.schema());
    view.mark(snapshot, day); // refuses a view that hasn't the day
    var ranked =
        ranked(
            snapshot,
            journal,
            view.groups(),
            day,
            " AND %s IS NULL"
                .formatted(view.ownSql("as_of"))); // others say what it's a snapshot of
    lastView = view;
    return ranked;
  }

  private String named(PostgresSnapshot snapshot, GroupsSql journal, String view, LocalDate day)
      throws SQLException {
    var groups = named(journal.schema(), view);
    if (!ignoresRowSecurity) {
      RowSecurity.requireNothingStored(snapshot, STRATEGY, groups.tableSql());
    }
    return ranked(snapshot, journal, groups, day, "");
  }

  private static JournalSchema named(JournalSchema journal, String view) {
    return journal.of(Grain.GROUP).withTable(view);
  }

  private static String ranked(
      PostgresSnapshot snapshot,
      GroupsSql journal,
      JournalSchema view,
      LocalDate day,
      String condition)
      throws SQLException {
    var groups = GroupsSql.describe(snapshot, STRATEGY, view, NumericShape.DEFAULT);
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
