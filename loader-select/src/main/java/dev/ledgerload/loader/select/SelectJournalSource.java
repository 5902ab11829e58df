package dev.ledgerload.loader.select;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.spi.SourceConfig;
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
    return session.inSnapshotAsking(
        List.of(
            PostgresSnapshot.description(strategy(), config.schema(), query.columnList(), untyped)),
        Deadline.after(query.timeout()),
        () -> progress(query, part.get()),
        snapshot -> load(query, snapshot, part));
  }

  private JournalTable load(
      JournalQuery query, PostgresSnapshot snapshot, AtomicReference<@Nullable TablePart> progress)
      throws SQLException {
    var shape = snapshot.describe(strategy(), config.schema(), query.columnList(), untyped);
    snapshot.requireNoOlderThan(query.maxAge(), strategy());
    var specs = shape.columns().stream().map(spec -> received(shape, spec)).toList();
    try (var builder = new JournalTableBuilder(config.allocator(), config.schema(), specs);
        var statement = snapshot.prepare(sql(query, shape))) {
      rows.prepare(statement);
      try (var result = statement.executeQuery()) {
        var part = builder.addPart();
        progress.set(part);
        rows.read(result, specs, part, snapshot.roundTrip());
        var version = snapshot.lastVersion(config.schema(), query.day());
        return builder.finish(new Snapshot(query.day(), query.grain(), version, snapshot.asOf()));
      }
    }
  }

  /** As the statement selects it: {@code money} as a number, for its text is in no one form. */
  private static ColumnSpec received(JournalShape shape, ColumnSpec spec) {
    return shape.isMoney(spec) ? new ColumnSpec(spec.column(), spec.type()) : spec;
  }

  private static String selected(JournalShape shape, ColumnSpec spec) {
    var sql = shape.schema().columnSql(spec.column());
    return shape.isMoney(spec) ? shape.amountSql(spec) + " AS " + sql : sql;
  }

  private static String sql(JournalQuery query, JournalShape shape) {
    return "SELECT %s FROM %s WHERE %s"
        .formatted(
            shape.columns().stream().map(spec -> selected(shape, spec)).collect(joining(", ")),
            shape.schema().fromSql(),
            shape.entriesOfSql(query.day()));
  }

  private String progress(JournalQuery query, @Nullable TablePart part) {
    return "loading %s from %s, %,d entries in"
        .formatted(query.day(), config.schema().title(), part == null ? 0 : part.rows());
  }

  @Override
  public void close() {
    session.close();
  }
}
