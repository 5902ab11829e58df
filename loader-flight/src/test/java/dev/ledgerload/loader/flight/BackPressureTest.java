package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.PATIENCE;
import static dev.ledgerload.loader.flight.ServedJournal.await;
import static dev.ledgerload.loader.flight.ServedJournal.portOf;
import static dev.ledgerload.loader.flight.ServedJournal.query;
import static dev.ledgerload.loader.flight.ServedJournal.requireWorks;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalTable;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that don't take what they asked for. */
@Tag("faults")
@Timeout(120)
class BackPressureTest {
  private static final int STALLED = 40;
  private static final long FIRST_BYTES = 200_000;

  private ServedJournal served;

  @BeforeEach
  void start() {
    served = new ServedJournal();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void stalledClientsCostTheServerNoMemoryOfTheirOwn() throws Exception {
    var server = served.serve(Map.of());
    try (var client = served.open(server)) {
      requireWorks(client, 0);
    }
    long oneDay = served.serverMemory().getAllocatedMemory();
    try (var stalled = new StalledClients(server.url())) {
      stalled.awaitStall();
      // The days of all of them would be STALLED times as much.
      assertThat(served.serverMemory().getAllocatedMemory()).isEqualTo(oneDay);
      assertThat(served.serverMemory().getPeakMemoryAllocation()).isLessThan(3 * oneDay);
      assertThat(directBytes()).isLessThan(STALLED * oneDay / 4);
      try (var other = served.open(server)) {
        requireWorks(other, 0); // nobody has to wait for them
      }
      stalled.resume();
      stalled.requireSeeded();
    }
  }

  /** What netty holds, of server and clients together. */
  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void cutsAClientWhoseProgramTakesNothing() throws Exception {
    var server = served.serve(Map.of("ttl", "0", "stall-limit", "1s"));
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", portOf(server)).usePlaintext().build();
    try {
      var status = new CompletableFuture<Status>();
      var call = channel.newCall(FlightServiceGrpc.getDoGetMethod(), CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status ended, Metadata trailers) {
              status.complete(ended);
            }
          },
          new Metadata());
      var day = ByteString.copyFromUtf8(query(0).day().toString());
      call.sendMessage(Ticket.newBuilder().setTicket(day).build());
      call.halfClose(); // and no request for a message
      await("the load", () -> served.serverMemory().getAllocatedMemory() > 0);
      await("the memory back", () -> served.serverMemory().getAllocatedMemory() == 0);
      call.request(100); // what there is comes, and then the end
      assertThat(status.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getCode())
          .isEqualTo(Status.Code.CANCELLED);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void cutsAClientThatAnswersNothing() throws Exception {
    var server = served.serve(Map.of("ttl", "0", "stall-limit", "1s"));
    try (var stalled = new StalledClients(server.url(), 1)) {
      stalled.awaitStall();
      assertThat(served.serverMemory().getAllocatedMemory()).as("the day's").isPositive();
      await("the cut", () -> served.serverMemory().getAllocatedMemory() == 0);
      stalled.resume();
      assertThat(stalled.loads.get(0).failure()).isInstanceOf(JournalLoadException.class);
    }
    try (var client = served.open(server)) {
      requireWorks(client, 0);
    }
  }

  @Test
  void aStreamOutlivesTheEvictionOfItsDay() throws Exception {
    var server = served.serve(Map.of());
    try (var stalled = new StalledClients(server.url(), 1);
        var client = served.open(server)) {
      stalled.awaitStall();
      client.invalidate(query(0).day());
      requireWorks(client, 1);
      stalled.resume();
      stalled.requireSeeded();
      client.invalidate(query(1).day());
      await("its memory back", () -> served.serverMemory().getAllocatedMemory() == 0);
    }
  }

  /** Each has its own connection, through a proxy that holds up what comes after some bytes. */
  private final class StalledClients implements AutoCloseable {
    final List<TcpProxy> proxies = new ArrayList<>();
    final List<Background<JournalTable>> loads = new ArrayList<>();

    StalledClients(String url) throws Exception {
      this(url, STALLED);
    }

    StalledClients(String url, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        var proxy = new TcpProxy("127.0.0.1", java.net.URI.create(url).getPort());
        proxies.add(proxy);
        var client = served.openAt(proxy.port());
        proxy.stallAfter(FIRST_BYTES);
        loads.add(Background.start(() -> client.load(query(0).within(Duration.ofMinutes(1)))));
      }
    }

    void awaitStall() throws InterruptedException {
      for (var proxy : proxies) {
        proxy.awaitStall(PATIENCE);
      }
    }

    void resume() {
      proxies.forEach(TcpProxy::resume);
    }

    void requireSeeded() throws Exception {
      for (var load : loads) {
        try (var table = load.get()) {
          ServedJournal.requireSeeded(table);
        }
      }
    }

    @Override
    public void close() {
      proxies.forEach(TcpProxy::close);
    }
  }
}
