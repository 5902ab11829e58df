package dev.ledgerload.testbed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client's connection over a {@link Link}, and the one to the server that it goes on by. */
final class LinkConnection {
  private final Socket client;
  private final Socket server;

  LinkConnection(Socket client, Socket server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Connects to the server, and carries what both send until both have ended.
   *
   * @param madeNanos when the client's connection was made. It believes so at once, so what it
   *     sends is taken when a handshake over the link would have ended
   */
  void carry(
      InetSocketAddress address,
      long madeNanos,
      long roundTripNanos,
      long bitsPerSecond,
      Line up,
      Line down) {
    try {
      LinkFlow.awaitNanos(madeNanos + roundTripNanos / 2);
      server.connect(address);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      var requests = new LinkFlow(client, server, up, bitsPerSecond, roundTripNanos, this::reset);
      var answers = new LinkFlow(server, client, down, bitsPerSecond, roundTripNanos, this::reset);
      var delivered =
          new Thread[] {
            start("link to server", requests::deliver), start("link to client", answers::deliver)
          };
      start("link from server", answers::take);
      LinkFlow.awaitNanos(madeNanos + roundTripNanos);
      requests.take();
      for (var thread : delivered) {
        thread.join();
      }
      server.close();
      client.close();
    } catch (IOException e) { // the server isn't there
      LinkFlow.awaitNanos(madeNanos + roundTripNanos);
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
  }

  /** Ends both with a reset. */
  void reset() {
    reset(client);
    reset(server);
  }

  private static void reset(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0); // close() then sends a reset
      }
      socket.close();
    } catch (IOException e) {
      // it is closed already
    }
  }

  static Thread start(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
