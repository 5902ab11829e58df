package dev.ledgerload.loader.indb;

import static dev.ledgerload.loader.indb.IndbSourceProvider.STRATEGY;

import dev.ledgerload.postgres.ColumnTypes;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PairsView;
import dev.ledgerload.postgres.RowSecurity;
import dev.ledgerload.postgres.SqlScript;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By reading a materialized view that has the pairs summed.
 *
 * @param name the view's, as {@link JournalSchema#table()}; null for that of {@code ledgerload
 *     install mv}
 * @param ignoresRowSecurity whether a view of that name may show everybody what its owner saw
 */
record ViewRanking(@Nullable String name, boolean ignoresRowSecurity) implements Ranking {
  private static final SqlScript TOTALS = SqlScript.of(ViewRanking.class, "view-totals.sql");

  private static final List<Column> COLUMNS =
      List.of(
          GlEntries.TRX_DATE,
          GlEntries.ACC_DEBIT,
          GlEntries.ACC_CREDIT,
          GlEntries.TOTAL_AMOUNT,
          GlEntries.ENTRY_COUNT);

  @Override
  public PreparedStatement prepare(Connection connection, JournalSchema schema, LocalDate day)
      throws SQLException {
    var pairs = name == null ? usual(connection, schema, day) : named(connection, name);
    ColumnTypes.describe(connection, STRATEGY, pairs, COLUMNS, NumericShape.DEFAULT);
    return Ranking.of(day, connection, TOTALS.with("view", pairs.tableSql()).sql());
  }

  private static JournalSchema usual(Connection connection, JournalSchema schema, LocalDate day)
      throws SQLException {
    var view = PairsView.of(connection, STRATEGY, schema);
    view.mark(connection, day); // refuses a view that hasn't the day
    return view.pairs();
  }

  private JournalSchema named(Connection connection, String view) throws SQLException {
    var pairs = JournalSchema.GL_ENTRIES.withTable(view);
    if (!ignoresRowSecurity) {
      RowSecurity.requireNothingStored(connection, STRATEGY, pairs.tableSql());
    }
    return pairs;
  }
}
