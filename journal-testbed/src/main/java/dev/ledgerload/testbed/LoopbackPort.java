package dev.ledgerload.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
final class LoopbackPort {
  private LoopbackPort() {}

  /** One that nobody listens on. */
  static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Checks that a server can have one.
   *
   * @throws TestbedException if somebody listens on it
   */
  static void requireFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new TestbedException(
          "port %d is taken: ask for another, or for 0 to get any that is free".formatted(port), e);
    }
  }
}
