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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

  /** The flight that serves a demand; null if there is none to join. */
  synchronized @Nullable Flight join(Demand demand) {
    for (var flight : underWay) {
      if (flight.covers(demand.query()) && !flight.isForgotten() && flight.join()) {
        return flight;
      }
    }
    return null;
  }

  /**
   * A flight for a demand, with the caller as its first waiter.
   *
   * @param widen what to load for the query
   */
  Flight start(Demand demand, UnaryOperator<JournalQuery> widen) {
    var flight = new Flight(demand, widen.apply(demand.query()), load, this::remove);
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("this source is closed");
      }
      underWay.add(flight);
    }
    executor.execute(flight);
    return flight;
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
