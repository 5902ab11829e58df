package dev.ledgerload.contract;

import static org.assertj.core.api.Assertions.fail;

import dev.ledgerload.testbed.Relay;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server that can be held up and cut. It passes connections on until {@link #stallAfter}
 * bytes came from the server; then the client gets nothing more until {@link #resume}. Thread-safe.
 *
 * <p>Little is buffered on the way, but the system has buffers of its own: a load that is to be met
 * in its midst needs more data than these hold.
 */
public final class TcpProxy implements AutoCloseable {
  private final AtomicLong roundTrips = new AtomicLong();
  private final Relay relay;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytesUntilStall = Long.MAX_VALUE;
  private boolean stalled;

  /** A proxy for a server, on a free port of the loopback interface. */
  public TcpProxy(String host, int port) throws IOException {
    relay = new Relay(host, port, () -> new RoundTripCounter(roundTrips), Stalling::new);
  }

  /** The port that clients connect to. */
  public int port() {
    return relay.port();
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

  /** How often clients of PostgreSQL have waited for the server, over all connections together. */
  public long roundTrips() {
    return roundTrips.get();
  }

  /** {@link Relay#refuse}. */
  public void refuse() {
    relay.refuse();
  }

  /** {@link Relay#takeAgain}. */
  public void takeAgain() {
    relay.takeAgain();
  }

  /** {@link Relay#cut}. */
  public void cut() {
    relay.cut();
  }

  /** Holds up what a server sends. */
  private final class Stalling implements Relay.Listener {
    private boolean ended;

    @Override
    public void hear(byte[] buffer, int count) {
      lock.lock();
      try {
        bytesUntilStall -= count;
        while (bytesUntilStall < 0 && !ended) {
          stalled = true;
          changed.signalAll();
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void end() {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void close() {
    relay.close();
  }
}
