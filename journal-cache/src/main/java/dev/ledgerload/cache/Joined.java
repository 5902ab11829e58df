package dev.ledgerload.cache;

import dev.ledgerload.spi.ColumnSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A caller's part in a load, or what was held already. Completes with a handle of the caller's own
 * on the columns that it wants, or with the load's failure; with an {@link InterruptedException} if
 * the loads were closed. Who doesn't want to wait any longer cancels it, or {@linkplain #leave()
 * leaves}; a load that nobody waits for is interrupted.
 */
public final class Joined<R extends DayRequest> extends CompletableFuture<LoadedDay> {
  private final @Nullable SharedLoad<R> load;
  private final ColumnSet columns;
  private final boolean first;

  Joined(@Nullable SharedLoad<R> load, ColumnSet columns, boolean first) {
    this.load = load;
    this.columns = columns;
    this.first = first;
  }

  /** The load; null if the day was held. */
  public @Nullable SharedLoad<R> load() {
    return load;
  }

  /** Whether the load was begun for this caller. */
  public boolean isFirst() {
    return first;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && load != null) {
      load.leave(this);
    }
    return cancelled;
  }

  /** Cancels it, or closes the day that has come meanwhile. */
  public void leave() {
    if (!cancel(true) && !isCompletedExceptionally()) {
      join().table().close();
    }
  }

  void answer(@Nullable LoadedDay loaded, @Nullable Throwable failure) {
    try {
      if (loaded == null) {
        completeExceptionally(failure);
        return;
      }
      var own = new LoadedDay(loaded.table().project(columns), loaded.from());
      if (!complete(own)) {
        own.table().close(); // it waits no longer
      }
    } catch (RuntimeException | OutOfMemoryError e) { // the others get theirs all the same
      completeExceptionally(e);
    }
  }
}
