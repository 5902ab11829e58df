package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server that can be held up and cut. It passes connections on until {@link #stallAfter}
 * bytes came from the server; then the client gets nothing more until {@link #resume}. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  /*
   * Little is buffered on the way (BUFFER_BYTES), so that a stalled client soon stalls the server
   * too: a load that is to be met in its midst needs more data than the system's own buffers hold.
   */
  private static final int BUFFER_BYTES = 16 << 10;

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytesUntilStall = Long.MAX_VALUE;
  private boolean stalled;
  private volatile boolean refusing;

  /** A proxy for a server, on a free port of the loopback interface. */
  public TcpProxy(String host, int port) throws IOException {
    server = new InetSocketAddress(host, port);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  /** The port that clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Stalls once so many more bytes have come from the server, over all connections together. */
  public void stallAfter(long bytes) {
    lock.lock();
    try {
      bytesUntilStall = bytes;
      stalled = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the proxy stalls; fails the test if it doesn't in time. */
  public void awaitStall(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = limit.toNanos();
      while (!stalled) {
        if (leftNs <= 0) {
          fail("the proxy passed fewer bytes than it was to stall after");
        }
        leftNs = changed.awaitNanos(leftNs);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Passes on everything again. */
  public void resume() {
    stallAfter(Long.MAX_VALUE);
  }

  /** Resets all connections, and new ones too, until {@link #takeAgain}. */
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
    for (var socket : sockets) {
      try {
        socket.setSoLinger(true, 0); // close() then sends a reset
      } catch (IOException e) {
        // closed already
      }
      close(socket);
    }
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
    if (refusing) {
      client.close();
      return;
    }
    var upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
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
    start("to server", () -> pump(client, upstream, false));
    start("to client", () -> pump(upstream, client, true));
  }

  private void pump(Socket from, Socket to, boolean counted) {
    var buffer = new byte[BUFFER_BYTES];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (counted) {
          pass(n, to);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      // one side is gone: so is the other, below
    }
    close(from);
    close(to);
  }

  /** Returns once bytes may be passed on. */
  private void pass(int bytes, Socket to) throws InterruptedException {
    lock.lock();
    try {
      bytesUntilStall -= bytes;
      while (bytesUntilStall < 0 && !to.isClosed()) {
        stalled = true;
        changed.signalAll();
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // there is nothing more to do with it
    }
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void start(String what, Runnable task) {
    var thread = new Thread(task, "tcp-proxy " + what);
    thread.setDaemon(true);
    thread.start();
  }

  /** Cuts all connections and takes no more. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      // it takes no more connections either way
    }
    cut();
  }
}
