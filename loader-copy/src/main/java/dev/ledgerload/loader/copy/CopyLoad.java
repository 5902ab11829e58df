package dev.ledgerload.loader.copy;

import static java.lang.System.Logger.Level.DEBUG;

import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.ExportedSnapshot;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.NoConnectionException;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.Question;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One load of a day. */
final class CopyLoad {
  /*
   * The server's work for each value that it sends is the floor, so the loader's has to fit beside
   * it: rows are decoded while the server makes the next, on the bytes where they were received
   * (CopyStream), a block of rows at a time and column by column (TablePart).
   *
   * Several streams read disjoint pages (Divider) in one snapshot, exported by the first session
   * and adopted by the others, all at REPEATABLE READ: each entry comes once, whatever is written
   * meanwhile. Each takes one range after the other until there is none (RangeQueue). The first
   * session's stream runs on the caller's thread, inside the transaction that exported the
   * snapshot; that ends only when all streams have (Streams).
   *
   * The other streams never make anybody wait for this load longer than it takes. Whoever wants to
   * alter the table waits for the first stream, and all who come then wait behind: a second stream
   * that did would have the first wait for it, which no server sees as a deadlock. So it doesn't wait
   * for a lock, nor the first for a stream that has no connection yet, or gets none of a pool that is
   * too small: what nobody else begins to read, the first reads.
   */
  private static final System.Logger LOG = System.getLogger(CopyLoad.class.getName());
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final List<PostgresSession> sessions;
  private final StreamCount streamCount;
  private final SourceConfig config;
  private final NumericShape untyped;
  private final JournalQuery query;
  private final Deadline deadline;
  private volatile List<TablePart> parts = List.of();
  private @Nullable JournalShape lastShape;

  /**
   * @param sessions as many as there may be streams
   * @param lastShape the journal's as an earlier load found it; it may be another by now
   */
  CopyLoad(
      List<PostgresSession> sessions,
      StreamCount streamCount,
      SourceConfig config,
      NumericShape untyped,
      JournalQuery query,
      @Nullable JournalShape lastShape) {
    this.sessions = sessions;
    this.streamCount = streamCount;
    this.config = config;
    this.untyped = untyped;
    this.query = query;
    this.lastShape = lastShape;
    this.deadline = Deadline.after(query.timeout());
  }

  JournalTable run() {
    return sessions.get(0).inSnapshotAsking(questions(), deadline, this::progress, this::load);
  }

  /** What needs no answer first; the plan does where nobody knows yet of which type the day is. */
  private List<Question<?>> questions() {
    List<Question<?>> questions = new ArrayList<>();
    questions.add(
        PostgresSnapshot.description(
            CopySourceProvider.STRATEGY, config.schema(), query.columnList(), untyped));
    if (lastShape != null && streamCount.most() > 1 && !config.schema().isQuery()) {
      questions.add(Divider.question(lastShape, query));
    }
    return questions;
  }

  /** The journal's shape as this load found it, or else an earlier one; null if none did. */
  @Nullable JournalShape lastShape() {
    return lastShape;
  }

  private JournalTable load(PostgresSnapshot snapshot) throws SQLException, IOException {
    var columns = query.columnList();
    var shape = snapshot.describe(CopySourceProvider.STRATEGY, config.schema(), columns, untyped);
    lastShape = shape;
    snapshot.requireNoOlderThan(query.maxAge(), CopySourceProvider.STRATEGY);
    try (var builder =
        new JournalTableBuilder(config.allocator(), config.schema(), shape.columns())) {
      var division = division(snapshot, shape);
      parts = Stream.generate(builder::addPart).limit(division.streams()).toList();
      var ranges = new RangeQueue(division.ranges());
      if (parts.size() == 1) {
        copyRanges(snapshot, shape, ranges.new Reader(parts.get(0), true));
      } else {
        copyInParallel(snapshot, shape, ranges);
      }
      var version = snapshot.lastVersion(config.schema(), query.day());
      return builder.finish(new Snapshot(query.day(), query.grain(), version, snapshot.asOf()));
    }
  }

  private Division division(PostgresSnapshot snapshot, JournalShape shape) throws SQLException {
    if (streamCount.most() == 1) {
      return Division.one("no more are allowed");
    }
    var divider = new Divider(snapshot, shape, query);
    var division =
        streamCount.isAuto()
            ? divider.amongAsPays(streamCount.most())
            : divider.among(streamCount.most());
    LOG.log(
        DEBUG,
        "{0} of {1} is loaded by {2} streams: {3}",
        query.day(),
        config.schema().title(),
        division.streams(),
        division.reason());
    return division;
  }

  private void copyInParallel(PostgresSnapshot first, JournalShape shape, RangeQueue ranges)
      throws SQLException, IOException {
    var exported = first.export();
    try (var streams = new Streams(sessions.get(0))) {
      var callers = ranges.new Reader(parts.get(0), true);
      Map<RangeQueue.Reader, Thread> others = new LinkedHashMap<>();
      for (int i = 1; i < parts.size(); i++) {
        var session = sessions.get(i);
        var reader = ranges.new Reader(parts.get(i), false);
        others.put(
            reader, streams.start(() -> copyBeside(session, exported, shape, ranges, reader)));
      }
      try {
        copyRanges(first, shape, callers);
        ranges.close();
        others.forEach(CopyLoad::endUnlessBegun);
      } catch (SQLException | IOException | RuntimeException e) {
        streams.throwIfFailedFirst(e);
        throw e;
      }
      streams.await();
      copyRanges(first, shape, callers); // what was given back
    }
  }

  /** Ends a stream that has nothing to read any more, but may wait for a connection for long. */
  private static void endUnlessBegun(RangeQueue.Reader reader, Thread stream) {
    if (!reader.hasBegun()) {
      stream.interrupt();
    }
  }

  private void copyBeside(
      PostgresSession session,
      ExportedSnapshot exported,
      JournalShape shape,
      RangeQueue ranges,
      RangeQueue.Reader reader) {
    try {
      session.inSnapshot(
          exported, deadline, this::progress, snapshot -> copyRanges(snapshot, shape, reader));
    } catch (JournalLoadException e) {
      boolean isSpared =
          reader.hasBegun()
              ? isLockRefused(e) && reader.giveBack()
              : streamCount.isAuto() || ranges.isOver() || isWithoutConnection(e);
      if (!isSpared) {
        throw e;
      }
      LOG.log(DEBUG, "a stream less: {0}", e.getMessage());
    }
  }

  private static boolean isWithoutConnection(JournalLoadException failure) {
    return failure.getCause() instanceof NoConnectionException;
  }

  private static boolean isLockRefused(JournalLoadException failure) {
    return failure.getCause() instanceof SQLException sql
        && LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
  }

  /** Reads one range after the other until none is left. */
  private Long copyRanges(PostgresSnapshot snapshot, JournalShape shape, RangeQueue.Reader reader)
      throws SQLException, IOException {
    long rows = 0;
    for (var range = reader.next(); range != null; range = reader.next()) {
      var stream =
          snapshot.copy(
              "COPY (%s) TO STDOUT (FORMAT BINARY)".formatted(entriesSql(shape, query, range)));
      rows += new TupleReader(reader.part(), query.columns().size()).read(stream);
    }
    return rows;
  }

  /**
   * The query of a day's entries.
   *
   * @param range a condition to be added
   */
  static String entriesSql(JournalShape shape, JournalQuery query, String range) {
    return "SELECT %s FROM %s WHERE %s%s"
        .formatted(
            shape.schema().columnsSql(query.columns()),
            shape.schema().fromSql(),
            shape.entriesOfSql(query.day()),
            range);
  }

  private String progress() {
    long rows = parts.stream().mapToLong(TablePart::rows).sum();
    return "loading %s from %s, %,d entries in"
        .formatted(query.day(), config.schema().title(), rows);
  }
}
