package dev.ledgerload.loader.mv;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.postgres.JournalShape;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.TupleReader;
import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.JournalTable.Snapshot;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Loads groups from the view by COPY. */
final class MvJournalSource implements JournalSource {
  /*
   * The view's own rows say what it is a snapshot of (install.sql), so what is told of a table's age
   * and version was written by the statement that wrote its groups. They are read first: the lock
   * that reading takes keeps the view from being exchanged before the groups are read. A refresh
   * doesn't need that lock, and leaves this snapshot what it sees.
   *
   * Once a load has gone well the next one supposes that the view is the same: it reads the groups
   * first, and finds out in the round trip that ends its transaction whether that was so. If not, all
   * is done anew, and fails by what is wrong.
   */
  /** Classes of SQLSTATEs: no such table or column, no right; a view that was never filled. */
  private static final Set<String> OTHER_VIEW = Set.of("42", "55");

  private final PostgresSession session;
  private final SourceConfig config;
  private final NumericShape untyped;
  private final boolean requireCurrent;
  private final @Nullable MvRefresher refresher;
  private @Nullable GroupsView known; // of which the last load was

  MvJournalSource(
      PostgresSession session,
      SourceConfig config,
      NumericShape untyped,
      boolean requireCurrent,
      @Nullable MvRefresher refresher) {
    this.session = session;
    this.config = config;
    this.untyped = untyped;
    this.requireCurrent = requireCurrent;
    this.refresher = refresher;
  }

  @Override
  public String strategy() {
    return MvSourceProvider.STRATEGY;
  }

  @Override
  public Set<Grain> grains() {
    return Set.of(Grain.GROUP);
  }

  @Override
  public JournalTable load(JournalQuery query) {
    if (!grains().contains(query.grain())) {
      throw new JournalLoadException(
          UNSUPPORTED, strategy(), "has grain GROUP only, not " + query.grain());
    }
    var part = new AtomicReference<@Nullable TablePart>();
    var view = known;
    if (view != null) {
      try {
        return loadKnown(view, query, part);
      } catch (JournalLoadException e) {
        known = null;
        if (!isOfAnotherView(e)) {
          throw e;
        }
      }
    }
    return session.inSnapshot(
        null,
        Deadline.after(query.timeout()),
        () -> progress(query, part.get()),
        snapshot -> load(query, snapshot, part));
  }

  /** Whether a load can have failed because it supposed too much: then another one says why. */
  private static boolean isOfAnotherView(JournalLoadException failure) {
    return failure.getCause() == null
        || (failure.getCause() instanceof SQLException sql
            && sql.getSQLState() != null
            && OTHER_VIEW.contains(sql.getSQLState().substring(0, 2)));
  }

  private JournalTable load(
      JournalQuery query, PostgresSnapshot snapshot, AtomicReference<@Nullable TablePart> progress)
      throws SQLException, IOException {
    var view = GroupsView.of(snapshot.connection(), strategy(), config.schema());
    var mark = view.mark(snapshot.connection(), query.day());
    requireYoung(query, mark, snapshot);
    requireCurrent(query, mark, snapshot);
    try (var builder = copied(view, query, snapshot, progress)) {
      var table = builder.finish(snapshotOf(query, mark));
      known = view;
      return table;
    }
  }

  private JournalTable loadKnown(
      GroupsView view, JournalQuery query, AtomicReference<@Nullable TablePart> progress) {
    return session.inSnapshotAsking(
        List.of(
            PostgresSnapshot.description(strategy(), view.groups(), query.columnList(), untyped)),
        Deadline.after(query.timeout()),
        () -> progress(query, progress.get()),
        snapshot -> {
          try (var builder = copied(view, query, snapshot, progress)) {
            Optional<DayVersion> current =
                requireCurrent ? version(query, snapshot) : Optional.empty();
            var mark =
                snapshot
                    .last(connection -> view.lastMark(connection, query.day()))
                    .orElseThrow(() -> unavailable("the view is another one now"));
            requireYoung(query, mark, snapshot);
            requireCurrent(query, mark, current);
            return builder.finish(snapshotOf(query, mark));
          }
        });
  }

  private JournalTableBuilder copied(
      GroupsView view,
      JournalQuery query,
      PostgresSnapshot snapshot,
      AtomicReference<@Nullable TablePart> progress)
      throws SQLException, IOException {
    var columns = query.columnList();
    var shape = snapshot.describe(strategy(), view.groups(), columns, untyped);
    var builder = new JournalTableBuilder(config.allocator(), config.schema(), shape.columns());
    try {
      var part = builder.addPart();
      progress.set(part);
      new TupleReader(part, columns.size()).read(snapshot.copy(sql(view, shape, query)));
      return builder;
    } catch (SQLException | IOException | RuntimeException | Error e) {
      builder.close();
      throw e;
    }
  }

  private static Snapshot snapshotOf(JournalQuery query, GroupsView.Mark mark) {
    return new Snapshot(query.day(), query.grain(), mark.version(), mark.asOf());
  }

  private static void requireYoung(
      JournalQuery query, GroupsView.Mark mark, PostgresSnapshot snapshot) {
    var age = Duration.between(mark.asOf(), snapshot.serverClock());
    if (query.maxAge() != null && age.compareTo(query.maxAge()) > 0) {
      throw unavailable(
          "the view's snapshot of %s is of %s, %s old, and may be %s: refresh it, or allow more"
              .formatted(
                  query.day(), mark.asOf(), age.truncatedTo(ChronoUnit.MILLIS), query.maxAge()));
    }
  }

  private void requireCurrent(JournalQuery query, GroupsView.Mark mark, PostgresSnapshot snapshot)
      throws SQLException {
    if (requireCurrent) {
      requireCurrent(query, mark, version(query, snapshot));
    }
  }

  private Optional<DayVersion> version(JournalQuery query, PostgresSnapshot snapshot)
      throws SQLException {
    return snapshot.version(config.schema(), query.day());
  }

  private static void requireCurrent(
      JournalQuery query, GroupsView.Mark mark, Optional<DayVersion> current) {
    if (current.isPresent() && !current.equals(mark.version())) {
      throw unavailable(
          "%s has changed since the view was refreshed at %s: refresh it"
              .formatted(query.day(), mark.asOf()));
    }
  }

  private static JournalLoadException unavailable(String why) {
    return new JournalLoadException(UNAVAILABLE, MvSourceProvider.STRATEGY, why);
  }

  private static String sql(GroupsView view, JournalShape shape, JournalQuery query) {
    return "COPY (SELECT %s FROM %s WHERE %s AND %s IS NULL) TO STDOUT (FORMAT BINARY)"
        .formatted(
            shape.schema().columnsSql(query.columns()),
            view.sql(),
            shape.entriesOfSql(query.day()),
            view.ownSql("as_of"));
  }

  private String progress(JournalQuery query, @Nullable TablePart part) {
    return "loading %s from the view of %s, %,d groups in"
        .formatted(query.day(), config.schema().title(), part == null ? 0 : part.rows());
  }

  @Override
  public void close() {
    if (refresher != null) {
      refresher.close();
    }
    session.close();
  }
}
