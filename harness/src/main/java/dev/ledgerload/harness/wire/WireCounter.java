package dev.ledgerload.harness.wire;

import dev.ledgerload.reports.gate.WireCount;
import dev.ledgerload.testbed.Relay;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Opens ways to servers, and counts all that goes by them. Thread-safe. */
public final class WireCounter implements AutoCloseable {
  private final List<Relay> relays = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong statements = new AtomicLong();
  private volatile boolean unreadable;

  /** The port of a way by which queries and fetches are counted. */
  public int toPostgres(String host, int port) throws IOException {
    return open(host, port, PostgresRequests::new);
  }

  /** The port of a way by which commands are counted. */
  public int toRedis(String host, int port) throws IOException {
    return open(host, port, RedisRequests::new);
  }

  /** The port of a way by which bytes alone are counted. */
  public int toAny(String host, int port) throws IOException {
    return open(host, port, () -> RequestScanner.NONE);
  }

  private int open(String host, int port, Supplier<RequestScanner> scanners) throws IOException {
    var relay =
        new Relay(host, port, () -> counting(scanners.get()), () -> counting(RequestScanner.NONE));
    relays.add(relay);
    return relay.port();
  }

  private Relay.Listener counting(RequestScanner scanner) {
    return (buffer, count) -> {
      bytes.addAndGet(count);
      int found = scanner.requestsIn(buffer, count);
      if (found == RequestScanner.UNREADABLE) {
        unreadable = true;
      } else {
        statements.addAndGet(found);
      }
    };
  }

  /** What went by them since the last call; waits for the end of what is under way. */
  public WireCount take() {
    relays.forEach(Relay::settle);
    var count = new WireCount(unreadable ? WireCount.UNKNOWN : statements.get(), bytes.get());
    bytes.set(0);
    statements.set(0);
    unreadable = false;
    return count;
  }

  @Override
  public void close() {
    relays.forEach(Relay::close);
  }
}
