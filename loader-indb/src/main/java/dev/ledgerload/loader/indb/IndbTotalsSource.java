package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.Question;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.Totals;
import dev.ledgerload.spi.TotalsSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/** Gives totals that the database computed. */
final class IndbTotalsSource implements TotalsSource {
  /*
   * The database sums and ranks; here its answer is only read, and refused where it can't be exact.
   * The journal's columns are described first: that says in the words of all loaders what doesn't
   * fit, gives their types, and keeps the table as it is until the transaction ends. The function is
   * planned in place of its call (function.sql), so its speed is that of the query in it.
   *
   * Settings are changed by set_config for the transaction: a connection that goes back to a pool,
   * on either side of it, has its own settings again.
   */
  /** Those whose bytes sort as the same text's in UTF-8. */
  private static final Set<String> ENCODINGS = Set.of("UTF8", "SQL_ASCII", "LATIN1");

  private final PostgresSession session;
  private final JournalSchema schema;
  private final Ranking ranking;
  private final Duration timeout;
  private final NumericShape untyped;

  IndbTotalsSource(
      PostgresSession session,
      JournalSchema schema,
      Ranking ranking,
      Duration timeout,
      NumericShape untyped) {
    this.session = session;
    this.schema = schema;
    this.ranking = ranking;
    this.timeout = timeout;
    this.untyped = untyped;
  }

  @Override
  public Totals totals(LocalDate day) {
    var query = JournalQuery.forTotals(schema, day).within(timeout); // refuses impossible days
    List<Question<?>> first = new ArrayList<>();
    first.add(GroupsSql.description(IndbSourceProvider.STRATEGY, schema, untyped));
    first.addAll(ranking.questions(schema, day));
    return session.inSnapshotAsking(
        first,
        Deadline.after(query.timeout()),
        () -> "totalling %s of %s".formatted(day, schema.title()),
        snapshot -> totals(day, snapshot));
  }

  private Totals totals(LocalDate day, PostgresSnapshot snapshot) throws SQLException {
    var groups = GroupsSql.describe(snapshot, IndbSourceProvider.STRATEGY, schema, untyped);
    if (groups.keys().stream().anyMatch(key -> key.values() == Variable.TEXT)) {
      requireSortableText(snapshot.connection());
    }
    try (var statement = snapshot.prepare(ranking.prepare(snapshot, groups, day));
        var rows = statement.executeQuery()) {
      var totals = new Totals(day, new RankedRows(rows, groups).read());
      snapshot.lastVersion(schema, day); // refuses a table that was truncated after the snapshot
      return totals;
    }
  }

  private static void requireSortableText(Connection connection) throws SQLException {
    var encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    if (encoding == null || !ENCODINGS.contains(encoding)) {
      throw new JournalLoadException(
          UNSUPPORTED,
          IndbSourceProvider.STRATEGY,
          "the database's text is in %s, which doesn't sort as UTF-8 does; it must be in one of %s:"
                  .formatted(encoding, ENCODINGS)
              + " take totals by another strategy");
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
