package dev.ledgerload.loader.hybrid;

import dev.ledgerload.spi.JournalQuery;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The loads under way, each for all callers that it serves: those who ask for the same day at the
 * same grain and for no other columns. Thread-safe.
 */
final class Flights implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;
  private static final long END_SECONDS = 30;

  private final AtomicInteger threads = new AtomicInteger();

  /** No more threads than callers: a flight that nobody waits for ends at once. */
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread);

  private final Function<Flight, Answer> load;
  private final List<Flight> underWay = new ArrayList<>();
  private boolean closed;

  Flights(Function<Flight, Answer> load) {
    this.load = load;
  }

  private Thread thread(Runnable task) {
    var thread = new Thread(task, "ledgerload-hybrid-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * A place in a flight.
   *
   * @param first whether the flight was begun for this caller
   */
  record Seat(Flight flight, boolean first) {}

  /**
   * A seat in a flight that serves a demand: in one under way, if there is one that will do, else
   * in a new one.
   *
   * @param joinable which flights under way will do
   * @param widen what to load for the query, if there is none
   */
  synchronized Seat board(
      Demand demand, Predicate<Flight> joinable, UnaryOperator<JournalQuery> widen) {
    if (closed) {
      throw new IllegalStateException("this source is closed");
    }
    for (var flight : underWay) {
      if (flight.covers(demand.query())
          && !flight.isForgotten()
          && joinable.test(flight)
          && flight.join()) {
        return new Seat(flight, false);
      }
    }
    var flight = new Flight(demand, widen.apply(demand.query()), load, this::remove);
    executor.execute(flight);
    underWay.add(flight); // it can't have left yet: for that it needs this lock
    return new Seat(flight, true);
  }

  private synchronized void remove(Flight flight) {
    underWay.remove(flight);
  }

  /** Lets no one join the flights for a day any more, and lets nothing that they load be kept. */
  synchronized void forget(LocalDate day) {
    underWay.stream().filter(flight -> flight.query().day().equals(day)).forEach(Flight::forget);
  }

  /** Ends all flights. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      underWay.forEach(Flight::interrupt);
    }
    executor.shutdownNow();
    Threads.awaitEnd(executor, END_SECONDS);
  }
}
