package dev.ledgerload.loader.flight;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Knows the calls under way, and cuts those whose clients don't take what they asked for. */
final class CallWatch extends ServerStreamTracer.Factory implements AutoCloseable {
  private static final int LOOKS_PER_LIMIT = 4;

  private final Set<WatchedCall> calls = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(CallWatch::watchThread);

  /**
   * @param limit after how long without progress a call is cut, or up to a quarter later
   */
  CallWatch(Duration limit) {
    long limitNanos = limit.toNanos();
    long lookNanos = Math.max(1, limitNanos / LOOKS_PER_LIMIT);
    var unused =
        watch.scheduleWithFixedDelay(
            () -> calls.forEach(call -> call.cutIfStalled(limitNanos)),
            lookNanos,
            lookNanos,
            TimeUnit.NANOSECONDS);
  }

  private static Thread watchThread(Runnable task) {
    var thread = new Thread(task, "ledgerload-flight-watch");
    thread.setDaemon(true);
    return thread;
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
