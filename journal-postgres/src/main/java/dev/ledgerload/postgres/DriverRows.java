package dev.ledgerload.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/**
 * A COPY's rows as the driver hands them out, put back into messages: the way for a connection
 * whose bytes only the driver can read: they are encrypted in another way than by {@link
 * TlsFactory}, or the socket is another's.
 */
final class DriverRows implements WireBuffer.Source {
  private static final byte COPY_DONE = 'c';

  private final CopyOut copy;
  private boolean done;
  private ByteBuffer message = ByteBuffer.allocate(0);

  private DriverRows(CopyOut copy) {
    this.copy = copy;
  }

  /** Begins a COPY whose rows come so. */
  static CopyStream copy(BaseConnection driver, String sql, Deadline deadline) throws SQLException {
    var copy = driver.getCopyAPI().copyOut(sql);
    var buffer = new WireBuffer(new DriverRows(copy));
    buffer.open();
    return new CopyStream(copy, buffer, deadline);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = 0;
    while (count < length && (message.hasRemaining() || nextMessage())) {
      int part = Math.min(length - count, message.remaining());
      message.get(bytes, offset + count, part);
      count += part;
    }
    return count == 0 ? -1 : count;
  }

  /** The next row; then, once, CopyDone; then nothing. */
  private boolean nextMessage() throws IOException {
    if (done) {
      return false;
    }
    byte @Nullable [] row;
    try {
      row = copy.readFromCopy();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    done = row == null;
    byte type = row == null ? COPY_DONE : WireBuffer.COPY_DATA;
    byte[] body = row == null ? new byte[0] : row;
    message = ByteBuffer.allocate(WireBuffer.HEADER_BYTES + body.length);
    message.put(type).putInt(Integer.BYTES + body.length).put(body).flip();
    return true;
  }
}
