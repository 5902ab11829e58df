package dev.ledgerload.testbed;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Reads what a {@link LinkProcess} has carried, from any JVM of this machine. Not thread-safe. */
public final class LinkMeter implements AutoCloseable {
  private final Socket socket;

  /**
   * @param port {@link LinkProcess#meterPort}
   */
  public LinkMeter(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
  }

  /** As {@link Link#carriedBytes}: with all that a client has received by now. */
  public long carriedBytes() throws IOException {
    socket.getOutputStream().write(0);
    return new DataInputStream(socket.getInputStream()).readLong();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
