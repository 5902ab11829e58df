package dev.ledgerload.testbed;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Tells other JVMs what a link has carried ({@link LinkMeter}): a port that doesn't lead over it,
 * and answers each byte with {@link Link#carriedBytes}.
 */
final class LinkCounter implements AutoCloseable {
  private final Link link;
  private final ServerSocket entrance;

  LinkCounter(Link link) throws IOException {
    this.link = link;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    LinkConnection.start("link counter", this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        var reader = entrance.accept();
        LinkConnection.start("link counter's reader", () -> answer(reader));
      } catch (IOException e) {
        // the entrance was closed
      }
    }
  }

  private void answer(Socket reader) {
    try (reader) {
      reader.setTcpNoDelay(true);
      var in = reader.getInputStream();
      var out = new DataOutputStream(reader.getOutputStream());
      while (in.read() >= 0) {
        out.writeLong(link.carriedBytes());
      }
    } catch (IOException e) {
      // it has gone
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
