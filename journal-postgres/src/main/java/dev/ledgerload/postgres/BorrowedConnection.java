package dev.ledgerload.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;

/**
 * A connection of a {@link dev.ledgerload.spi.NamedDataSource}, for one load. It is given back with
 * the settings that it had, or closed.
 */
final class BorrowedConnection extends SessionConnection {
  /*
   * What is done with it goes to the driver's connection, past whatever wraps it: the pool need not
   * know of statements that fail, and sees none that are left. So it is for us to give back only
   * what is good for others: outside of a transaction, and with no request to cancel on its way, which
   * might reach the next one's statement. Of what isn't the pool learns by a call that fails.
   */
  private static final Executor AT_ONCE = Runnable::run;

  /** For what may wait for the network. */
  private static final Executor BESIDE =
      task -> {
        var thread = new Thread(task, "ledgerload-cancel");
        thread.setDaemon(true);
        thread.start();
      };

  private final Connection lent;
  private final Settings settings;
  private final Lender.Facts facts;
  private final Watch watch;

  private BorrowedConnection(
      Connection lent, BaseConnection driver, Settings settings, Lender.Facts facts, Watch watch) {
    super(driver);
    this.lent = lent;
    this.settings = settings;
    this.facts = facts;
    this.watch = watch;
  }

  /** What the driver was told to do, and does otherwise here. */
  private record Settings(
      boolean autoCommit, AutoSave autosave, int prepareThreshold, int fetchSize) {

    static Settings of(BaseConnection driver) throws SQLException {
      return new Settings(
          driver.getAutoCommit(),
          driver.getAutosave(),
          driver.getPrepareThreshold(),
          driver.getDefaultFetchSize());
    }

    void restore(BaseConnection driver) throws SQLException {
      driver.setAutosave(autosave);
      driver.setPrepareThreshold(prepareThreshold);
      driver.setDefaultFetchSize(fetchSize);
      driver.setAutoCommit(autoCommit);
    }
  }

  /**
   * Makes it ready.
   *
   * @param lent what the pool gave
   * @param driver what is in it, in no transaction
   * @param watch whose owner is the caller
   */
  static BorrowedConnection of(Connection lent, BaseConnection driver, Lender lender, Watch watch)
      throws SQLException {
    var settings = Settings.of(driver);
    watch.breakBy(() -> abort(driver, BESIDE));
    try {
      driver.setAutosave(AutoSave.NEVER);
      driver.setDefaultFetchSize(0);
      driver.setAutoCommit(true);
      var facts = lender.facts(driver);
      driver.setPrepareThreshold(lender.prepareThreshold(settings.prepareThreshold(), facts));
      driver.setAutoCommit(false);
      return new BorrowedConnection(lent, driver, settings, facts, watch);
    } catch (SQLException | RuntimeException e) {
      abort(driver, AT_ONCE);
      throw e;
    }
  }

  @Override
  List<String> transactionSettings() {
    return facts.transactionSettings();
  }

  @Override
  boolean looksForItsClient() {
    return facts.looksForItsClient();
  }

  @Override
  void setDeadline(Deadline deadline) {
    watch.setDeadline(deadline);
  }

  @Override
  CopyStream copy(String sql, Deadline deadline) throws SQLException {
    return DriverRows.copy(driver(), sql, deadline);
  }

  @Override
  boolean isReadPastDriver() {
    return false;
  }

  @Override
  Optional<IOException> ended() {
    return watch.ended();
  }

  @Override
  void cut() {
    abort(driver(), BESIDE);
  }

  @Override
  void cancel() {
    var executor = driver().getQueryExecutor();
    BESIDE.execute(
        () -> {
          try {
            executor.sendQueryCancel();
          } catch (SQLException e) {
            // As said.
          }
        });
  }

  @Override
  void drop() {
    watch.close();
    abort(driver(), AT_ONCE);
    giveBack();
  }

  @Override
  void close() {
    watch.close();
    try {
      if (driver().getTransactionState() == TransactionState.IDLE) {
        settings.restore(driver());
      } else {
        abort(driver(), AT_ONCE);
      }
    } catch (SQLException e) {
      abort(driver(), AT_ONCE);
    }
    giveBack();
  }

  private void giveBack() {
    giveBack(lent);
  }

  /** Gives back what a pool gave. One that was closed is to be no other's: so that it learns it. */
  static void giveBack(Connection lent) {
    try (lent) {
      if (lent.unwrap(BaseConnection.class).isClosed()) {
        lent.rollback(); // which fails
      }
    } catch (SQLException e) {
      // It is the pool's, which knows what to do with it.
    }
  }

  private static void abort(BaseConnection driver, Executor executor) {
    try {
      driver.abort(executor);
    } catch (SQLException e) {
      // It was closed already.
    }
  }
}
