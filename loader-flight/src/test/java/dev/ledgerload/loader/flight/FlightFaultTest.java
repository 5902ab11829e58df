package dev.ledgerload.loader.flight;

import static dev.ledgerload.loader.flight.ServedJournal.PATIENCE;
import static dev.ledgerload.loader.flight.ServedJournal.await;
import static dev.ledgerload.loader.flight.ServedJournal.portOf;
import static dev.ledgerload.loader.flight.ServedJournal.query;
import static dev.ledgerload.loader.flight.ServedJournal.requireSeeded;
import static dev.ledgerload.loader.flight.ServedJournal.requireWorks;
import static dev.ledgerload.spi.JournalLoadException.Kind.TIMEOUT;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.contract.TcpProxy;
import dev.ledgerload.spi.CachingJournalSource;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalLoadException.Kind;
import dev.ledgerload.spi.JournalTable;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Between client and server: loads that are met in their midst by a proxy, which holds the server's
 * answer up. Whatever happens, the same source can load again.
 */
@Tag("faults")
@Timeout(120)
class FlightFaultTest {
  private static final long FIRST_BYTES = 1_000_000;

  private ServedJournal served;

  @BeforeEach
  void start() {
    served = new ServedJournal();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  /** What happens to a load that is held up. */
  private interface Fault {
    Kind strike(TcpProxy proxy, Background<JournalTable> load, CachingJournalSource client)
        throws Exception;
  }

  private void survives(Duration timeout, Fault fault) throws Exception {
    try (var proxy = new TcpProxy("127.0.0.1", portOf(served.serve(Map.of())));
        var client = served.openAt(proxy.port())) {
      requireWorks(client, 0);
      proxy.stallAfter(FIRST_BYTES);
      var load = Background.start(() -> client.load(query(0).within(timeout)));
      proxy.awaitStall(PATIENCE);
      var kind = fault.strike(proxy, load, client);
      var failure = load.failure();
      assertThat(failure).isInstanceOf(JournalLoadException.class);
      assertThat(((JournalLoadException) failure).kind()).as(failure.toString()).isEqualTo(kind);
      proxy.resume();
      await("the failed load's memory", () -> served.clientMemory().getAllocatedMemory() == 0);
      requireWorks(client, 0);
    }
  }

  @Test
  void failsWhenTheConnectionIsCut() throws Exception {
    survives(
        PATIENCE,
        (proxy, load, client) -> {
          proxy.cut();
          proxy.resume();
          return UNAVAILABLE;
        });
  }

  @Test
  void failsInTimeWhenTheServerStalls() throws Exception {
    survives(Duration.ofMillis(1500), (proxy, load, client) -> TIMEOUT);
  }

  @Test
  void failsWhenItsThreadIsInterrupted() throws Exception {
    survives(
        PATIENCE,
        (proxy, load, client) -> {
          load.interrupt();
          load.failure();
          assertThat(load.interruptedAtEnd()).as("the interrupt flag").isTrue();
          return TIMEOUT;
        });
  }

  @Test
  void endsALoadUnderWayWhenItsSourceIsClosed() throws Exception {
    try (var proxy = new TcpProxy("127.0.0.1", portOf(served.serve(Map.of())))) {
      var client = served.openAt(proxy.port());
      requireWorks(client, 0);
      proxy.stallAfter(FIRST_BYTES);
      var load = Background.start(() -> client.load(query(0)));
      proxy.awaitStall(PATIENCE);
      client.close();
      assertThat(load.failure()).isInstanceOf(JournalLoadException.class);
      assertThat(served.clientMemory().getAllocatedMemory()).isZero();
      assertThatThrownBy(() -> client.load(query(0)).close())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** What was being sent is given back by threads that may come late. */
  @Test
  void aServerThatIsClosedLeavesNoMemoryHoweverBusyTheMachineIs() throws Exception {
    var spinners = new ArrayList<Thread>();
    for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
      var spinner = new Thread(FlightFaultTest::spin);
      spinner.start();
      spinners.add(spinner);
    }
    try {
      for (int round = 0; round < 6; round++) {
        try (var days = new ServedJournal();
            var proxy = new TcpProxy("127.0.0.1", portOf(days.serve(Map.of())))) {
          var client = days.openAt(proxy.port());
          proxy.stallAfter(FIRST_BYTES);
          var load = Background.start(() -> client.load(query(0)));
          proxy.awaitStall(PATIENCE);
          client.close();
          assertThat(load.failure()).isInstanceOf(JournalLoadException.class);
        } // the days' close fails if memory is held
      }
    } finally {
      spinners.forEach(Thread::interrupt);
    }
  }

  private static void spin() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void connectsAgainAfterItsConnectionWasCutBetweenLoads() throws Exception {
    try (var proxy = new TcpProxy("127.0.0.1", portOf(served.serve(Map.of())));
        var client = served.openAt(proxy.port())) {
      for (int i = 0; i < 5; i++) {
        requireWorks(client, 0);
        proxy.cut();
      }
      requireWorks(client, 0);
    }
  }

  @Test
  void failsWhileTheServerIsAwayAndWorksOnceItIsBack() throws Exception {
    try (var proxy = new TcpProxy("127.0.0.1", portOf(served.serve(Map.of())));
        var client = served.openAt(proxy.port())) {
      requireWorks(client, 0);
      proxy.refuse();
      for (int i = 0; i < 3; i++) {
        var failure = failureOf(client);
        assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
        assertThat(failure).hasMessageContaining("grpc://127.0.0.1:" + proxy.port());
      }
      proxy.takeAgain();
      requireWorks(client, 0);
    }
  }

  private static JournalLoadException failureOf(CachingJournalSource client) {
    var failure =
        catchThrowableOfType(JournalLoadException.class, () -> client.load(query(0)).close());
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  void saysWhichLimitTheServersHeapHasAndGoesOn() {
    GatedSourceProvider.reset();
    GatedSourceProvider.onLoad(
        () -> {
          throw new OutOfMemoryError("Java heap space");
        });
    try (var client = served.open(served.serve(Map.of("from", GatedSourceProvider.STRATEGY)))) {
      var failure = failureOf(client);
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("the server").hasMessageContaining("-Xmx");
      GatedSourceProvider.reset();
      requireWorks(client, 0);
    }
  }

  @Test
  void saysWhichLimitTheClientsHeapHas() {
    var ended =
        Status.CANCELLED
            .withDescription("Failed to read message.")
            .withCause(new OutOfMemoryError("Java heap space"));
    for (var failure :
        List.of(ended.asRuntimeException(), new OutOfMemoryError("Java heap space"))) {
      var load = Failures.toLoad("loading", failure);
      assertThat(load.kind()).isEqualTo(UNAVAILABLE);
      assertThat(load).hasMessageContaining("Java heap space").hasMessageContaining("-Xmx");
    }
  }

  @Test
  void saysWhichServerDoesNotAnswerAndWhatToDo() {
    var server = served.serve(Map.of());
    server.close();
    assertThatThrownBy(() -> served.open(server))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining(server.url())
        .hasMessageContaining("start the server");
  }

  @Test
  void saysThatThePortIsTaken() {
    var port = Integer.toString(portOf(served.serve(Map.of())));
    assertThatThrownBy(() -> served.serve(Map.of("port", port)))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining(port)
        .hasMessageContaining("choose another port");
  }

  @Test
  void servesADayFromMemoryWhileTheDatabaseIsAwayAndSaysSoForOthers() throws Exception {
    var database = java.net.URI.create(ServedJournal.postgres().jdbcUrl().substring(5));
    try (var proxy = new TcpProxy(database.getHost(), database.getPort())) {
      var url =
          ServedJournal.postgres().jdbcUrl().replace(":" + database.getPort(), ":" + proxy.port());
      try (var client = served.open(served.serveVia(new PostgresUrl(url)))) {
        requireWorks(client, 0);
        proxy.refuse();
        requireWorks(client, 0);
        var failure =
            catchThrowableOfType(JournalLoadException.class, () -> client.load(query(1)).close());
        assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
        assertThat(failure).hasMessageContaining("copy");
        proxy.takeAgain();
        requireWorks(client, 1);
      }
    }
  }

  @Test
  void failsWhereTheTableDoesNotFitIntoTheClientsMemory() {
    var server = served.serve(Map.of());
    try (var small = new RootAllocator(2 << 20);
        var client =
            new FlightSourceProvider()
                .open(
                    SourceConfig.of(ServedJournal.postgres(), small)
                        .withSchema(ServedJournal.LAYOUT)
                        .withOptions(Map.of("url", server.url())))) {
      var failure =
          catchThrowableOfType(JournalLoadException.class, () -> client.load(query(0)).close());
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining("the allocator's limit of %,d bytes is reached", 2_097_152);
      assertThat(small.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void manyThreadsShareAClient() throws Exception {
    try (var client = served.open(served.serve(Map.of()))) {
      var loads =
          List.of(0, 1, 2, 0, 1, 2, 0, 1).stream()
              .map(day -> Background.start(() -> client.load(query(day))))
              .toList();
      for (var load : loads) {
        try (var table = load.get()) {
          requireSeeded(table);
        }
      }
    }
  }
}
