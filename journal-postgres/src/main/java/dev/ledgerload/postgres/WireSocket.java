package dev.ledgerload.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The driver's socket, with two abilities that the driver's protocol code has no place for: every
 * read ends at a deadline or when the thread is interrupted, and while a COPY runs its data can be
 * read past the driver, see {@link WireBuffer}. Also under TLS, where that is by {@link
 * TlsFactory}.
 */
final class WireSocket extends Socket {
  /*
   * A blocked socket read can't be interrupted, so reads wait in slices and look up in between. A
   * slice that times out has consumed nothing, so the stream stays whole.
   */
  private static final int SLICE_MILLIS = 50;

  /** What a socket's stream reads at the most, whatever it is given room for: the JDK's limit. */
  private static final int MOST_AT_ONCE = 128 << 10;

  private static final byte TLS_HANDSHAKE = 22;

  private volatile Deadline deadline;
  private volatile int driverTimeoutMillis;
  private final WireBuffer buffer = new WireBuffer(this::readData);
  private final ReadPause pause = new ReadPause();
  private @Nullable ReadAhead ciphertext;
  private @Nullable InputStream decrypted;
  private boolean started;
  private boolean encrypted;

  WireSocket(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Ends reads at another time. */
  void setDeadline(Deadline other) {
    deadline = other;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Begins a COPY, whose data the driver won't see. */
  WireBuffer beginCopy() {
    pause.begin(receiveBufferBytes(), System.nanoTime());
    buffer.open();
    return buffer;
  }

  private int receiveBufferBytes() {
    try {
      return getReceiveBufferSize();
    } catch (SocketException e) {
      return 0; // it was closed, as the first read will say
    }
  }

  /** Whether data of a COPY may be on its way that the driver doesn't see. */
  boolean isCopying() {
    return buffer.isOpen();
  }

  /** Whether only the driver can read what comes: the server encrypts it, and not for us. */
  boolean isOnlyTheDrivers() {
    return encrypted && decrypted == null;
  }

  /** From now on TLS comes over the wire, and its bytes are given to what decrypts them. */
  void beginTls() {
    ciphertext = new ReadAhead(this::readGathered);
  }

  /** What the driver reads of what was decrypted. */
  InputStream decrypted(InputStream input) {
    decrypted = input;
    return new DriverInput(input);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return ciphertext == null ? new DriverInput(new WireInput()) : ciphertext;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
    super.connect(endpoint, timeoutMillis);
    super.setSoTimeout(SLICE_MILLIS);
  }

  /** The driver's own timeout bounds the driver's reads, beside the deadline. */
  @Override
  public synchronized void setSoTimeout(int timeoutMillis) throws SocketException {
    driverTimeoutMillis = timeoutMillis;
    super.setSoTimeout(SLICE_MILLIS);
  }

  @Override
  public synchronized int getSoTimeout() {
    return driverTimeoutMillis;
  }

  /** Reads what the server sent of a COPY. */
  private int readData(byte[] bytes, int offset, int length) throws IOException {
    if (decrypted == null || ciphertext == null) {
      return readGathered(bytes, offset, length);
    }
    int count = decrypted.read(bytes, offset, length);
    while (count >= 0 && count < length && ciphertext.holdsRecord()) {
      int more = decrypted.read(bytes, offset + count, length - count); // a record at a time
      if (more < 0) {
        break;
      }
      count += more;
    }
    return count;
  }

  /** As {@link #readWire}, but of a COPY when much is there to be read, if much is coming. */
  private int readGathered(byte[] bytes, int offset, int length) throws IOException {
    if (!isCopying()) {
      return readWire(bytes, offset, length);
    }
    pause.await();
    int count = readWire(bytes, offset, length);
    pause.read(count, count < Math.min(length, MOST_AT_ONCE), System.nanoTime());
    return count;
  }

  /** Reads at least a byte from the wire, or -1 at its end. */
  private int readWire(byte[] bytes, int offset, int length) throws IOException {
    var in = super.getInputStream();
    int timeoutMillis = driverTimeoutMillis;
    long startNanos = System.nanoTime();
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      try {
        return in.read(bytes, offset, length);
      } catch (SocketTimeoutException e) {
        if (deadline.isPast()) {
          throw new DeadlineException();
        }
        long waitedNanos = System.nanoTime() - startNanos;
        if (timeoutMillis > 0 && waitedNanos >= TimeUnit.MILLISECONDS.toNanos(timeoutMillis)) {
          throw new SilenceException(timeoutMillis);
        }
      }
    }
  }

  /** The wire itself. */
  private final class WireInput extends InputStream {
    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = readWire(bytes, offset, length);
      if (!started && count > 0) {
        noteStart(bytes[offset]);
      }
      return count;
    }

    /**
     * A server's first byte answers a request to encrypt (S, G or N), begins a message, or begins
     * TLS at once.
     */
    private void noteStart(byte first) {
      encrypted = first == 'S' || first == 'G' || first == TLS_HANDSHAKE;
      started = first != 'N';
    }

    @Override
    public int available() throws IOException {
      return WireSocket.super.getInputStream().available();
    }

    @Override
    public void close() throws IOException {
      WireSocket.this.close();
    }
  }

  /** What the driver reads: all that comes, or the buffer's control messages during a COPY. */
  private final class DriverInput extends InputStream {
    private final InputStream all;

    DriverInput(InputStream all) {
      this.all = all;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return buffer.isOpen()
          ? buffer.readControl(bytes, offset, length)
          : all.read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
      return buffer.isOpen() ? buffer.availableControl() : all.available();
    }

    @Override
    public void close() throws IOException {
      all.close();
    }
  }
}
