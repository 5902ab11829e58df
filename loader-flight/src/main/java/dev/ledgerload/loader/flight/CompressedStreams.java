package dev.ledgerload.loader.flight;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.apache.arrow.flight.impl.FlightServiceGrpc;

/** Compresses the streams of those clients that take it. */
final class CompressedStreams implements ServerInterceptor {
  /*
   * A line that is quicker than LZ4 gets what is in memory as it is, without a copy. Which lines are
   * slower shows while they are sent to: how fast a call takes more when there is always more to
   * take. The system's buffers take a first part at any speed, so the time counts from when the
   * client was first waited for. It may be the client that is slow rather than the line; then it costs it
   * little. What was learned is kept for the client's machine, so its next stream begins so. A
   * compressed stream that was never waited for says that the line is quicker than what we make of it:
   * then the next one tries without.
   *
   * Flight's messages can't be made but by Flight. They can be read as gRPC writes them, and what we
   * write can be read as one of them, by the marshaller that Flight has for the method.
   */
  private static final String DO_GET = FlightServiceGrpc.getDoGetMethod().getFullMethodName();

  /** Enough to tell a line's speed. */
  private static final long LEAST_MEASURED_BYTES = 2 << 20;

  /** How much slower than the codec a line must be. */
  private static final double MARGIN = 0.5;

  private final Line.Known lines = new Line.Known();
  private final FrameCompressor compressor = new FrameCompressor();

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var compression = Compression.of(headers);
    if (compression == Compression.NONE
        || !call.getMethodDescriptor().getFullMethodName().equals(DO_GET)) {
      return next.startCall(call, headers);
    }
    var line = lines.to(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    var stream = new Stream<>(call, compression, line, WatchedCall.current());
    return new SimpleForwardingServerCallListener<>(next.startCall(stream, headers)) {
      @Override
      public void onReady() {
        stream.takesMore();
        super.onReady();
      }

      @Override
      public void onComplete() {
        stream.end();
        super.onComplete();
      }
    };
  }

  private final class Stream<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final Compression compression;
    private final Line line;
    private final WatchedCall call;
    private boolean begun;
    private boolean waited;
    private boolean compressed;
    private long markBytes;
    private long markNanos;

    Stream(ServerCall<Q, R> delegate, Compression compression, Line line, WatchedCall call) {
      super(delegate);
      this.compression = compression;
      this.line = line;
      this.call = call;
    }

    @Override
    public void sendMessage(R message) {
      if (!isWorthwhile()) {
        super.sendMessage(message);
        return;
      }
      MethodDescriptor<Q, R> method = getMethodDescriptor();
      R smaller = method.parseResponse(compressor.compress(method.streamResponse(message)));
      try {
        super.sendMessage(smaller);
      } finally {
        close(smaller);
      }
    }

    private synchronized boolean isWorthwhile() {
      begun = true;
      double codec = compressor.bytesPerNano();
      boolean worthwhile =
          compression == Compression.LZ4
              || line.isSlowerThan(codec == 0 ? Double.MAX_VALUE : MARGIN * codec);
      compressed |= worthwhile;
      return worthwhile;
    }

    /** A message holds its memory apart from what gRPC holds to send it. */
    private void close(R message) {
      try {
        ((AutoCloseable) message).close();
      } catch (Exception e) {
        throw new IllegalStateException("a message that can't be closed", e);
      }
    }

    /** Called when less than {@link JournalFlightServer#QUEUED_BYTES} wait to be sent. */
    synchronized void takesMore() {
      if (begun) { // else it is the first time, and nothing was sent yet
        learn(call.sentBytes() - JournalFlightServer.QUEUED_BYTES);
      }
    }

    /** Called when all was sent. */
    synchronized void end() {
      if (waited || !compressed) {
        learn(call.sentBytes());
      } else {
        line.tookAll();
      }
    }

    private void learn(long bytes) {
      long nanos = System.nanoTime();
      if (waited && bytes - markBytes >= LEAST_MEASURED_BYTES) {
        line.took(bytes - markBytes, nanos - markNanos);
      }
      if (!waited || bytes - markBytes >= LEAST_MEASURED_BYTES) {
        waited = true;
        markBytes = bytes;
        markNanos = nanos;
      }
    }
  }
}
