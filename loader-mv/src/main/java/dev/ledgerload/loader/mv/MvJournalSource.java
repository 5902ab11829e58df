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
import dev.ledgerload.postgres.Question;
import dev.ledgerload.postgres.TupleReader;
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
import java.util.ArrayList;
import java.util.List;
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
   * Both are asked for when the transaction begins, where the view is still that of the last load.
   */
  private final PostgresSession session;
  private final SourceConfig config;
  private final NumericShape untyped;
  private final boolean requireCurrent;
  private final @Nullable MvRefresher refresher;
  private @Nullable GroupsView lastView; // of which the last load was; there may be another

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
    return session.inSnapshotAsking(
        questions(query),
        Deadline.after(query.timeout()),
        () -> progress(query, part.get()),
        snapshot -> load(query, snapshot, part));
  }

  private List<Question<?>> questions(JournalQuery query) {
    if (lastView == null) {
      return List.of();
    }
    List<Question<?>> questions = new ArrayList<>(lastView.questions(query.day()));
    questions.add(
        PostgresSnapshot.description(strategy(), lastView.groups(), query.columnList(), untyped));
    return questions;
  }

  private JournalTable load(
      JournalQuery query, PostgresSnapshot snapshot, AtomicReference<@Nullable TablePart> progress)
      throws SQLException, IOException {
    var view = GroupsView.of(snapshot, strategy(), config.schema());
    var mark = view.mark(snapshot, query.day());
    requireYoung(query, mark, snapshot);
    try (var builder = copied(view, query, snapshot, progress)) {
      lastView = view;
      requireCurrent(query, mark, snapshot);
      return builder.finish(new Snapshot(query.day(), query.grain(), mark.version(), mark.asOf()));
    }
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

  /** Asked last, with the transaction's end. */
  private void requireCurrent(JournalQuery query, GroupsView.Mark mark, PostgresSnapshot snapshot)
      throws SQLException {
    if (!requireCurrent) {
      return;
    }
    var current = snapshot.lastVersion(config.schema(), query.day());
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
