package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Commits transactions until it is closed. Each moves an amount from one entry to another of the
 * same day, replaces some entries by new ones of the same id and amount, and exchanges the days of
 * two entries of the same amount.
 */
final class EntryMover implements AutoCloseable {
  private final ContractDatabase database;
  private final JournalSchema schema;
  private final int entries;
  private final Semaphore commits = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "contract-writer");
  private final SplittableRandom random = new SplittableRandom(42);
  private volatile boolean stopped;
  private volatile @Nullable SQLException failure;

  private EntryMover(ContractDatabase database, JournalSchema schema, int entries) {
    this.database = database;
    this.schema = schema;
    this.entries = entries;
  }

  static EntryMover start(ContractDatabase database, JournalSchema schema, int entries) {
    var mover = new EntryMover(database, schema, entries);
    mover.thread.setDaemon(true);
    mover.thread.start();
    return mover;
  }

  private void run() {
    try (var connection = database.connect()) {
      execute(connection, "SET synchronous_commit = off");
      connection.setAutoCommit(false);
      while (!stopped) {
        for (var sql : transaction()) {
          execute(connection, sql);
        }
        connection.commit();
        commits.release();
      }
    } catch (SQLException e) {
      failure = e;
      commits.release(1000);
    }
  }

  private List<String> transaction() {
    int cents = random.nextInt(1, 1000);
    var ids = ids(40);
    return List.of(
        "UPDATE %s SET amount = amount - %d WHERE id = (SELECT min(id) FROM %s WHERE trx_date = '%s' AND id > %d)"
            .formatted(table(), cents, table(), ContractKit.DAY, random.nextInt(entries / 4)),
        "UPDATE %s SET amount = amount + %d WHERE id = (SELECT max(id) FROM %s WHERE trx_date = '%s')"
            .formatted(table(), cents, table(), ContractKit.DAY),
        "WITH gone AS (DELETE FROM %s WHERE id IN (%s) RETURNING *) INSERT INTO %s SELECT * FROM gone"
            .formatted(table(), ids, table()),
        exchangeDays());
  }

  /** Two untouched entries of 100.00, one of each day, change places. */
  private String exchangeDays() {
    return """
        WITH pair AS (
          (SELECT id FROM %1$s WHERE trx_date = '%2$s' AND amount = 100 AND id > %3$d LIMIT 1)
          UNION ALL
          (SELECT id FROM %1$s WHERE trx_date = DATE '%2$s' + 1 AND amount = 100 AND id > %3$d LIMIT 1)
        )
        UPDATE %1$s SET trx_date = DATE '%2$s' + (DATE '%2$s' + 1 - trx_date)
        WHERE id IN (SELECT id FROM pair) AND (SELECT count(*) FROM pair) = 2
        """
        .formatted(table(), ContractKit.DAY, random.nextInt(entries / 2));
  }

  private String ids(int count) {
    int first = random.nextInt(2 * entries - count) + 1;
    var ids = new StringBuilder().append(first);
    for (int i = 1; i < count; i++) {
      ids.append(", ").append(first + i);
    }
    return ids.toString();
  }

  private String table() {
    return schema.tableSql();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Waits until so many more transactions are committed. */
  void awaitCommits(int count) throws InterruptedException {
    assertThat(commits.tryAcquire(count, ContractKit.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the writer commits")
        .isTrue();
    var broken = failure;
    if (broken != null) {
      throw new IllegalStateException("the writer failed: " + broken.getMessage(), broken);
    }
  }

  @Override
  public void close() {
    stopped = true;
    ContractKit.await("the writer's end", () -> !thread.isAlive());
  }
}
