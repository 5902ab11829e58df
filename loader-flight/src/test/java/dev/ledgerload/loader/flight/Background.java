package dev.ledgerload.loader.flight;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work in a thread of its own, so that something can be done to it in its midst. */
final class Background<T> {
  private final FutureTask<T> task;
  private final Thread thread;
  private volatile boolean interruptedAtEnd;

  private Background(Callable<T> work) {
    task =
        new FutureTask<>(
            () -> {
              try {
                return work.call();
              } finally {
                interruptedAtEnd = Thread.interrupted();
              }
            });
    thread = new Thread(task, "background");
    thread.setDaemon(true);
  }

  static <T> Background<T> start(Callable<T> work) {
    var background = new Background<>(work);
    background.thread.start();
    return background;
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean interruptedAtEnd() {
    return interruptedAtEnd;
  }

  T get() throws ExecutionException, InterruptedException, TimeoutException {
    return task.get(ServedJournal.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** What it failed with. */
  Throwable failure() throws InterruptedException, TimeoutException {
    try {
      throw new AssertionError("it was completed: " + get());
    } catch (ExecutionException e) {
      return requireNonNull(e.getCause());
    }
  }
}
