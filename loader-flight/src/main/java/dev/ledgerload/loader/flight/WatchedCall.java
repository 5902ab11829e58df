package dev.ledgerload.loader.flight;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that can be cut. gRPC makes one for each, and tells it when the call is over. */
final class WatchedCall extends ServerStreamTracer {
  /*
   * A server can't hang up on a client that takes nothing: whatever ends a call, as its status,
   * waits in line behind what the client doesn't take. But when a call's deadline passes gRPC
   * resets it, with all that waits to be sent. It takes for that a TimeoutException which cancels
   * the call's context. That context is gRPC's own; its parent is the tracer's to choose, and
   * hands its end down.
   */
  private static final Context.Key<WatchedCall> KEY = Context.key("ledgerload-call");

  private final Consumer<WatchedCall> onEnd;
  private volatile @Nullable CancellableContext context;
  private volatile long progressNanos;
  private volatile boolean sending;

  /**
   * @param onEnd is told when the call is over, whichever way
   */
  WatchedCall(Consumer<WatchedCall> onEnd) {
    this.onEnd = onEnd;
  }

  /** The call that this thread serves. */
  static WatchedCall current() {
    var call = KEY.get();
    if (call == null) {
      throw new IllegalStateException("this thread serves no call");
    }
    return call;
  }

  @Override
  public Context filterContext(Context parent) {
    var own = parent.withCancellation();
    context = own;
    return own.withValue(KEY, this);
  }

  @Override
  public void streamClosed(Status status) {
    onEnd.accept(this);
  }

  /** From now on the client is waited for. */
  void beginSending() {
    progressed();
    sending = true;
  }

  /** The client took something. */
  void progressed() {
    progressNanos = System.nanoTime();
  }

  /** Cuts the call if the client has taken nothing for so long. */
  void cutIfStalled(long limitNanos) {
    var cancellable = context;
    if (sending && cancellable != null && System.nanoTime() - progressNanos > limitNanos) {
      cancellable.cancel(new TimeoutException("the client took nothing for too long"));
    }
  }
}
