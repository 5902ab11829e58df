package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One load of a day, for all who wait for it. Thread-safe; joined under the cache's lock only. */
final class DayLoad {
  /** Who waits, and for what. */
  private static final class Waiter {
    final CompletableFuture<JournalTable> answer = new CompletableFuture<>();
    final Set<JournalColumn> columns;

    Waiter(Set<JournalColumn> columns) {
      this.columns = columns;
    }

    void give(JournalTable table) {
      if (!answer.complete(table)) {
        table.close(); // it waits no longer
      }
    }
  }

  private final JournalQuery query;
  private final DayCache cache;
  private final long begunNanos = System.nanoTime();
  private final List<Waiter> waiting = new ArrayList<>();
  private @Nullable Future<?> task;
  private boolean over;
  private boolean forgotten;

  DayLoad(JournalQuery query, DayCache cache) {
    this.query = query;
    this.cache = cache;
  }

  JournalQuery query() {
    return query;
  }

  Set<JournalColumn> columns() {
    return query.columns();
  }

  synchronized boolean serves(Set<JournalColumn> wanted, Duration maxAge) {
    var age = Duration.ofNanos(System.nanoTime() - begunNanos);
    var ownMaxAge = query.maxAge();
    return !over
        && columns().containsAll(wanted)
        && age.compareTo(maxAge) <= 0
        && (ownMaxAge == null || ownMaxAge.compareTo(maxAge) <= 0);
  }

  /** Waits for these columns of it; cancelling the future ends the waiting. */
  synchronized CompletableFuture<JournalTable> join(Set<JournalColumn> wanted) {
    var waiter = new Waiter(wanted);
    waiting.add(waiter);
    var unused =
        waiter.answer.whenComplete(
            (table, failure) -> {
              if (waiter.answer.isCancelled()) {
                leave(waiter);
              }
            });
    return waiter.answer;
  }

  private void leave(Waiter waiter) {
    synchronized (this) {
      waiting.remove(waiter);
      if (!waiting.isEmpty() || over) {
        return;
      }
      over = true; // nobody may join what is being given up,
      forgotten = true; // and it isn't kept if it can't be ended any more
      if (task != null) {
        task.cancel(true);
      }
    }
    cache.ended(this, null); // which the task won't say if it never began
  }

  synchronized void start(SourcePool sources) {
    task = sources.submit(() -> run(sources));
  }

  private void run(SourcePool sources) {
    Picture picture = null;
    Throwable failure = null;
    try {
      picture = new Picture(sources.load(query), begunNanos);
    } catch (Throwable e) { // those who wait must hear of it, whatever it is
      failure = e;
    }
    var answers = end(picture, failure);
    cache.ended(this, picture);
    answers.forEach(Runnable::run);
  }

  /** Takes no more who wait; what answers those there are. */
  private synchronized List<Runnable> end(@Nullable Picture picture, @Nullable Throwable failure) {
    over = true;
    List<Runnable> answers = new ArrayList<>();
    for (var waiter : waiting) {
      if (picture == null) {
        answers.add(() -> waiter.answer.completeExceptionally(failure));
      } else {
        var table = picture.table().project(waiter.columns);
        answers.add(() -> waiter.give(table));
      }
    }
    waiting.clear();
    return answers;
  }

  /** From now on it isn't to be kept: the day was invalidated meanwhile. */
  synchronized void forget() {
    forgotten = true;
  }

  /** Whether it isn't to be kept. */
  synchronized boolean isForgotten() {
    return forgotten;
  }
}
