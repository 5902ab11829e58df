package dev.ledgerload.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between clients and servers of this machine: ways whose connections have a round-trip
 * time, and one line in each direction that they share. ({@link Relay} passes on at once, and lets
 * a test listen to a connection, hold it up and cut it.) Thread-safe.
 *
 * <p>A piece arrives at max(the line is free, it was sent) + size ÷ rate + round trip ÷ 2, and
 * never before. The rate is that of the bytes in TCP's segments; their headers would take another 6
 * %. A connection is made in a round trip. How TCP begins slowly, what it loses and sends again,
 * and windows that are too small for the line aren't modelled.
 *
 * <p>It takes time of the cores that clients and servers run on, so it is to be in a JVM of its own
 * ({@link LinkProcess}): then the rate is within 3 % of what was asked for, and the round trip at
 * most 0.3 ms longer, up to {@link #MOST_BITS_PER_SECOND}.
 */
public final class Link implements AutoCloseable {
  /** What can be relied on where clients, servers and the link share two cores. */
  public static final long MOST_BITS_PER_SECOND = 2_500_000_000L;

  public static final long LEAST_BITS_PER_SECOND = 1_000_000;

  /** Longer than that of any way around the earth. */
  public static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(1);

  private final long roundTripNanos;
  private final long bitsPerSecond;
  private final Line up;
  private final Line down;
  private final List<ServerSocket> entrances = new CopyOnWriteArrayList<>();
  private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();

  /**
   * Makes one without ways.
   *
   * @param roundTrip from zero to {@link #LONGEST_ROUND_TRIP}
   * @param bitsPerSecond of each direction, from {@link #LEAST_BITS_PER_SECOND} to {@link
   *     #MOST_BITS_PER_SECOND}
   */
  public Link(Duration roundTrip, long bitsPerSecond) {
    if (roundTrip.isNegative() || roundTrip.compareTo(LONGEST_ROUND_TRIP) > 0) {
      throw new IllegalArgumentException("a link has no round trip of " + roundTrip);
    }
    if (bitsPerSecond < LEAST_BITS_PER_SECOND || bitsPerSecond > MOST_BITS_PER_SECOND) {
      throw new IllegalArgumentException("a link has no rate of " + bitsPerSecond + " bits/s");
    }
    this.roundTripNanos = roundTrip.toNanos();
    this.bitsPerSecond = bitsPerSecond;
    long nowNanos = System.nanoTime();
    this.up = new Line(bitsPerSecond, roundTripNanos / 2, nowNanos);
    this.down = new Line(bitsPerSecond, roundTripNanos / 2, nowNanos);
  }

  /**
   * Opens a way to a server.
   *
   * @return the port of the loopback interface that clients connect to
   */
  public int to(String host, int port) throws IOException {
    var entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    entrances.add(entrance);
    var server = new InetSocketAddress(host, port);
    LinkConnection.start("link entrance", () -> accept(entrance, server));
    return entrance.getLocalPort();
  }

  /** What its connections have sent, both ways together, since there is this link. */
  public long carriedBytes() {
    return up.sentBytes() + down.sentBytes();
  }

  private void accept(ServerSocket entrance, InetSocketAddress server) {
    while (!entrance.isClosed()) {
      try {
        var client = entrance.accept();
        long madeNanos = System.nanoTime();
        var connection = new LinkConnection(client, new Socket());
        connections.add(connection);
        if (entrance.isClosed()) { // a client may get in while it is being closed
          connection.reset();
        }
        LinkConnection.start("link connection", () -> carry(connection, server, madeNanos));
      } catch (IOException e) {
        // the entrance was closed
      }
    }
  }

  private void carry(LinkConnection connection, InetSocketAddress server, long madeNanos) {
    try {
      connection.carry(server, madeNanos, roundTripNanos, bitsPerSecond, up, down);
    } finally {
      connection.reset(); // if it hasn't ended: there may have been no memory for it
      connections.remove(connection);
    }
  }

  /** Resets all connections and takes no more. */
  @Override
  public void close() {
    for (var entrance : entrances) {
      try {
        entrance.close();
      } catch (IOException e) {
        // it takes no more connections either way
      }
    }
    connections.forEach(LinkConnection::reset);
  }
}
