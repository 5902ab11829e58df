package dev.ledgerload.loader.flight;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.impl.Flight.Action;
import org.apache.arrow.flight.impl.Flight.Result;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.apache.arrow.memory.BufferAllocator;

/** The calls that a source makes to its server. Thread-safe. */
final class ServerConnection implements AutoCloseable {
  static final String HEALTH = "health";
  static final String INVALIDATE = "invalidate";
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final String BEARER = "Bearer ";

  private static final Duration ACTION_LIMIT = Duration.ofSeconds(30);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final ClientOptions options;
  private final ManagedChannel connection;
  private final Channel channel;

  ServerConnection(ClientOptions options) {
    this.options = options;
    this.connection = options.channel();
    var headers = new Metadata();
    if (options.token() != null) {
      headers.put(AUTHORIZATION, BEARER + options.token());
    }
    this.channel =
        ClientInterceptors.intercept(
            connection, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  JournalTable load(JournalQuery query, BufferAllocator allocator) {
    var ticket = Ticket.newBuilder().setTicket(ByteString.copyFrom(Tickets.encode(query))).build();
    var calls = limited(query.timeout());
    try (var assembly = new TableAssembly(query, allocator)) {
      try {
        receive(ticket, calls, assembly);
        return assembly.finish();
      } catch (RuntimeException e) {
        var doing = "loading %s from %s, %,d rows in".formatted(query.day(), this, assembly.rows());
        throw failed(doing, e);
      }
    }
  }

  /** That a connection was lost shows when it is used again: so once more, on a new one. */
  private void receive(Ticket ticket, CallOptions calls, TableAssembly assembly) {
    var first = new Reception(channel, calls, assembly);
    try {
      first.run(ticket);
    } catch (StatusRuntimeException e) {
      if (first.answered() || !Failures.isTransport(e) || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      connection.enterIdle(); // else it might wait before it connects again
      new Reception(channel, calls, assembly).run(ticket);
    }
  }

  Health health() {
    try {
      return Health.of(act(HEALTH, ByteString.EMPTY));
    } catch (RuntimeException e) {
      throw failed("connecting to " + this, e);
    }
  }

  void invalidate(LocalDate day) {
    try {
      act(INVALIDATE, ByteString.copyFrom(day.toString(), UTF_8));
    } catch (RuntimeException e) {
      throw failed("invalidating %s at %s".formatted(day, this), e);
    }
  }

  private byte[] act(String type, ByteString body) {
    var results =
        ClientCalls.blockingServerStreamingCall(
            channel,
            FlightServiceGrpc.getDoActionMethod(),
            limited(ACTION_LIMIT),
            Action.newBuilder().setType(type).setBody(body).build());
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

  private RuntimeException failed(String doing, RuntimeException failure) {
    if (failure instanceof StatusRuntimeException call
        && call.getStatus().getCode() == Status.Code.UNAVAILABLE) {
      connection.enterIdle(); // so that the next call connects at once
    }
    return Failures.toLoad(doing, failure);
  }

  /** Ends the calls under way, as failed; no more can be made. */
  void endCalls() {
    connection.shutdownNow();
  }

  /** Disconnects. Idempotent. */
  @Override
  public void close() {
    endCalls();
    try {
      connection.awaitTermination(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
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
