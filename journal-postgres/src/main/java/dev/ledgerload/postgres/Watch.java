package dev.ledgerload.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the waiting of the thread that made it when its deadline passes or when it is interrupted:
 * for a connection whose socket is another's, so that its reads know of neither.
 */
final class Watch implements AutoCloseable {
  /*
   * First the thread waits for a pool. That is ended as pools expect it, by an interrupt; who
   * interrupts the thread itself needs no help. Then it waits for the server, and that connection is
   * broken.
   */
  private static final int SLICE_MILLIS = 50;
  private static final ScheduledThreadPoolExecutor LOOKOUT = lookout();

  private final Thread owner = Thread.currentThread();
  private final ScheduledFuture<?> looks;
  private Deadline deadline;
  private @Nullable Runnable breaking;
  private @Nullable IOException reason;
  private boolean over;

  Watch(Deadline deadline) {
    this.deadline = deadline;
    looks =
        LOOKOUT.scheduleWithFixedDelay(
            this::look, SLICE_MILLIS, SLICE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor lookout() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "ledgerload-watch");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private synchronized void look() {
    if (over || reason != null) {
      return;
    }
    if (deadline.isPast()) {
      reason = new DeadlineException();
    } else if (breaking != null && owner.isInterrupted()) {
      reason = new InterruptedIOException("interrupted");
    } else {
      return;
    }
    if (breaking == null) {
      owner.interrupt();
    } else {
      breaking.run();
    }
  }

  /** The thread waits for no pool any more. */
  synchronized void endWait() {
    over = true;
    if (reason != null) {
      Thread.interrupted(); // that was ours
    }
  }

  /** From here on the thread waits for a connection, which is broken so. */
  synchronized void breakBy(Runnable task) {
    breaking = task;
    over = false;
  }

  synchronized void setDeadline(Deadline other) {
    deadline = other;
  }

  /** Why it ended the waiting, if it did. */
  synchronized Optional<IOException> ended() {
    return Optional.ofNullable(reason);
  }

  /** Ends no waiting any more. */
  @Override
  public void close() {
    looks.cancel(false);
    synchronized (this) {
      over = true;
    }
  }
}
