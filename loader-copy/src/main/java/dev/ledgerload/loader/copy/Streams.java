package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.PostgresSession;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a load that run beside the caller's. All end together: when one fails, the others'
 * connections are cut, and the failure that came first is the load's.
 */
final class Streams implements AutoCloseable {
  private final List<PostgresSession> sessions = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable RuntimeException> firstFailure = new AtomicReference<>();

  /**
   * @param callers the session of the caller's own stream
   */
  Streams(PostgresSession callers) {
    sessions.add(callers);
  }

  void start(PostgresSession session, Runnable stream) {
    sessions.add(session);
    var thread = new Thread(() -> run(stream), "ledgerload-copy-" + sessions.size());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void run(Runnable stream) {
    try {
      stream.run();
    } catch (RuntimeException e) {
      if (firstFailure.compareAndSet(null, e)) {
        sessions.forEach(PostgresSession::cut);
      }
    }
  }

  /** When the caller's stream failed: throws another stream's failure if that was the first. */
  void throwIfFailedFirst(Exception callers) {
    var first = firstFailure.get();
    if (first != null) {
      first.addSuppressed(callers);
      throw first;
    }
  }

  /** Waits until all streams have ended. */
  void await() throws InterruptedIOException {
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
    var failure = firstFailure.get();
    if (failure != null) {
      throw failure;
    }
  }

  /** Leaves no stream running: cuts those that are. */
  @Override
  public void close() {
    if (threads.stream().anyMatch(Thread::isAlive)) {
      sessions.subList(1, sessions.size()).forEach(PostgresSession::cut);
    }
    boolean interrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
