package dev.ledgerload.postgres;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.ledgerload.columnar.CellBlock;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What the server sent during a COPY and nobody consumed yet. CopyData messages are for the loader,
 * which reads them where they lie; the others are for the driver. Not thread-safe.
 */
final class WireBuffer {
  /*
   * Opened before the COPY is sent, when the driver has read all there is. From then on the driver
   * is given one control message at a time and never data, so it can't read ahead into the rows.
   * It closes behind ReadyForQuery.
   *
   * A message is a byte of type, a 32-bit length that counts itself, and a body. Source:
   * PostgreSQL's documentation, "Message Formats".
   */
  static final byte COPY_DATA = 'd';
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private static final byte NOTICE = 'N';
  private static final byte NOTIFICATION = 'A';
  private static final byte PARAMETER_STATUS = 'S';
  private static final byte READY_FOR_QUERY = 'Z';
  private static final int INITIAL_BYTES = 1 << 18;
  private static final int LARGEST_LENGTH = 1 << 30; // the server's own limit is a byte less
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);

  /** Where bytes come from: as {@link java.io.InputStream#read(byte[], int, int)}. */
  interface Source {
    int read(byte[] bytes, int offset, int length) throws IOException;
  }

  private final Source source;
  private byte[] bytes = new byte[0];
  private int position;
  private int limit;
  private int start;
  private int end;
  private int controlLeft;
  private boolean lastControl;
  private boolean open;

  WireBuffer(Source source) {
    this.source = source;
  }

  void open() {
    if (bytes.length == 0) {
      bytes = new byte[INITIAL_BYTES + CellBlock.SLACK_BYTES];
    }
    position = 0;
    limit = 0;
    controlLeft = 0;
    lastControl = false;
    open = true;
  }

  boolean isOpen() {
    return open;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the body of the current CopyData message begins. */
  int start() {
    return start;
  }

  /** Where it ends. */
  int end() {
    return end;
  }

  /** Goes to the next CopyData message that is here whole; false if there is none. */
  boolean nextData() throws IOException {
    while (limit - position >= HEADER_BYTES) {
      int messageBytes = messageBytes(position);
      byte type = bytes[position];
      if (messageBytes > limit - position || !(type == COPY_DATA || isAsynchronous(type))) {
        return false;
      }
      start = position + HEADER_BYTES;
      end = position + messageBytes;
      position = end;
      if (type == COPY_DATA) {
        return true;
      }
    }
    return false;
  }

  /** Whether the next message is one that ends the data. */
  boolean isAtControl() {
    return limit - position >= HEADER_BYTES
        && bytes[position] != COPY_DATA
        && !isAsynchronous(bytes[position]);
  }

  /** Messages that may come at any time; between rows nobody waits for them. */
  private static boolean isAsynchronous(byte type) {
    return type == NOTICE || type == NOTIFICATION || type == PARAMETER_STATUS;
  }

  /**
   * Gets more behind what isn't consumed yet, which moves to the front.
   *
   * @throws EOFException if there is no more
   */
  void fill() throws IOException {
    System.arraycopy(bytes, position, bytes, 0, limit - position);
    limit -= position;
    position = 0;
    makeRoom();
    int count = source.read(bytes, limit, bytes.length - CellBlock.SLACK_BYTES - limit);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    limit += count;
  }

  /**
   * A message longer than the buffer gets a longer buffer: twice as long whenever it's full, so
   * that a length alone, which may be garbage, takes no memory.
   */
  private void makeRoom() throws IOException {
    int capacity = bytes.length - CellBlock.SLACK_BYTES;
    if (limit == capacity) {
      int longer = (int) Math.min(messageBytes(0), 2L * capacity);
      bytes = Arrays.copyOf(bytes, longer + CellBlock.SLACK_BYTES);
    }
  }

  private int messageBytes(int at) throws IOException {
    int length = (int) INT.get(bytes, at + 1);
    if (length < Integer.BYTES || length > LARGEST_LENGTH) {
      throw new IOException("a message of " + length + " bytes: not PostgreSQL's protocol");
    }
    return 1 + length;
  }

  int readControl(byte[] target, int offset, int length) throws IOException {
    if (controlLeft == 0) {
      beginControl();
    }
    if (position == limit) {
      fill();
    }
    int count = Math.min(length, Math.min(controlLeft, limit - position));
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    controlLeft -= count;
    if (controlLeft == 0 && lastControl) {
      open = false;
    }
    return count;
  }

  private void beginControl() throws IOException {
    while (limit - position < HEADER_BYTES) {
      fill();
    }
    if (bytes[position] == COPY_DATA) {
      throw new IOException("COPY data where the driver expects a control message");
    }
    controlLeft = messageBytes(position);
    lastControl = bytes[position] == READY_FOR_QUERY;
  }

  int availableControl() {
    return Math.min(controlLeft, limit - position);
  }
}
