package dev.ledgerload.loader.mv;

import static dev.ledgerload.loader.mv.MvSourceProvider.STRATEGY;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.GroupsView;
import dev.ledgerload.postgres.PostgresChange;
import dev.ledgerload.spi.SourceConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Refreshes a view again and again, on a thread of its own. */
final class MvRefresher implements AutoCloseable {
  /*
   * Where several processes do this one refreshes and the others see that it does, by the lock in
   * the view's refresh function, or that it has lately, by the view's age: half the interval, so
   * that a turn which comes a little early isn't lost.
   *
   * A refresh that fails is logged, and tried again at the next turn; readers see by the view's age
   * that none came through.
   */
  private static final Logger LOGGER = System.getLogger(MvRefresher.class.getName());
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "ledgerload-mv-refresh");
            thread.setDaemon(true);
            return thread;
          });
  private final SourceConfig config;
  private final Duration every;
  private volatile @Nullable Statement running;

  private MvRefresher(SourceConfig config, Duration every) {
    this.config = config;
    this.every = every;
  }

  /** Begins at once. */
  @SuppressWarnings("FutureReturnValueIgnored") // no turn throws
  static MvRefresher start(SourceConfig config, Duration every) {
    var refresher = new MvRefresher(config, every);
    refresher.executor.scheduleWithFixedDelay(
        refresher::refresh, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return refresher;
  }

  private void refresh() {
    try {
      PostgresChange.make(
          STRATEGY,
          config.database(),
          "refreshing the view of " + config.schema().title(),
          connection -> {
            var view = GroupsView.of(connection, STRATEGY, config.schema());
            view.requireFits(connection);
            if (!isYoung(connection, view)) {
              refresh(connection, view);
            }
          });
    } catch (RuntimeException e) { // one that left here would be the last turn
      if (!executor.isShutdown()) {
        LOGGER.log(Level.WARNING, e.getMessage());
      }
    }
  }

  private boolean isYoung(Connection connection, GroupsView view) throws SQLException {
    var sql =
        "SELECT EXISTS (SELECT FROM %s WHERE %s > now() - ? * interval '1 ms')"
            .formatted(view.sql(), view.ownSql("as_of"));
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, every.toMillis() / 2);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  private void refresh(Connection connection, GroupsView view) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      running = statement;
      statement.execute("SELECT %s()".formatted(view.refreshSql()));
    } finally {
      running = null;
    }
  }

  /** Ends it; a refresh under way is cancelled. Idempotent. */
  @Override
  public void close() {
    executor.shutdownNow();
    var limit = Deadline.after(CLOSE_LIMIT);
    try {
      do {
        cancel(); // more than once, for it may have been about to begin
      } while (!executor.awaitTermination(20, TimeUnit.MILLISECONDS) && !limit.isPast());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancel() {
    var statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        // It ends by itself; the thread is a daemon.
      }
    }
  }
}
