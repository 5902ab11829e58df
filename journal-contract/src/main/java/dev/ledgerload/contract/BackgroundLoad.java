package dev.ledgerload.contract;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.TotalsSource;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A load in a thread of its own, so that something can be done to it in its midst. */
final class BackgroundLoad {
  private final FutureTask<AutoCloseable> load;
  private final Thread thread;
  private volatile boolean interruptedAtEnd;

  private BackgroundLoad(Callable<AutoCloseable> task) {
    load = new FutureTask<>(() -> run(task));
    thread = new Thread(load, "contract-load");
    thread.setDaemon(true);
  }

  static BackgroundLoad start(JournalSource source, JournalQuery query) {
    return start(() -> source.load(query));
  }

  static BackgroundLoad start(TotalsSource source, LocalDate day) {
    return start(
        () -> {
          source.totals(day);
          return () -> {}; // totals need no closing
        });
  }

  private static BackgroundLoad start(Callable<AutoCloseable> task) {
    var background = new BackgroundLoad(task);
    background.thread.start();
    return background;
  }

  private AutoCloseable run(Callable<AutoCloseable> task) throws Exception {
    try {
      return task.call();
    } finally {
      interruptedAtEnd = Thread.interrupted();
    }
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isDone() {
    return load.isDone();
  }

  /** Of one that is done: whether it gave a table, which is closed. */
  boolean wasCompleted() throws Exception {
    try {
      load.get(0, TimeUnit.SECONDS).close();
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** Waits for the load to fail; fails the test if it doesn't, or does otherwise. */
  JournalLoadException failure() throws Exception {
    try {
      load.get(ContractKit.PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
      throw new AssertionError("the load was completed");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JournalLoadException failure) {
        return failure;
      }
      throw new AssertionError("the load failed otherwise than as a load", e);
    } catch (TimeoutException e) {
      throw new AssertionError("the load did not end within " + ContractKit.PATIENCE, e);
    }
  }

  /** Whether the thread's interrupt flag was set when the load ended. */
  boolean interruptedAtEnd() {
    return interruptedAtEnd;
  }
}
