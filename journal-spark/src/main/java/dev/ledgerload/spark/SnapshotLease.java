package dev.ledgerload.spark;

import dev.ledgerload.postgres.Deadline;
import dev.ledgerload.postgres.ExportedSnapshot;
import dev.ledgerload.postgres.PostgresSession;
import dev.ledgerload.postgres.PostgresSnapshot;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that the driver holds open for the tasks of a query: until that is over, until no task
 * has begun or ended for as long as the lease says, or until the driver is gone. A task that comes
 * later fails; it never reads another state.
 */
final class SnapshotLease {
  private static final Duration LONGEST = Duration.ofDays(7);

  private final JournalRead read;
  private final @Nullable String execution;
  private final AtomicLong lastUsedNanos = new AtomicLong(System.nanoTime());
  private volatile boolean isOver;

  private SnapshotLease(JournalRead read, @Nullable String execution) {
    this.read = read;
    this.execution = execution;
  }

  /** What to do in the snapshot, before anybody else sees it. */
  interface Planning<T> {
    T in(PostgresSnapshot snapshot, ExportedSnapshot exported) throws SQLException;
  }

  /**
   * Takes a snapshot, plans in it, and holds it.
   *
   * @param query that ends it; one without a number doesn't, and then only the lease's time does
   */
  static <T> T hold(JournalRead read, SparkQuery query, Planning<T> planning) {
    var lease = new SnapshotLease(read, query.execution());
    Leases.of(query.context()).add(lease);
    var planned = new CompletableFuture<T>();
    var name = query.name();
    var holder = new Thread(() -> lease.hold(name, planning, planned), "ledgerload-" + name);
    holder.setDaemon(true);
    holder.start();
    try {
      return planned.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private <T> void hold(String query, Planning<T> planning, CompletableFuture<T> planned) {
    try (PostgresSession session = read.session(query)) {
      session.inSnapshot(
          null,
          Deadline.after(LONGEST),
          () -> "holding a snapshot for " + query,
          snapshot -> {
            planned.complete(planning.in(snapshot, snapshot.export()));
            await();
            return true;
          });
    } catch (RuntimeException | Error e) {
      planned.completeExceptionally(e); // no one minds when it was planned
    } finally {
      end();
    }
  }

  private synchronized void await() throws InterruptedIOException {
    try {
      for (long left = leftMillis(); left > 0 && !isOver; left = leftMillis()) {
        wait(left);
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }

  private long leftMillis() {
    return read.lease().toMillis() - (System.nanoTime() - lastUsedNanos.get()) / 1_000_000;
  }

  /** Has the lease's time begin anew. */
  void renew() {
    lastUsedNanos.set(System.nanoTime());
  }

  /** Whether it is for this query. */
  boolean isOf(String ended) {
    return ended.equals(execution);
  }

  boolean isOver() {
    return isOver || leftMillis() <= 0;
  }

  synchronized void end() {
    isOver = true;
    notifyAll();
  }
}
