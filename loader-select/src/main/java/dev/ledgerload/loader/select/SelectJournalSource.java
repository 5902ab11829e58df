package dev.ledgerload.loader.select;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.postgres.ColumnTypes;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.spi.SourceConfig;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Loads entries by SELECT. */
final class SelectJournalSource implements JournalSource {
  /*
   * This is the 1x of every comparison, so it stays what an ordinary developer writes: PlainRows
   * has no trick and no handicap. What the contract asks of every source (one snapshot, a deadline,
   * exact columns) is done around it, for both modes alike.
   */
  private final PostgresSession session;
  private final SourceConfig config;
  private final NumericShape untyped;
  private final Rows rows;

  SelectJournalSource(
      PostgresSession session, SourceConfig config, NumericShape untyped, Rows rows) {
    this.session = session;
    this.config = config;
    this.untyped = untyped;
    this.rows = rows;
  }

  @Override
  public String strategy() {
    return SelectSourceProvider.STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    return Set.of(Grain.ENTRY);
  }

  @Override
  public JournalTable load(JournalQuery query) {
    if (!grains().contains(query.grain())) {
      throw new JournalLoadException(
          UNSUPPORTED, strategy(), "has grain ENTRY only, not " + query.grain());
    }
    var part = new AtomicReference<@Nullable TablePart>();
    return session.inSnapshot(
        null,
        Deadline.after(query.timeout()),
        () -> progress(query, part.get()),
        snapshot -> load(query, snapshot, part));
  }

  private JournalTable load(
      JournalQuery query, PostgresSnapshot snapshot, AtomicReference<@Nullable TablePart> progress)
      throws SQLException {
    var columns = query.columnList();
    snapshot.describe(strategy(), config.schema(), columns, untyped); // refuses before it reads
    snapshot.requireNoOlderThan(query.maxAge(), strategy());
    try (var statement = snapshot.connection().prepareStatement(sql(query))) {
      rows.prepare(statement);
      statement.setObject(1, query.day());
      try (var result = statement.executeQuery();
          var builder =
              new JournalTableBuilder(
                  config.allocator(), config.schema(), specs(columns, result))) {
        var part = builder.addPart();
        progress.set(part);
        rows.read(result, columns, part);
        var version = snapshot.version(config.schema(), query.day());
        return builder.finish(new Snapshot(query.day(), query.grain(), version, snapshot.asOf()));
      }
    }
  }

  /** As this very result says, not one before it. */
  private List<ColumnSpec> specs(List<Column> columns, ResultSet result) throws SQLException {
    return ColumnTypes.of(result, strategy(), config.schema(), columns, untyped);
  }

  private String sql(JournalQuery query) {
    var schema = config.schema();
    return "SELECT %s FROM %s WHERE %s = ?"
        .formatted(
            schema.columnsSql(query.columns()), schema.tableSql(), schema.columnSql(schema.day()));
  }

  private String progress(JournalQuery query, @Nullable TablePart part) {
    return "loading %s from %s, %,d entries in"
        .formatted(query.day(), config.schema().tableSql(), part == null ? 0 : part.rows());
  }

  @Override
  public void close() {
    session.close();
  }
}
