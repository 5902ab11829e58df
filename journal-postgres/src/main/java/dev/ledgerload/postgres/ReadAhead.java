package dev.ledgerload.postgres;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A TLS connection's bytes as they come over the wire, read ahead in large pieces: what decrypts
 * them takes of each record the head and then the rest. Not thread-safe.
 */
final class ReadAhead extends InputStream {
  /*
   * A record is a byte of type, two of a version, a 16-bit length, and so many bytes. Source: RFC
   * 8446, 5.1.
   */
  private static final int HEADER_BYTES = 5;
  private static final int LENGTH_AT = 3;
  private static final int BYTES = 1 << 17;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);

  private final WireBuffer.Source wire;
  private final byte[] bytes = new byte[BYTES];
  private int position;
  private int limit;

  ReadAhead(WireBuffer.Source wire) {
    this.wire = wire;
  }

  /** Whether a record is here whole, so that it can be decrypted without waiting. */
  boolean holdsRecord() {
    int held = limit - position;
    return held >= HEADER_BYTES
        && held >= HEADER_BYTES + ((short) SHORT.get(bytes, position + LENGTH_AT) & 0xFFFF);
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : bytes[position++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    return count;
  }

  /** Whether nothing more comes; waits for it where nothing is here. */
  private boolean isAtEnd() throws IOException {
    if (position < limit) {
      return false;
    }
    position = 0;
    limit = 0;
    int count = wire.read(bytes, 0, bytes.length);
    limit = Math.max(0, count);
    return count < 0;
  }

  @Override
  public int available() {
    return limit - position;
  }
}
