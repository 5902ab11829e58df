package dev.ledgerload.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A way to a server: a port of the loopback interface whose connections are passed on. What they
 * carry can be listened to and held up, and they can be cut. Thread-safe.
 */
public final class Relay implements AutoCloseable {
  /** Little is buffered on the way, so that who holds up a client soon holds up the server too. */
  private static final int BUFFER_BYTES = 16 << 10;

  private static final long SETTLE_MILLIS = 5_000;

  private final InetSocketAddress server;
  private final Supplier<Listener> requests;
  private final Supplier<Listener> answers;
  private final ServerSocket entrance;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> pumps = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  /** Hears what one connection carries in one direction. */
  @FunctionalInterface
  public interface Listener {
    /** Hears bytes, the first {@code count} of a buffer, which are passed on when it returns. */
    void hear(byte[] buffer, int count);

    /**
     * The connection has ended, maybe while another thread is in {@link #hear}; may be said twice.
     */
    default void end() {}
  }

  /**
   * Opens a way, on a free port.
   *
   * @param requests gives each connection's listener to what the client sends
   * @param answers the same for what the server sends
   */
  public Relay(String host, int port, Supplier<Listener> requests, Supplier<Listener> answers)
      throws IOException {
    this.server = new InetSocketAddress(host, port);
    this.requests = requests;
    this.answers = answers;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  /** The port that clients connect to. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Waits a moment for clients that have just gone: their last bytes may still be under way. */
  public void settle() {
    try {
      for (var pump : pumps) {
        pump.join(SETTLE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pumps.removeIf(pump -> !pump.isAlive());
  }

  /** Resets all connections, and closes new ones, until {@link #takeAgain}. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Takes new connections again. */
  public void takeAgain() {
    refusing = false;
  }

  /** Resets all connections that there are; new ones are still taken. */
  public void cut() {
    for (var socket : sockets) { // before any is closed: its end is the other's
      try {
        socket.setSoLinger(true, 0); // close() then sends a reset
      } catch (IOException e) {
        // closed already
      }
    }
    sockets.forEach(this::close);
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        connect(entrance.accept());
      } catch (IOException e) {
        // the entrance was closed, or the server refused this client
      }
    }
  }

  private void connect(Socket client) throws IOException {
    var upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
    if (refusing || entrance.isClosed()) { // asked last: whoever says so closes what is listed
      close(client);
      close(upstream);
      return;
    }
    try {
      upstream.setReceiveBufferSize(BUFFER_BYTES);
      client.setSendBufferSize(BUFFER_BYTES);
      upstream.connect(server);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
    } catch (IOException e) {
      close(client);
      close(upstream);
      throw e;
    }
    var request = requests.get();
    var answer = answers.get();
    Runnable end =
        () -> {
          close(client);
          close(upstream);
          request.end();
          answer.end();
        };
    pumps.add(start("to server", () -> pump(client, upstream, request, end)));
    pumps.add(start("to client", () -> pump(upstream, client, answer, end)));
  }

  private static void pump(Socket from, Socket to, Listener listener, Runnable end) {
    var buffer = new byte[BUFFER_BYTES];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        listener.hear(buffer, n); // first, so that no answer is ahead of what was heard
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one side is gone: so is the other, below
    }
    end.run();
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // there is nothing more to do with it
    }
  }

  private static Thread start(String what, Runnable task) {
    var thread = new Thread(task, "relay " + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Cuts all connections and takes no more. */
  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      // it takes no more connections either way
    }
    cut();
  }
}
