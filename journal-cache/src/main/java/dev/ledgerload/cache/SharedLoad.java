package dev.ledgerload.cache;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A load under way, for all who wait for it. It runs on a thread of its own, so that who is
 * interrupted or out of time leaves alone; when the last has left, it is interrupted. Thread-safe.
 *
 * @param <R> what it is begun for
 */
public final class SharedLoad<R extends DayRequest> implements Cancellation {
  private final SharedLoads<R> loads;
  private final R request;
  private final JournalQuery query;
  private final long begunNanos = System.nanoTime();
  private volatile String progress = "waiting to begin";
  private volatile boolean cancelled;
  private volatile boolean forgotten;

  // guarded by the loads' lock
  private final List<Joined<R>> waiting = new ArrayList<>();
  private @Nullable Thread runner;

  SharedLoad(SharedLoads<R> loads, R request, JournalQuery query) {
    this.loads = loads;
    this.request = request;
    this.query = query;
  }

  /** What the first who waits for it wants. */
  public R request() {
    return request;
  }

  /** What is loaded: the first one's query, perhaps of more columns. */
  public JournalQuery query() {
    return query;
  }

  /** How long ago it was begun: what was committed before that is in it. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunNanos);
  }

  /** Whether it was begun after a moment on {@link System#nanoTime()}'s clock. */
  public boolean isBegunAfter(long nanoTime) {
    return begunNanos - nanoTime > 0;
  }

  /** What the load is doing, for the message of who doesn't want to wait any longer. */
  public String progress() {
    return progress;
  }

  /** Says what the load is doing, as {@code "asking copy"}. */
  public void reportProgress(String doing) {
    progress = doing;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isKeepable() {
    return !forgotten && !cancelled;
  }

  /**
   * Keeps a table in the days that the loads are of, if it {@linkplain #isKeepable may be}. Done by
   * the load itself before it ends, so that who comes too late to join it finds the day there.
   *
   * @return whether it is kept
   */
  public boolean keep(JournalTable table) {
    return loads.days().put(new HeldDay(table, begunNanos), this::isKeepable);
  }

  /** It isn't to be kept or joined any more: the day was invalidated. */
  void forget() {
    forgotten = true;
  }

  boolean isOf(JournalQuery other) {
    return query.day().equals(other.day()) && query.grain() == other.grain();
  }

  Joined<R> join(ColumnSet columns, boolean first) {
    var joined = new Joined<>(this, columns, first);
    waiting.add(joined);
    return joined;
  }

  /** One waits no longer. A load that is given up is never kept: it may be too late to end it. */
  void leave(Joined<R> joined) {
    synchronized (loads.days()) {
      if (waiting.remove(joined) && waiting.isEmpty()) {
        cancel();
      }
    }
  }

  /** Ends the load, for whoever waits; who they are. Under the loads' lock. */
  List<Joined<R>> cancel() {
    cancelled = true;
    if (runner != null) {
      runner.interrupt();
    }
    return takeWaiting();
  }

  private List<Joined<R>> takeWaiting() {
    loads.remove(this);
    var left = List.copyOf(waiting);
    waiting.clear();
    return left;
  }

  void run() {
    LoadedDay loaded = null;
    Throwable failure = null;
    try {
      begin();
      loaded = loads.load(this);
    } catch (Throwable e) { // those who wait must hear of it, whatever it is
      failure = e;
    }
    end(loaded, failure);
  }

  private void begin() {
    synchronized (loads.days()) {
      if (cancelled) {
        throw new CancellationException("given up before it began");
      }
      runner = Thread.currentThread();
    }
  }

  void end(@Nullable LoadedDay loaded, @Nullable Throwable failure) {
    List<Joined<R>> answered;
    synchronized (loads.days()) {
      answered = takeWaiting();
      if (runner != null) {
        runner = null;
        Thread.interrupted(); // it was meant for this load, not for the thread's next one
      }
    }
    answered.forEach(joined -> joined.answer(loaded, failure));
    if (loaded != null) {
      loaded.table().close();
    }
  }
}
