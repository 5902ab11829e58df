package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSource;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Callers on threads of their own. */
final class Callers {
  /** One of them, and what it gets. */
  static final class Caller {
    private final FutureTask<JournalTable> load;
    private final Thread thread;

    Caller(JournalSource source, JournalQuery query) {
      load = new FutureTask<>(() -> source.load(query));
      thread = new Thread(load, "caller");
      thread.setDaemon(true);
      thread.start();
    }

    void interrupt() {
      thread.interrupt();
    }

    boolean isWaiting() {
      var state = thread.getState();
      return state == Thread.State.TIMED_WAITING || state == Thread.State.WAITING;
    }

    JournalTable table() {
      try {
        return load.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException | InterruptedException e) {
        throw new AssertionError("the caller got no table", e);
      }
    }

    JournalLoadException failure() {
      try {
        load.get(30, TimeUnit.SECONDS).close();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof JournalLoadException failure) {
          return failure;
        }
        throw new AssertionError("the caller's load failed otherwise than as a load", e);
      } catch (TimeoutException | InterruptedException e) {
        throw new AssertionError("the caller's load did not end", e);
      }
      throw new AssertionError("the caller got a table");
    }
  }

  private Callers() {}

  static List<Caller> start(int number, JournalSource source, JournalQuery query) {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      callers.add(new Caller(source, query));
    }
    return callers;
  }
}
