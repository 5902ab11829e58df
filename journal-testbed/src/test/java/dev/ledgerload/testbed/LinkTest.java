package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can't be exceeded, and what must not get lost, however busy the machine is. */
class LinkTest {
  private static final long GIGABIT = 1_000_000_000;
  private static final Duration ROUND_TRIP = Duration.ofMillis(4);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket server;
  private Link link;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    link = new Link(ROUND_TRIP, GIGABIT);
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    server.close();
    threads.shutdownNow();
  }

  @Test
  void aRoundTripIsNeverShorterThanItWasAskedFor() throws IOException {
    int port = link.to("127.0.0.1", server.getLocalPort());
    long beginNanos = System.nanoTime();
    try (var client = connect(port);
        var accepted = server.accept()) {
      client.getOutputStream().write(1);
      assertThat(accepted.getInputStream().read()).isEqualTo(1);
      accepted.getOutputStream().write(2);
      assertThat(client.getInputStream().read()).isEqualTo(2);
      assertNoSooner(beginNanos, ROUND_TRIP.multipliedBy(2)); // the first is the connection's
      beginNanos = System.nanoTime();
      client.getOutputStream().write(3);
      assertThat(accepted.getInputStream().read()).isEqualTo(3);
      accepted.getOutputStream().write(4);
      assertThat(client.getInputStream().read()).isEqualTo(4);
      assertNoSooner(beginNanos, ROUND_TRIP);
      assertThat(link.carriedBytes()).isEqualTo(4);
    }
  }

  @Test
  void bytesOfBothDirectionsArriveInOrderAndNoFasterThanTheRate() throws Exception {
    int count = 10_000_000;
    int port = link.to("127.0.0.1", server.getLocalPort());
    try (var client = connect(port);
        var accepted = server.accept()) {
      long beginNanos = System.nanoTime();
      var sentUp = threads.submit(() -> send(client, 1, count));
      var sentDown = threads.submit(() -> send(accepted, 2, count));
      var receivedUp = threads.submit(() -> requireReceived(accepted, 1, count));
      requireReceived(client, 2, count);
      receivedUp.get();
      sentUp.get();
      sentDown.get();
      assertNoSooner(beginNanos, timeOf(count).plus(ROUND_TRIP.dividedBy(2)));
      assertThat(link.carriedBytes()).isEqualTo(2L * count);
    }
  }

  @Test
  void allConnectionsShareOneLine() throws Exception {
    int connections = 20;
    int count = 500_000;
    try (var other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int[] ports = {
        link.to("127.0.0.1", server.getLocalPort()), link.to("127.0.0.1", other.getLocalPort())
      };
      long beginNanos = System.nanoTime();
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        var client = connect(ports[i % 2]);
        var accepted = (i % 2 == 0 ? server : other).accept();
        int seed = i;
        done.add(running(() -> send(accepted, seed, count)));
        done.add(
            running(
                () -> {
                  requireReceived(client, seed, count);
                  client.close();
                  accepted.close();
                }));
      }
      for (var one : done) {
        one.get();
      }
      assertNoSooner(beginNanos, timeOf((long) connections * count));
    }
  }

  @Test
  void oneThatIsNotReadHoldsUpItsSenderAndNoOther() throws Exception {
    int port = link.to("127.0.0.1", server.getLocalPort());
    try (var unread = connect(port);
        var unreadServer = server.accept();
        var client = connect(port);
        var accepted = server.accept()) {
      unread.setReceiveBufferSize(4_096);
      var sending = running(() -> flood(unreadServer));
      for (int i = 0; i < 10; i++) {
        send(accepted, i, 100_000);
        requireReceived(client, i, 100_000);
      }
      assertThat(sending).isNotDone();
    }
  }

  @Test
  void oneSideMayEndAndStillReceive() throws IOException {
    int port = link.to("127.0.0.1", server.getLocalPort());
    try (var client = connect(port);
        var accepted = server.accept()) {
      client.getOutputStream().write("what?".getBytes(UTF_8));
      client.shutdownOutput();
      assertThat(accepted.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("what?");
      accepted.getOutputStream().write("that".getBytes(UTF_8));
      accepted.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("that");
    }
  }

  @Test
  void aResetOfEitherSideReachesTheOther() throws IOException {
    int port = link.to("127.0.0.1", server.getLocalPort());
    for (boolean byClient : new boolean[] {true, false}) {
      try (var client = connect(port);
          var accepted = server.accept()) {
        accepted.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isEqualTo(1);
        var ended = byClient ? client : accepted;
        var other = byClient ? accepted : client;
        ended.setSoLinger(true, 0); // close() then sends a reset
        ended.close();
        assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void whoSendsToSomebodyWhoHasGoneIsTold() throws IOException {
    int port = link.to("127.0.0.1", server.getLocalPort());
    try (var client = connect(port)) {
      server.accept().close();
      assertThatThrownBy(() -> flood(client)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void whereThereIsNoServerTheClientIsReset() throws IOException {
    int port = link.to("127.0.0.1", LoopbackPort.free());
    try (var client = connect(port)) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void closingResetsAllAndTakesNoMore() throws IOException {
    int port = link.to("127.0.0.1", server.getLocalPort());
    try (var client = connect(port);
        var accepted = server.accept()) {
      accepted.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
      link.close();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> accepted.getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void whoComesWhileItClosesDoesNotReachTheServer() throws Exception {
    for (int round = 0; round < 200; round++) {
      var closing = new Link(Link.LONGEST_ROUND_TRIP, GIGABIT); // it is there at half of it
      int port = closing.to("127.0.0.1", server.getLocalPort());
      var coming = running(() -> connect(port).close());
      closing.close();
      coming.exceptionally(refused -> null).get();
    }
    server.setSoTimeout(1_000);
    assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void whatCannotBeReliedOnIsRefused() {
    assertThatThrownBy(() -> new Link(ROUND_TRIP, Link.MOST_BITS_PER_SECOND + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Link(ROUND_TRIP, Link.LEAST_BITS_PER_SECOND - 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Link(Link.LONGEST_ROUND_TRIP.plusNanos(1), GIGABIT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Link(Duration.ofNanos(-1), GIGABIT))
        .isInstanceOf(IllegalArgumentException.class);
    new Link(Duration.ZERO, Link.MOST_BITS_PER_SECOND).close();
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static Duration timeOf(long bytes) {
    return Duration.ofNanos(bytes * 8_000_000_000L / GIGABIT);
  }

  private static void assertNoSooner(long beginNanos, Duration least) {
    assertThat(Duration.ofNanos(System.nanoTime() - beginNanos)).isGreaterThanOrEqualTo(least);
  }

  private interface Task {
    void run() throws IOException;
  }

  private CompletableFuture<Void> running(Task task) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            task.run();
            return null;
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        threads);
  }

  /** Pieces of all sizes, of bytes that the seed fixes. */
  private static Void send(Socket socket, long seed, int count) throws IOException {
    var bytes = bytes(seed, count);
    var sizes = new Random(seed);
    var out = new DataOutputStream(socket.getOutputStream());
    for (int at = 0; at < count; ) {
      int piece = Math.min(count - at, 1 + sizes.nextInt(sizes.nextBoolean() ? 100 : 200_000));
      out.write(bytes, at, piece);
      at += piece;
    }
    return null;
  }

  /** Sends for as long as it goes. */
  private static void flood(Socket socket) throws IOException {
    var zeros = new byte[1 << 16];
    while (true) {
      socket.getOutputStream().write(zeros);
    }
  }

  private static Void requireReceived(Socket socket, long seed, int count) throws IOException {
    var received = new byte[count];
    new DataInputStream(socket.getInputStream()).readFully(received);
    assertThat(received).isEqualTo(bytes(seed, count));
    return null;
  }

  private static byte[] bytes(long seed, int count) {
    var bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
