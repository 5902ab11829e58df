package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.JournalRelation;
import dev.ledgerload.postgres.SqlScript;
import dev.ledgerload.spi.JournalLayout;
import dev.ledgerload.spi.JournalLoadException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/**
 * By reading a materialized view that has the pairs summed.
 *
 * @param name the view's, as {@link JournalLayout#table()}; null for that of {@code ledgerload
 *     install mv}
 */
record ViewRanking(@Nullable String name) implements Ranking {
  private static final String USUAL_PREFIX = "mv_daily_";
  private static final SqlScript TOTALS = SqlScript.of(ViewRanking.class, "view-totals.sql");

  /** The usual view says in rows of no day from which day on it holds all. */
  private static final String HOLDS_DAY =
      "SELECT bool_or(window_from <= ?) FROM %s WHERE trx_date IS NULL AND as_of IS NOT NULL";

  @Override
  public PreparedStatement prepare(Connection connection, JournalLayout layout, LocalDate day)
      throws SQLException {
    var view = name == null ? usual(connection, layout) : layout.withTable(name).tableSql();
    if (name == null) {
      requireHolds(connection, view, day);
    }
    return Ranking.of(day, connection, TOTALS.with("view", view).sql());
  }

  private static String usual(Connection connection, JournalLayout layout) throws SQLException {
    return JournalRelation.find(connection, IndbSourceProvider.STRATEGY, layout)
        .companionSql(USUAL_PREFIX);
  }

  private static void requireHolds(Connection connection, String view, LocalDate day)
      throws SQLException {
    try (var statement = Ranking.of(day, connection, HOLDS_DAY.formatted(view));
        var row = statement.executeQuery()) {
      row.next();
      if (!row.getBoolean(1)) {
        throw new JournalLoadException(
            UNAVAILABLE,
            IndbSourceProvider.STRATEGY,
            "the view %s doesn't hold %s: install mv with a longer window-days, or take the variant function"
                .formatted(view, day));
      }
    } catch (SQLException e) {
      if (PSQLState.UNDEFINED_TABLE.getState().equals(e.getSQLState())) {
        throw new JournalLoadException(
            UNSUPPORTED,
            IndbSourceProvider.STRATEGY,
            "the view %s isn't there: run \"ledgerload install mv\", or name another by the option view"
                .formatted(view),
            e);
      }
      throw e;
    }
  }
}
