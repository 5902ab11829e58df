package dev.ledgerload.loader.copy;

import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.ExportedSnapshot;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.NoConnectionException;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.TupleReader;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

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
   *
   * The other streams never make anybody wait for this load longer than it takes. Whoever wants to
   * alter the table waits for the first stream, and all who come then wait behind: a second stream
   * that did would have the first wait for it, which no server sees as a deadlock. So it doesn't wait
   * for a lock, nor the first for a stream that has no connection yet, or gets none of a pool that is
   * too small: what nobody has begun to read when the first is done, the first reads.
   */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

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
    return sessions
        .get(0)
        .inSnapshotAsking(
            List.of(
                PostgresSnapshot.description(
                    CopySourceProvider.STRATEGY, config.schema(), query.columnList(), untyped)),
            deadline,
            this::progress,
            this::load);
  }

  private JournalTable load(PostgresSnapshot snapshot) throws SQLException, IOException {
    var columns = query.columnList();
    var shape = snapshot.describe(CopySourceProvider.STRATEGY, config.schema(), columns, untyped);
    snapshot.requireNoOlderThan(query.maxAge(), CopySourceProvider.STRATEGY);
    try (var builder =
        new JournalTableBuilder(config.allocator(), config.schema(), shape.columns())) {
      parts = sessions.stream().map(session -> builder.addPart()).toList();
      if (sessions.size() == 1) {
        copy(snapshot, shape, new PageRange(parts.get(0), ""));
      } else {
        copyInParallel(snapshot, shape);
      }
      var version = snapshot.lastVersion(config.schema(), query.day());
      return builder.finish(new Snapshot(query.day(), query.grain(), version, snapshot.asOf()));
    }
  }

  private void copyInParallel(PostgresSnapshot first, JournalShape shape)
      throws SQLException, IOException {
    var conditions = PageRanges.conditions(first, shape, query.day(), sessions.size());
    List<PageRange> ranges = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      ranges.add(new PageRange(parts.get(i), conditions.get(i)));
    }
    var exported = first.export();
    try (var streams = new Streams(sessions.get(0))) {
      Map<PageRange, Thread> others = new LinkedHashMap<>();
      for (int i = 1; i < sessions.size(); i++) {
        var session = sessions.get(i);
        var range = ranges.get(i);
        others.put(range, streams.start(() -> copyBeside(session, exported, shape, range)));
      }
      try {
        copy(first, shape, ranges.get(0));
        copyUntaken(first, shape, others);
      } catch (SQLException | IOException | RuntimeException e) {
        streams.throwIfFailedFirst(e);
        throw e;
      }
      streams.await();
      copyUntaken(first, shape, others); // what was given back
    }
  }

  private void copyUntaken(
      PostgresSnapshot snapshot, JournalShape shape, Map<PageRange, Thread> others)
      throws SQLException, IOException {
    for (var other : others.entrySet()) {
      if (other.getKey().take()) {
        other.getValue().interrupt(); // it may wait for a connection for long
        copy(snapshot, shape, other.getKey());
      }
    }
  }

  private void copyBeside(
      PostgresSession session, ExportedSnapshot exported, JournalShape shape, PageRange range) {
    var reads = new AtomicBoolean();
    try {
      session.inSnapshot(
          exported,
          deadline,
          this::progress,
          snapshot -> {
            reads.set(range.take());
            return reads.get() ? copy(snapshot, shape, range) : 0L;
          });
    } catch (JournalLoadException e) {
      boolean isNeeded =
          reads.get()
              ? !isLockRefused(e) || !range.giveBack()
              : !range.isTaken() && !isWithoutConnection(e);
      if (isNeeded) {
        throw e;
      }
    }
  }

  private static boolean isWithoutConnection(JournalLoadException failure) {
    return failure.getCause() instanceof NoConnectionException;
  }

  private static boolean isLockRefused(JournalLoadException failure) {
    return failure.getCause() instanceof SQLException sql
        && LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
  }

  private Long copy(PostgresSnapshot snapshot, JournalShape shape, PageRange range)
      throws SQLException, IOException {
    var stream = snapshot.copy(sql(shape, range.condition()));
    return new TupleReader(range.part(), query.columns().size()).read(stream);
  }

  private String sql(JournalShape shape, String range) {
    return "COPY (SELECT %s FROM %s WHERE %s%s) TO STDOUT (FORMAT BINARY)"
        .formatted(
            config.schema().columnsSql(query.columns()),
            config.schema().fromSql(),
            shape.entriesOfSql(query.day()),
            range);
  }

  private String progress() {
    long rows = parts.stream().mapToLong(TablePart::rows).sum();
    return "loading %s from %s, %,d entries in"
        .formatted(query.day(), config.schema().title(), rows);
  }
}
