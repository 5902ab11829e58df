package dev.ledgerload.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(2);
  private ServerSocket server;
  private Relay relay;

  private final class Counting implements Relay.Listener {
    private final AtomicInteger bytes;

    Counting(AtomicInteger bytes) {
      this.bytes = bytes;
    }

    @Override
    public void hear(byte[] buffer, int count) {
      bytes.addAndGet(count);
    }

    @Override
    public void end() {
      ended.countDown();
    }
  }

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    relay =
        new Relay(
            "127.0.0.1",
            server.getLocalPort(),
            () -> new Counting(asked),
            () -> new Counting(answered));
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    server.close();
  }

  @Test
  void bothSidesAreHeardBeforeTheOtherGetsIt() throws IOException {
    try (var client = connect();
        var accepted = server.accept()) {
      client.getOutputStream().write("what?".getBytes(UTF_8));
      assertThat(accepted.getInputStream().readNBytes(5)).asString(UTF_8).isEqualTo("what?");
      assertThat(asked).hasValue(5);
      accepted.getOutputStream().write("that".getBytes(UTF_8));
      assertThat(client.getInputStream().readNBytes(4)).asString(UTF_8).isEqualTo("that");
      assertThat(answered).hasValue(4);
    }
  }

  @Test
  void theEndOfOneSideIsThatOfTheOtherAndOfBothListeners() throws Exception {
    Socket accepted;
    try (var client = connect()) {
      accepted = server.accept();
      client.getOutputStream().write("bye".getBytes(UTF_8));
    }
    try (accepted) {
      assertThat(accepted.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("bye");
      ended.await();
      relay.settle();
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void connectionsAreCutAndRefusedUntilTheyAreTakenAgain() throws IOException {
    try (var client = connect();
        var accepted = server.accept()) {
      accepted.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
      relay.refuse();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    try (var refused = connect()) {
      assertThat(refused.getInputStream().read()).isEqualTo(-1);
    }
    relay.takeAgain();
    try (var client = connect();
        var accepted = server.accept()) {
      accepted.getOutputStream().write(2);
      assertThat(client.getInputStream().read()).isEqualTo(2);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }
}
