package dev.ledgerload.loader.flight;

import static java.lang.System.Logger.Level.WARNING;

import dev.ledgerload.cache.Threads;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Knows the calls under way, and cuts those whose clients don't take what they asked for. */
final class CallWatch extends ServerStreamTracer.Factory implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CallWatch.class.getName());
  private static final int LOOKS_PER_LIMIT = 4;

  private final Duration limit;
  private final BooleanSupplier isPressed;
  private final Set<WatchedCall> calls = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(Threads.named("ledgerload-flight-watch-"));

  /**
   * @param limit after how long without progress a call is cut, or up to a quarter later
   * @param isPressed whether others wait for what the calls hold: then a quarter of the limit will
   *     do
   */
  CallWatch(Duration limit, BooleanSupplier isPressed) {
    this.limit = limit;
    this.isPressed = isPressed;
    long lookNanos = Math.max(1, limit.toNanos() / LOOKS_PER_LIMIT);
    var unused =
        watch.scheduleWithFixedDelay(this::look, lookNanos, lookNanos, TimeUnit.NANOSECONDS);
  }

  private void look() {
    boolean pressed = isPressed.getAsBoolean();
    var allowed = pressed ? limit.dividedBy(LOOKS_PER_LIMIT) : limit;
    for (var call : calls) {
      if (call.cutIfStalled(allowed.toNanos())) {
        LOG.log(
            WARNING,
            "cut the stream of {0}: its client took nothing for {1} ms{2}",
            call,
            Long.toString(allowed.toMillis()),
            pressed ? ", and loads wait for memory" : "");
      }
    }
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    var call = new WatchedCall(calls::remove);
    calls.add(call);
    return call;
  }

  /** Whether every call is over: what it was answered with was written to its connection. */
  boolean isIdle() {
    return calls.isEmpty();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
