package dev.ledgerload.loader.copy;

import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.TupleReader;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** One load of a day. */
final class CopyLoad {
  /*
   * The server's work for each value that it sends is the floor, so the loader's has to fit beside
   * it: rows are decoded while the server makes the next, on the bytes where they were received
   * (CopyStream), a block of rows at a time and column by column (TablePart).
   *
   * Several streams read disjoint pages (PageRanges) in one snapshot, exported by the first session
   * and adopted by the others, all at REPEATABLE READ: each entry comes once, whatever is written
   * meanwhile. The first session's stream runs on the caller's thread, inside the transaction that
   * exported the snapshot; that ends only when all streams have (Streams).
   */
  private final List<PostgresSession> sessions;
  private final SourceConfig config;
  private final NumericShape untyped;
  private final JournalQuery query;
  private final Deadline deadline;
  private volatile List<TablePart> parts = List.of();

  CopyLoad(
      List<PostgresSession> sessions,
      SourceConfig config,
      NumericShape untyped,
      JournalQuery query) {
    this.sessions = sessions;
    this.config = config;
    this.untyped = untyped;
    this.query = query;
    this.deadline = Deadline.after(query.timeout());
  }

  JournalTable run() {
    return sessions.get(0).inSnapshot(null, deadline, this::progress, this::load);
  }

  private JournalTable load(PostgresSnapshot snapshot) throws SQLException, IOException {
    var columns = query.columnList();
    var specs = snapshot.describe(CopySourceProvider.STRATEGY, config.layout(), columns, untyped);
    try (var builder = new JournalTableBuilder(config.allocator(), specs)) {
      parts = sessions.stream().map(session -> builder.addPart()).toList();
      if (sessions.size() == 1) {
        copy(snapshot, parts.get(0), "");
      } else {
        copyInParallel(snapshot);
      }
      var version = snapshot.version(config.layout(), query.day());
      return builder.finish(new Snapshot(query.day(), query.grain(), version, snapshot.asOf()));
    }
  }

  private void copyInParallel(PostgresSnapshot first) throws SQLException, IOException {
    var ranges = PageRanges.conditions(first, config.layout(), query.day(), sessions.size());
    var exported = first.export();
    try (var others = new Streams(sessions.get(0))) {
      for (int i = 1; i < sessions.size(); i++) {
        var session = sessions.get(i);
        var part = parts.get(i);
        var range = ranges.get(i);
        others.start(
            () ->
                session.inSnapshot(
                    exported, deadline, this::progress, snapshot -> copy(snapshot, part, range)));
      }
      try {
        copy(first, parts.get(0), ranges.get(0));
      } catch (SQLException | IOException | RuntimeException e) {
        others.throwIfFailedFirst(e);
        throw e;
      }
      others.await();
    }
  }

  private Long copy(PostgresSnapshot snapshot, TablePart part, String range)
      throws SQLException, IOException {
    var stream = snapshot.copy(sql(range));
    return new TupleReader(part, query.columns().size()).read(stream);
  }

  /** COPY takes no parameters; a date's ISO form needs no quoting rules. */
  private String sql(String range) {
    var layout = config.layout();
    return "COPY (SELECT %s FROM %s WHERE %s = DATE '%s'%s) TO STDOUT (FORMAT BINARY)"
        .formatted(
            layout.columnsSql(query.columns()),
            layout.tableSql(),
            layout.columnSql(JournalColumn.TRX_DATE),
            query.day(),
            range);
  }

  private String progress() {
    long rows = parts.stream().mapToLong(TablePart::rows).sum();
    return "loading %s from %s, %,d entries in"
        .formatted(query.day(), config.layout().tableSql(), rows);
  }
}
