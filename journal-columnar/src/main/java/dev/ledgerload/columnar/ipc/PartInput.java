package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ledgerload.spi.Column;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Gives the parts of a stream, in order, but for those of columns that aren't wanted. */
public interface PartInput {

  /**
   * What was announced of a part, as {@link PartSink#part} was told it.
   *
   * @param column the column that it belongs to
   * @param bytes its length
   * @param plainBytes what the values in it take uncompressed: no more memory is taken for them
   */
  record Announced(@Nullable Column column, long bytes, long plainBytes) {}

  /** Begins the next part; null if there is none. */
  @Nullable Announced next() throws IOException;

  /** Fills all that remains of a buffer, which may be a direct one, from the part. */
  void readFully(ByteBuffer target) throws IOException;

  /** The next bytes of the part, which are few, on the heap, and little-endian. */
  default ByteBuffer read(int count) throws IOException {
    var bytes = ByteBuffer.allocate(count).order(LITTLE_ENDIAN);
    readFully(bytes);
    return bytes.flip();
  }

  /**
   * Called once the part's last byte was read, before any of it is believed: the place to compare a
   * checksum.
   */
  void end() throws IOException;
}
