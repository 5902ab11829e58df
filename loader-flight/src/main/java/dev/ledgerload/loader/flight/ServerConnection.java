package dev.ledgerload.loader.flight;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.impl.Flight.Action;
import org.apache.arrow.flight.impl.Flight.Result;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;

/** The calls that a source makes to its server. Thread-safe. */
final class ServerConnection implements AutoCloseable {
  static final String HEALTH = "health";
  static final String INVALIDATE = "invalidate";
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final String BEARER = "Bearer ";

  private static final Duration ACTION_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_RESULT_BYTES = 64 << 10;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final ClientOptions options;
  private final Set<ManagedChannel> channels = ConcurrentHashMap.newKeySet();
  private ManagedChannel current;
  private boolean closed;

  ServerConnection(ClientOptions options) {
    this.options = options;
    this.current = options.channel();
    channels.add(current);
  }

  private synchronized ManagedChannel current() {
    return current;
  }

  /** Another channel than the broken one, whose other calls may end: its own waits to reconnect. */
  private synchronized ManagedChannel insteadOf(ManagedChannel broken) {
    if (current == broken && !closed) {
      broken.shutdown();
      channels.removeIf(ManagedChannel::isTerminated);
      current = options.channel();
      channels.add(current);
    }
    return current;
  }

  JournalTable load(
      JournalQuery query, JournalSchema schema, ServedName journal, BufferAllocator allocator) {
    byte[] asked = Tickets.encode(query, journal.fingerprint());
    var ticket = Ticket.newBuilder().setTicket(ByteString.copyFrom(asked)).build();
    var calls = limited(query.timeout());
    try (var day = new ReceivedDay(query, schema, journal, allocator)) {
      try {
        receive(ticket, calls, day);
        return day.finish();
      } catch (RuntimeException | OutOfMemoryError e) {
        var doing = "loading %s from %s, %,d rows in".formatted(query.day(), this, day.rows());
        throw Failures.hasCause(e, OutOfMemoryException.class)
            ? Failures.exceeded(doing, allocator, e)
            : Failures.toLoad(doing, e);
      }
    }
  }

  /** That a connection was lost shows when it is used again: so once more, on a new one. */
  private void receive(Ticket ticket, CallOptions calls, ReceivedDay day) {
    var channel = current();
    var first = new Reception(channel, calls, day);
    try {
      first.run(ticket);
    } catch (StatusRuntimeException e) {
      if (first.answered() || !mayTryAgain(e)) {
        throw e;
      }
      new Reception(insteadOf(channel), calls, day).run(ticket);
    }
  }

  private static boolean mayTryAgain(StatusRuntimeException failure) {
    return Failures.isTransport(failure) && !Thread.currentThread().isInterrupted();
  }

  /** How the server is, if it serves that journal. */
  Health health(ServedName journal) {
    try {
      var health = Health.of(act(HEALTH, ByteString.EMPTY));
      journal.requireServed(health.served());
      return health;
    } catch (RuntimeException e) {
      throw Failures.toLoad("connecting to " + this, e);
    }
  }

  void invalidate(LocalDate day) {
    try {
      act(INVALIDATE, ByteString.copyFrom(day.toString(), UTF_8));
    } catch (RuntimeException e) {
      throw Failures.toLoad("invalidating %s at %s".formatted(day, this), e);
    }
  }

  private byte[] act(String type, ByteString body) {
    var action = Action.newBuilder().setType(type).setBody(body).build();
    var channel = current();
    try {
      return act(channel, action);
    } catch (StatusRuntimeException e) {
      if (!mayTryAgain(e)) {
        throw e;
      }
      return act(insteadOf(channel), action);
    }
  }

  private byte[] act(Channel channel, Action action) {
    var doAction = FlightServiceGrpc.getDoActionMethod();
    var results =
        ClientCalls.blockingServerStreamingCall(
            channel,
            doAction,
            limited(ACTION_LIMIT).withMaxInboundMessageSize(MAX_RESULT_BYTES),
            action);
    var last = Result.getDefaultInstance();
    while (results.hasNext()) {
      last = results.next();
    }
    return last.getBody().toByteArray();
  }

  private static CallOptions limited(Duration timeout) {
    var bounded = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    return CallOptions.DEFAULT.withDeadlineAfter(bounded.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the calls under way, as failed; no more can be made. */
  synchronized void endCalls() {
    closed = true;
    channels.forEach(ManagedChannel::shutdownNow);
  }

  /** Disconnects. Idempotent. */
  @Override
  public void close() {
    endCalls();
    try {
      for (var channel : channels) {
        channel.awaitTermination(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server's URL. */
  @Override
  public String toString() {
    return options.server().toString();
  }
}
