package dev.ledgerload.harness.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A way to a server on which all is counted: a port of the loopback interface whose connections are
 * passed on. Thread-safe.
 */
public final class WireTap implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final long SETTLE_MILLIS = 5_000;

  private final InetSocketAddress server;
  private final Supplier<RequestScanner> scanners;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> pumps = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private volatile boolean unreadable;

  private WireTap(String host, int port, Supplier<RequestScanner> scanners) throws IOException {
    this.server = new InetSocketAddress(host, port);
    this.scanners = scanners;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  /** A tap that counts queries and fetches. */
  public static WireTap toPostgres(String host, int port) throws IOException {
    return new WireTap(host, port, PostgresRequests::new);
  }

  /** A tap that counts commands. */
  public static WireTap toRedis(String host, int port) throws IOException {
    return new WireTap(host, port, RedisRequests::new);
  }

  /** A tap that counts bytes alone. */
  public static WireTap toAny(String host, int port) throws IOException {
    return new WireTap(host, port, () -> (buffer, count) -> 0);
  }

  /** The port that clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Bytes that were passed on, both ways together. */
  public long bytes() {
    return bytes.get();
  }

  /** Requests that clients sent; {@link RequestScanner#UNREADABLE} if some can't be told. */
  public long requests() {
    return unreadable ? RequestScanner.UNREADABLE : requests.get();
  }

  /** Waits a moment for clients that have just gone: their last bytes may still be under way. */
  public void settle() {
    try {
      for (var thread : pumps) {
        thread.join(SETTLE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pumps.removeIf(thread -> !thread.isAlive());
  }

  /** Counts from 0 again. */
  public void reset() {
    bytes.set(0);
    requests.set(0);
    unreadable = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // the listener was closed, or the server refused this client
      }
    }
  }

  private void connect(Socket client) throws IOException {
    var upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
    try {
      upstream.connect(server);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
    } catch (IOException e) {
      close(client);
      close(upstream);
      throw e;
    }
    var scanner = scanners.get();
    pumps.add(start("to server", () -> pump(client, upstream, scanner)));
    pumps.add(start("to client", () -> pump(upstream, client, (buffer, count) -> 0)));
  }

  private void pump(Socket from, Socket to, RequestScanner scanner) {
    var buffer = new byte[BUFFER_BYTES];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        count(scanner.requestsIn(buffer, n), n); // first, so that no answer is ahead of the count
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one side is gone: so is the other, below
    }
    close(from);
    close(to);
  }

  private void count(int found, int passed) {
    bytes.addAndGet(passed);
    if (found == RequestScanner.UNREADABLE) {
      unreadable = true;
    } else {
      requests.addAndGet(found);
    }
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
    var thread = new Thread(task, "wire tap " + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Closes all connections and takes no more. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      // it takes no more connections either way
    }
    sockets.forEach(this::close);
  }
}
