package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkProcessTest {
  private ServerSocket server;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void carriesAndCountsUntilItIsClosed() throws IOException {
    var link = LinkProcess.start(Duration.ofMillis(1), 1_000_000_000);
    int port = link.to("127.0.0.1", server.getLocalPort());
    try (var meter = new LinkMeter(link.meterPort());
        var client = connect(port);
        var accepted = server.accept()) {
      assertThat(meter.carriedBytes()).isZero();
      client.getOutputStream().write("what?".getBytes(UTF_8));
      assertThat(accepted.getInputStream().readNBytes(5)).asString(UTF_8).isEqualTo("what?");
      assertThat(meter.carriedBytes()).isEqualTo(5);
      accepted.getOutputStream().write("that".getBytes(UTF_8));
      assertThat(client.getInputStream().readNBytes(4)).asString(UTF_8).isEqualTo("that");
      assertThat(meter.carriedBytes()).isEqualTo(9);
      link.close();
      link.close();
      assertThatThrownBy(meter::carriedBytes).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
    }
  }

  /** Starts a link to a server's port, says which port leads to it, and waits. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException {
      try (var link = LinkProcess.start(Duration.ZERO, 1_000_000_000)) {
        System.out.println(link.to("127.0.0.1", Integer.parseInt(args[0])));
        System.in.read(); // until it is killed
      }
    }
  }

  @Tag("processes")
  @Test
  void endsWhenTheJvmThatStartedItIsKilled() throws Exception {
    var parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                Integer.toString(server.getLocalPort()))
            .start();
    try (var client = connect(Integer.parseInt(TestbedChild.firstLine(parent)));
        var accepted = server.accept()) {
      var started = parent.descendants().toList();
      assertThat(started).hasSize(1);
      parent.destroyForcibly();
      assertThat(started.get(0).onExit()).succeedsWithin(Duration.ofSeconds(20));
      assertThatThrownBy(
              () -> {
                while (client.getInputStream().read() >= 0) {
                  // none was sent
                }
                client.getOutputStream().write(1);
                accepted.getInputStream().readAllBytes();
                client.getOutputStream().write(1);
              })
          .isInstanceOf(IOException.class);
    } finally {
      parent.destroyForcibly();
    }
  }

  /**
   * That it is never faster is {@link LinkTest}'s. How much slower it is, is also others' doing: so
   * the best of many attempts counts. A link that can't be so exact has none.
   */
  @Tag("processes")
  @ParameterizedTest
  @CsvSource({"1, 1000000000", "10, 200000000"})
  void isAsFastAsItWasAskedFor(int roundTripMillis, long bitsPerSecond) throws Exception {
    int bytes = (int) (bitsPerSecond / 8 / 5); // a fifth of a second
    double bytesMillis = bytes * 8e3 / bitsPerSecond;
    double bestTransferMillis = Double.MAX_VALUE;
    double bestRoundTripMillis = Double.MAX_VALUE;
    try (var link = LinkProcess.start(Duration.ofMillis(roundTripMillis), bitsPerSecond);
        var client = connect(link.to("127.0.0.1", server.getLocalPort()));
        var accepted = server.accept()) {
      var serving = new Thread(() -> serve(accepted, bytes));
      serving.start();
      double leastMillis = bytesMillis + roundTripMillis;
      for (int i = 0; i < 100 && bestTransferMillis > leastMillis + 0.03 * bytesMillis; i++) {
        bestTransferMillis = Math.min(bestTransferMillis, millis(client, bytes));
      }
      for (int i = 0; i < 1_000 && bestRoundTripMillis > roundTripMillis + 0.3; i++) {
        bestRoundTripMillis = Math.min(bestRoundTripMillis, medianRoundTripMillis(client));
      }
      client.shutdownOutput();
      serving.join();
    }
    assertThat(bestRoundTripMillis).isBetween(roundTripMillis + 0.0, roundTripMillis + 0.3);
    assertThat(bestTransferMillis - roundTripMillis).isBetween(bytesMillis, bytesMillis * 1.03);
  }

  /** Answers 1 by a byte, 2 by many. */
  private static void serve(Socket socket, int many) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var bytes = new byte[many];
      for (int asked = socket.getInputStream().read();
          asked > 0;
          asked = socket.getInputStream().read()) {
        socket.getOutputStream().write(bytes, 0, asked == 1 ? 1 : many);
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static double millis(Socket client, int bytes) throws IOException {
    long beginNanos = System.nanoTime();
    client.getOutputStream().write(bytes == 1 ? 1 : 2);
    new DataInputStream(client.getInputStream()).readFully(new byte[bytes]);
    return (System.nanoTime() - beginNanos) / 1e6;
  }

  private static double medianRoundTripMillis(Socket client) throws IOException {
    var millis = new double[5];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = millis(client, 1);
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }
}
