package dev.ledgerload.cache;

import dev.ledgerload.spi.JournalQuery;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Days that are held, and the loads of those that aren't, each for all callers that it serves.
 * Thread-safe.
 *
 * @param <R> what callers ask for
 */
public final class SharedLoads<R extends DayRequest> implements AutoCloseable {
  /*
   * All of it is guarded by the lock of the days, under which nothing is loaded and nobody answered.
   * So a day is found, or a load of it is joined, or one is begun, in one step: who comes too late
   * to join a load finds what it kept, and memory is asked once (docs/decisions/0020).
   *
   * A load reads the columns asked for and those that are held or being loaded already, so that a
   * day comes to serve all its readers, rather than have two of them evict each other's.
   *
   * An invalidation must know every load that may still be kept; one that was given up isn't here
   * any more, and is never kept.
   */
  private static final long END_SECONDS = 30;

  /** Loads days. */
  public interface Loader<R extends DayRequest> {
    /** A day with all columns of the load's query; the load closes the handle. */
    LoadedDay load(SharedLoad<R> load) throws InterruptedException;
  }

  private final DayCache days;
  private final Loader<R> loader;
  private final ExecutorService executor;
  private final List<SharedLoad<R>> underWay = new ArrayList<>();
  private boolean closed;

  /**
   * @param days stay the caller's, who closes them after this
   * @param executor runs the loads; it is shut down with this
   */
  public SharedLoads(DayCache days, Loader<R> loader, ExecutorService executor) {
    this.days = days;
    this.loader = loader;
    this.executor = executor;
  }

  DayCache days() {
    return days;
  }

  LoadedDay load(SharedLoad<R> load) throws InterruptedException {
    return loader.load(load);
  }

  /**
   * What is held, else a part in a load under way that has the columns and will do, else in a new
   * one.
   *
   * @param joinable which loads under way will do; asked under a lock
   * @throws IllegalStateException if this is closed
   */
  public Joined<R> join(R request, Predicate<? super SharedLoad<R>> joinable) {
    var query = request.query();
    SharedLoad<R> load;
    Joined<R> joined;
    synchronized (days) {
      if (closed) {
        throw new IllegalStateException("this source is closed");
      }
      var held = days.find(query, request.maxAge());
      if (held != null && request.accepts(held.snapshot())) {
        joined = new Joined<>(null, query.columns(), false);
        joined.complete(new LoadedDay(held.project(query.columns()), DayCache.STRATEGY));
        return joined;
      }
      for (var running : underWay) {
        if (running.isOf(query)
            && running.isKeepable()
            && running.query().columns().containsAll(query.columns())
            && joinable.test(running)) {
          return running.join(query.columns(), false);
        }
      }
      load = new SharedLoad<>(this, request, widened(query));
      joined = load.join(query.columns(), true);
      underWay.add(load);
    }
    start(load);
    return joined;
  }

  private JournalQuery widened(JournalQuery query) {
    if (days.isVoid()) {
      return query;
    }
    var columns = query.columns().union(days.columnsHeld(query));
    for (var running : underWay) {
      if (running.isOf(query) && running.isKeepable()) {
        columns = columns.union(running.query().columns());
      }
    }
    return query.select(columns);
  }

  private void start(SharedLoad<R> load) {
    try {
      executor.execute(load::run);
    } catch (RejectedExecutionException | OutOfMemoryError e) { // closed, or no thread for it
      load.end(null, e);
    }
  }

  void remove(SharedLoad<R> load) {
    underWay.remove(load);
  }

  /** Forgets a day, also what is being loaded of it: that is for those who wait for it already. */
  public void forget(LocalDate day) {
    synchronized (days) {
      underWay.stream().filter(load -> load.query().day().equals(day)).forEach(SharedLoad::forget);
    }
    days.invalidate(day);
  }

  /** Ends all loads, and waits until they have ended, for up to 30 seconds. */
  @Override
  public void close() {
    List<Joined<R>> waiting = new ArrayList<>();
    synchronized (days) {
      closed = true;
      List.copyOf(underWay).forEach(load -> waiting.addAll(load.cancel()));
    }
    var failure = new InterruptedException("closed while the day was loaded");
    waiting.forEach(joined -> joined.completeExceptionally(failure));
    executor.shutdownNow();
    Threads.awaitEnd(executor, END_SECONDS);
  }
}
