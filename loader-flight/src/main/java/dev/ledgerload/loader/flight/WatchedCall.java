package dev.ledgerload.loader.flight;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Grpc;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong sentBytes = new AtomicLong();
  private volatile @Nullable CancellableContext context;
  private volatile long progressNanos;
  private volatile @Nullable String sent;
  private volatile @Nullable SocketAddress client;
  private @Nullable Runnable whenOver;
  private boolean over;
  private boolean cut;

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
  public void serverCallStarted(ServerCallInfo<?, ?> call) {
    client = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
  }

  @Override
  public void outboundWireSize(long bytes) {
    sentBytes.addAndGet(bytes);
  }

  /** How many bytes were handed to the connection so far. */
  long sentBytes() {
    return sentBytes.get();
  }

  @Override
  public void streamClosed(Status status) {
    onEnd.accept(this);
    Runnable last;
    synchronized (this) {
      over = true;
      last = whenOver;
    }
    if (last != null) {
      last.run();
    }
  }

  /** What to do, once, when the call is over, or now if it is. */
  void whenOver(Runnable last) {
    synchronized (this) {
      if (!over) {
        whenOver = last;
        return;
      }
    }
    last.run();
  }

  /**
   * From now on the client is waited for.
   *
   * @param what is sent to it
   */
  void beginSending(Object what) {
    progressed();
    sent = what.toString();
  }

  /** The client took something. */
  void progressed() {
    progressNanos = System.nanoTime();
  }

  /** Cuts the call if the client has taken nothing for so long; whether this was the moment. */
  synchronized boolean cutIfStalled(long limitNanos) {
    var cancellable = context;
    if (cut
        || sent == null
        || cancellable == null
        || System.nanoTime() - progressNanos <= limitNanos) {
      return false;
    }
    cut = true;
    cancellable.cancel(new TimeoutException("the client took nothing for too long"));
    return true;
  }

  /** What is sent to whom. */
  @Override
  public String toString() {
    return sent + " to " + client;
  }
}
