package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Reads a column's buffers, which lie side by side in a body, and decompresses them. They are freed
 * with it: who keeps one retains it.
 */
final class BodyReader implements AutoCloseable {
  /*
   * An uncompressed buffer goes from the input to its place in the table. Its memory is taken in
   * its exact length, since the allocator rounds up to powers of two.
   *
   * Memory is taken by a length that the stream names only after that was compared with what the
   * rows need, with what was announced of the part beside the stream, and with what so few
   * compressed bytes can become.
   */
  private final BufferAllocator allocator;
  private final PartInput input;
  private final List<ArrowBuf> buffers = new ArrayList<>();
  private final List<Long> plainBytes = new ArrayList<>(); // of each that is compressed as yet
  private long announcedBytes;

  /**
   * @param announcedBytes what all the buffers together are uncompressed
   */
  BodyReader(BufferAllocator allocator, PartInput input, long announcedBytes) {
    this.allocator = allocator;
    this.input = input;
    this.announcedBytes = announcedBytes;
  }

  /** The column's buffers, all that is left of the input: each as long as it holds bytes. */
  List<ArrowBuf> read(ColumnBody body) throws IOException {
    for (int i = 0; i < body.lengths().length; i++) {
      read(body.lengths()[i], body.form().bytes(i, body.rows()));
    }
    input.end();
    require(announcedBytes == 0, "a part that becomes less than was announced");
    for (int i = 0; i < buffers.size(); i++) {
      if (plainBytes.get(i) != StoredBuffer.UNCOMPRESSED) {
        decompress(i, plainBytes.get(i));
      }
    }
    return buffers;
  }

  private void read(long storedBytes, long neededBytes) throws IOException {
    if (storedBytes == 0) {
      buffers.add(allocator.getEmpty());
      plainBytes.add(StoredBuffer.UNCOMPRESSED);
      return;
    }
    long length = StoredBuffer.length(storedBytes);
    long prefix = input.read(Long.BYTES).getLong();
    long bytes = StoredBuffer.plainBytes(prefix, length, neededBytes);
    require(bytes <= announcedBytes, "a part that becomes more than was announced");
    announcedBytes -= bytes;
    var buffer = allocator.buffer(length).slice(0, length);
    buffers.add(buffer);
    plainBytes.add(prefix);
    input.readFully(buffer.nioBuffer(0, (int) length));
    input.read((int) (IpcMessage.aligned(storedBytes) - storedBytes)); // padding
  }

  private void decompress(int index, long bytes) {
    var plain = allocator.buffer(bytes).slice(0, bytes);
    try (var frame = buffers.set(index, plain)) {
      Lz4Frames.decompress(frame, plain, bytes);
    }
  }

  @Override
  public void close() {
    buffers.forEach(ArrowBuf::close);
  }
}
