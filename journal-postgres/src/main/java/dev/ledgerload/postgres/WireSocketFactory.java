package dev.ledgerload.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives the driver its socket and keeps hold of it. Public only because the driver makes the
 * factory by its name; {@link PostgresSession} is what to use.
 */
public final class WireSocketFactory extends SocketFactory {
  private static final AtomicLong NEXT_TICKET = new AtomicLong();
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(1);
  private static final Map<String, WireSocket> SOCKETS = new ConcurrentHashMap<>();

  private final String ticket;

  /**
   * Called by the driver.
   *
   * @param ticket of {@code nextTicket}, passed as the connection property {@code socketFactoryArg}
   */
  public WireSocketFactory(String ticket) {
    this.ticket = ticket;
  }

  /** A ticket under which sockets are kept, and bounded by the deadline, until it is claimed. */
  static String nextTicket(Deadline deadline) {
    var ticket = Long.toString(NEXT_TICKET.getAndIncrement());
    SOCKETS.put(ticket, new WireSocket(deadline));
    return ticket;
  }

  /** The last socket made under a ticket; later ones (for cancel requests) aren't kept. */
  static @Nullable WireSocket claim(String ticket) {
    return SOCKETS.remove(ticket);
  }

  @Override
  public Socket createSocket() {
    var kept = SOCKETS.get(ticket);
    var socket = new WireSocket(kept == null ? Deadline.after(CANCEL_LIMIT) : kept.deadline());
    SOCKETS.replace(ticket, socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new UnsupportedOperationException("the driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("the driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("the driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("the driver connects its sockets itself");
  }
}
