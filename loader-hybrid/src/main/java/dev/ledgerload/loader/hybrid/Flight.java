package dev.ledgerload.loader.hybrid;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A load under way, for all who wait for it. It runs on a thread of its own, so that who is
 * interrupted or out of time leaves alone; when the last has left, it is interrupted. Thread-safe.
 */
final class Flight implements Runnable {
  private final Demand demand;
  private final JournalQuery query;
  private final Function<Flight, Answer> load;
  private final Consumer<Flight> whenLoaded;
  private final long begunAt = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String whereabouts = "waiting to begin";
  private int waiters = 1;
  private boolean forgotten;
  private @Nullable Thread runner;
  private @Nullable Answer answer;
  private @Nullable Throwable failure;

  /**
   * @param demand the first waiter's
   * @param query what is loaded: the first waiter's query, perhaps of more columns
   * @param load loads it
   * @param whenLoaded is called once, before those who wait get the answer
   */
  Flight(
      Demand demand,
      JournalQuery query,
      Function<Flight, Answer> load,
      Consumer<Flight> whenLoaded) {
    this.demand = demand;
    this.query = query;
    this.load = load;
    this.whenLoaded = whenLoaded;
  }

  Demand demand() {
    return demand;
  }

  JournalQuery query() {
    return query;
  }

  /** Whether the flight was begun after a moment on {@link System#nanoTime()}'s clock. */
  boolean isBegunAfter(long nanoTime) {
    return begunAt - nanoTime > 0;
  }

  /** What the flight is doing, for the message of who doesn't want to wait any longer. */
  String whereabouts() {
    return whereabouts;
  }

  void isAt(String place) {
    whereabouts = place;
  }

  /** One more waits for the answer; false if the flight is given up already. */
  synchronized boolean join() {
    if (waiters == 0) {
      return false;
    }
    waiters++;
    return true;
  }

  synchronized boolean isAbandoned() {
    return waiters == 0;
  }

  /** The day was invalidated: what is loaded is for those who wait, and not to be kept. */
  synchronized void forget() {
    forgotten = true;
  }

  synchronized boolean isForgotten() {
    return forgotten;
  }

  /** Does something unless the day was invalidated; it isn't meanwhile. */
  synchronized void unlessForgotten(Runnable action) {
    if (!forgotten) {
      action.run();
    }
  }

  @Override
  public void run() {
    synchronized (this) {
      runner = Thread.currentThread();
    }
    Answer loaded = null;
    Throwable failed = null;
    try {
      loaded = load.apply(this);
    } catch (Throwable e) { // whatever it was: those who wait must know
      failed = e;
    }
    whenLoaded.accept(this);
    synchronized (this) {
      runner = null;
      answer = loaded;
      failure = failed;
      if (waiters == 0) {
        closeAnswer();
      }
    }
    Thread.interrupted(); // it was meant for this flight, not for the thread's next one
    ended.countDown();
  }

  /**
   * Waits for the answer, then leaves.
   *
   * @return with a new handle on the columns wanted
   * @throws TimeoutException if it takes longer
   * @throws LoadFailure if the load failed
   */
  Answer await(Set<JournalColumn> columns, long nanos)
      throws InterruptedException, TimeoutException, LoadFailure {
    try {
      if (!ended.await(nanos, NANOSECONDS)) {
        throw new TimeoutException();
      }
      return answerOrThrow(columns);
    } finally {
      leave();
    }
  }

  private synchronized Answer answerOrThrow(Set<JournalColumn> columns) throws LoadFailure {
    if (answer == null) {
      throw new LoadFailure(failure);
    }
    return new Answer(answer.table().project(columns), answer.tier());
  }

  /** Why a load failed: the flight's own failure, which several callers may get. */
  static final class LoadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    LoadFailure(@Nullable Throwable cause) {
      super(cause);
    }
  }

  private synchronized void leave() {
    waiters--;
    if (waiters == 0) {
      closeAnswer();
      interrupt();
    }
  }

  /** Ends the load, also for those who wait. */
  synchronized void interrupt() {
    if (runner != null) {
      runner.interrupt();
    }
  }

  private synchronized void closeAnswer() {
    if (answer != null) {
      answer.table().close();
      answer = null;
    }
  }

  /** The columns wanted are among those that the flight loads. */
  boolean covers(JournalQuery other) {
    return query.day().equals(other.day())
        && query.grain() == other.grain()
        && query.columns().containsAll(other.columns());
  }
}
