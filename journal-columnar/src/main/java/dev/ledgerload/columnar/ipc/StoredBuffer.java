package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;

/**
 * A buffer as it is in a compressed body: its length, then an LZ4 frame; or -1, then the buffer
 * itself. Source: Arrow's columnar format, "Compression".
 */
final class StoredBuffer {
  static final long UNCOMPRESSED = -1;

  private StoredBuffer() {}

  /** Writes one, for a line. */
  static byte[] of(ByteBuffer buffer, LineSpeed line) {
    int bytes = buffer.remaining();
    if (bytes == 0) {
      return new byte[0];
    }
    byte[] frame = Lz4Frames.compress(buffer);
    if (frame.length < (long) bytes * line.keptPercent() / 100) {
      return prefixed(bytes, ByteBuffer.wrap(frame));
    }
    return prefixed(UNCOMPRESSED, buffer);
  }

  private static byte[] prefixed(long prefix, ByteBuffer bytes) {
    return ByteBuffer.allocate(Long.BYTES + bytes.remaining())
        .order(LITTLE_ENDIAN)
        .putLong(prefix)
        .put(bytes)
        .array();
  }

  /** The bytes behind the prefix. */
  static long length(long storedBytes) {
    require(storedBytes > Long.BYTES, "a buffer without its length");
    return storedBytes - Long.BYTES;
  }

  /**
   * What it is uncompressed.
   *
   * @param length of what is behind the prefix
   * @param neededBytes by the rows, or {@link ColumnForm#ANY_LENGTH}
   */
  static long plainBytes(long prefix, long length, long neededBytes) {
    long bytes = prefix == UNCOMPRESSED ? length : prefix;
    require(
        neededBytes == ColumnForm.ANY_LENGTH || bytes == neededBytes, "a column of another length");
    require(bytes > 0 && bytes / Lz4Frames.MAX_RATIO <= length, "a buffer of an impossible length");
    return bytes;
  }
}
