package dev.ledgerload.loader.flight;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;

/** Refuses calls while there are too many under way. */
final class CallLimit implements ServerInterceptor {
  private final int most;
  private final Semaphore free;

  CallLimit(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (free.tryAcquire()) {
      WatchedCall.current().whenOver(free::release);
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAVAILABLE.withDescription(
            Failures.busy("%,d calls are under way".formatted(most))),
        Failures.unavailable());
    return new ServerCall.Listener<>() {};
  }
}
