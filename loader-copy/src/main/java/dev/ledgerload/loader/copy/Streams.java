package dev.ledgerload.loader.copy;

import dev.ledgerload.postgres.PostgresSession;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a load that run beside the caller's. All end together: when one fails, the others
 * are interrupted and the caller's connection is cut; the failure that came first is the load's.
 */
final class Streams implements AutoCloseable {
  private final PostgresSession callersSession;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

  Streams(PostgresSession callersSession) {
    this.callersSession = callersSession;
  }

  /** Starts one, on the thread that is given back, to be interrupted if it isn't needed. */
  Thread start(Runnable stream) {
    var thread = new Thread(() -> run(stream), "ledgerload-copy-" + (threads.size() + 2));
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return thread;
  }

  private void run(Runnable stream) {
    try {
      stream.run();
    } catch (Throwable e) { // whatever it was: without this stream's rows there is no table
      if (firstFailure.compareAndSet(null, e)) {
        callersSession.cut();
      }
    }
  }

  /** When the caller's stream failed: throws another stream's failure if that was the first. */
  void throwIfFailedFirst(Exception callers) {
    var first = firstFailure.get();
    if (first != null) {
      first.addSuppressed(callers);
      rethrow(first);
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
      rethrow(failure);
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure; // a Runnable throws nothing else
  }

  /** Leaves no stream running. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    boolean interrupted = Thread.interrupted();
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
