package dev.ledgerload.loader.flight;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One call of DoGet, received on the thread that waits for it. */
final class Reception extends ClientCall.Listener<Frame> {
  /*
   * The call's callbacks run where they are waited for: a message is read, checked and added on
   * the loading thread while the connection's thread receives the next. After a failure or an
   * interrupt the call is cancelled and its end awaited, so that nothing of it comes later.
   */
  private static final int MESSAGES_AHEAD = 2;

  private final BlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();
  private final ReceivedDay day;
  private final ClientCall<Ticket, Frame> call;
  private @Nullable RuntimeException failure;
  private boolean answered;
  private boolean ended;

  Reception(Channel channel, CallOptions options, ReceivedDay day) {
    this.day = day;
    this.call = channel.newCall(method(day.allocator()), options.withExecutor(callbacks::add));
  }

  private static MethodDescriptor<Ticket, Frame> method(BufferAllocator allocator) {
    var doGet = FlightServiceGrpc.getDoGetMethod();
    return doGet.toBuilder(
            doGet.getRequestMarshaller(),
            new Marshaller<Frame>() {
              @Override
              public InputStream stream(Frame frame) {
                throw new UnsupportedOperationException("a client of DoGet sends no frames");
              }

              @Override
              public Frame parse(InputStream stream) {
                return Frame.read(stream, allocator);
              }
            })
        .build();
  }

  /**
   * Receives the whole stream.
   *
   * @throws RuntimeException what it ended with, if not well; if the thread was interrupted its
   *     flag is set
   */
  void run(Ticket ticket) {
    boolean interrupted = false;
    call.start(this, new Metadata());
    call.request(MESSAGES_AHEAD);
    call.sendMessage(ticket);
    call.halfClose();
    while (!ended) {
      try {
        callbacks.take().run();
      } catch (InterruptedException e) {
        interrupted = true;
        call.cancel("the loading thread was interrupted", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether anything came from the server. */
  boolean answered() {
    return answered;
  }

  @Override
  public void onMessage(Frame frame) {
    answered = true;
    if (failure != null) {
      frame.close();
      return;
    }
    try {
      day.add(frame);
      call.request(1);
    } catch (RuntimeException e) {
      failure = e;
      call.cancel("the stream can't be read", e);
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    ended = true;
    if (failure == null && !status.isOk()) {
      failure = new StatusRuntimeException(status, trailers);
    }
  }
}
