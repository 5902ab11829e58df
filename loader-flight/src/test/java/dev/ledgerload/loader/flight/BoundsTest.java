package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.await;
import static dev.ledgerload.loader.flight.ServedJournal.day;
import static dev.ledgerload.loader.flight.ServedJournal.portOf;
import static dev.ledgerload.loader.flight.ServedJournal.query;
import static dev.ledgerload.loader.flight.ServedJournal.requireWorks;
import static dev.ledgerload.loader.flight.ServedJournal.rows;
import static dev.ledgerload.loader.flight.ServedJournal.tableOf;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalServer;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.arrow.flight.impl.Flight.FlightDescriptor;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server gives to clients that ask for more than it has. */
@Timeout(120)
class BoundsTest {
  private static final LocalDate FIRST_DAY = LocalDate.of(2031, 1, 1);
  private static final int DAYS = 40;
  private static final int ENTRIES = 40_000; // of a day
  private static final int WINDOW_BYTES = 64 << 10;
  private static final int CONNECTION_CALLS = 16;
  private static final int SERVER_CALLS = 1_024;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final ConcurrentLinkedQueue<Status> ends = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<LogRecord> log = new ConcurrentLinkedQueue<>();
  private final Handler handler = handler();
  private ServedJournal served;

  @BeforeEach
  void start() {
    GatedSourceProvider.reset();
    served = new ServedJournal();
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void stop() {
    Logger.getLogger("").removeHandler(handler);
    channels.forEach(ManagedChannel::shutdownNow);
    served.close();
  }

  private Handler handler() {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
          log.add(entry);
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Tag("faults")
  @Test
  void aClientThatTakesNothingIsCutBeforeTheServersMemoryIsFull() {
    var schema = tableOfDays();
    var server =
        served.serve(schema, Map.of("cache-bytes", "4m", "send-bytes", "32m", "stall-limit", "1s"));
    var greedy = connect(server);
    for (int i = 0; i < DAYS; i++) {
      call(greedy, FlightServiceGrpc.getDoGetMethod(), ticket(FIRST_DAY.plusDays(i)), 0);
    }
    try (var other = served.open(server)) {
      var neverHeld = JournalQuery.entries(FIRST_DAY.plusDays(DAYS));
      for (int i = 0; i < 3; i++) {
        other.invalidate(neverHeld.day());
        assertThat(rows(other, neverHeld)).isEqualTo(ENTRIES); // has to wait, but not for long
      }
    }
    await("every cut", () -> cuts() == DAYS);
    assertThat(log).as("a line for each stream that was cut").hasSize(DAYS);
    // all of the days would be 90 MiB; what is handed on to gRPC is counted twice for a moment
    assertThat(served.serverMemory().getPeakMemoryAllocation()).isLessThan(40 << 20);
    await("what was sent", () -> served.serverMemory().getAllocatedMemory() <= 4 << 20);
  }

  private static JournalSchema tableOfDays() {
    var schema = tableOf(0);
    ServedJournal.execute(
        "INSERT INTO %s SELECT i, DATE '%s' + i %% %d, 'd', 'c', 1 FROM generate_series(1, %d) i"
            .formatted(schema.tableSql(), FIRST_DAY, DAYS + 1, ENTRIES * (DAYS + 1)));
    ServedJournal.execute("CREATE INDEX ON %s (trx_date)".formatted(schema.tableSql()));
    return schema;
  }

  private long cuts() {
    return log.stream().filter(entry -> entry.getMessage().startsWith("cut the stream")).count();
  }

  @Test
  void refusesADayThatIsLargerThanItsMemoryAndSaysHowMuchItHas() {
    var server = served.serve(Map.of("cache-bytes", "1m", "send-bytes", "1m"));
    try (var client = served.open(server)) {
      for (int i = 0; i < 2; i++) {
        var failure =
            catchThrowableOfType(JournalLoadException.class, () -> client.load(query(0)).close());
        assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
        assertThat(failure)
            .hasMessageContaining("%,d bytes", 2_097_152)
            .hasMessageContaining("send-bytes");
        assertThat(served.serverMemory().getAllocatedMemory()).isZero();
      }
    }
  }

  @Tag("churn")
  @Test
  void refusesCallsThatWouldKeepMoreThreadsWaiting() {
    var server = served.serve(Map.of("from", GatedSourceProvider.STRATEGY));
    try (var client = served.open(server)) {
      requireWorks(client, 1);
      GatedSourceProvider.shut();
      var day = ByteString.copyFromUtf8(day(0).toString());
      var descriptor =
          FlightDescriptor.newBuilder()
              .setType(FlightDescriptor.DescriptorType.CMD)
              .setCmd(day)
              .build();
      int asked = JournalProducer.MOST_WAITING + CONNECTION_CALLS;
      callOnManyConnections(server, FlightServiceGrpc.getGetFlightInfoMethod(), descriptor, asked);
      await("the refusals", () -> ends.size() == CONNECTION_CALLS);
      requireRefused("64 calls wait");
      requireWorks(client, 1); // streams are sent all the same
      GatedSourceProvider.open();
      await("the answers", () -> ends.stream().filter(Status::isOk).count() == 64);
    }
  }

  @Tag("churn")
  @Test
  void refusesCallsBeyondWhatAServerCanHaveUnderWay() {
    var schema = tableOf(10);
    var server = served.serve(schema, Map.of("from", GatedSourceProvider.STRATEGY));
    GatedSourceProvider.shut();
    int asked = SERVER_CALLS + 2 * CONNECTION_CALLS;
    callOnManyConnections(server, FlightServiceGrpc.getDoGetMethod(), ticket(day(0)), asked);
    await("the refusals", () -> ends.size() == 2 * CONNECTION_CALLS);
    requireRefused("%,d calls are under way".formatted(SERVER_CALLS));
    GatedSourceProvider.open();
    await("the days", () -> ends.stream().filter(Status::isOk).count() == SERVER_CALLS);
    try (var client = served.open(server)) {
      assertThat(rows(client, query(0))).isEqualTo(10);
    }
  }

  private void requireRefused(String why) {
    for (var end : ends) {
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(end.getDescription()).contains("busy").contains(why).contains("try again");
    }
  }

  private <Q extends MessageLite> void callOnManyConnections(
      JournalServer server, MethodDescriptor<Q, ?> method, Q request, int calls) {
    for (int i = 0; i < calls; i++) {
      var channel = i % CONNECTION_CALLS == 0 ? connect(server) : channels.get(channels.size() - 1);
      call(channel, method, request, Integer.MAX_VALUE);
    }
  }

  private ManagedChannel connect(JournalServer server) {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", portOf(server))
            .usePlaintext()
            .flowControlWindow(WINDOW_BYTES) // else it grows until a day fits into it
            .build();
    channels.add(channel);
    return channel;
  }

  private static Ticket ticket(LocalDate day) {
    return Ticket.newBuilder().setTicket(ByteString.copyFromUtf8(day.toString())).build();
  }

  /** Asks, and takes so many messages of the answer. */
  private <Q, R> void call(
      ManagedChannel channel, MethodDescriptor<Q, R> method, Q request, int taken) {
    var call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ends.add(status);
          }
        },
        new Metadata());
    if (taken > 0) {
      call.request(taken);
    }
    call.sendMessage(request);
    call.halfClose();
  }
}
