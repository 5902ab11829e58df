package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads some buffers of a body, side by side, and decompresses them. What it has read and nobody
 * has taken is freed with it.
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
  private static final long UNCOMPRESSED = -1;

  private static final class Stored {
    final @Nullable ArrowBuf frame; // null if the buffer came uncompressed
    final long bytes;
    @Nullable ArrowBuf plain;

    Stored(@Nullable ArrowBuf frame, @Nullable ArrowBuf plain, long bytes) {
      this.frame = frame;
      this.plain = plain;
      this.bytes = bytes;
    }
  }

  /** As the expected length of a buffer whose length only the stream knows. */
  static final long ANY_LENGTH = -1;

  private final BufferAllocator allocator;
  private final PartInput input;
  private final List<Stored> stored = new ArrayList<>();
  private long announcedBytes;

  /**
   * @param announcedBytes what all the buffers together are uncompressed
   */
  BodyReader(BufferAllocator allocator, PartInput input, long announcedBytes) {
    this.allocator = allocator;
    this.input = input;
    this.announcedBytes = announcedBytes;
  }

  /**
   * Reads the next buffer.
   *
   * @param storedBytes its bytes in the body, without the padding behind it
   * @param plainBytes its bytes uncompressed, or {@link #ANY_LENGTH}
   */
  void read(long storedBytes, long plainBytes) throws IOException {
    if (storedBytes == 0) {
      require(plainBytes <= 0, "a column without its values");
      stored.add(new Stored(null, allocator.getEmpty(), 0));
      return;
    }
    require(storedBytes > Long.BYTES, "a buffer without its length");
    long length = storedBytes - Long.BYTES;
    long prefix = bytes(Long.BYTES).getLong();
    long bytes = prefix == UNCOMPRESSED ? length : prefix;
    require(plainBytes == ANY_LENGTH || bytes == plainBytes, "a column of another length");
    require(bytes > 0 && bytes / Lz4Frames.MAX_RATIO <= length, "a buffer of an impossible length");
    require(bytes <= announcedBytes, "a part that becomes more than was announced");
    announcedBytes -= bytes;
    var buffer = filled(length);
    if (prefix == UNCOMPRESSED) {
      stored.add(new Stored(null, buffer, bytes));
    } else {
      stored.add(new Stored(buffer, null, bytes));
    }
    skip(BodyLayout.aligned(storedBytes) - storedBytes);
  }

  private ArrowBuf filled(long length) throws IOException {
    var buffer = allocator.buffer(length);
    boolean filled = false;
    try {
      input.readFully(buffer.nioBuffer(0, (int) length));
      filled = true;
      return buffer.slice(0, length);
    } finally {
      if (!filled) {
        buffer.close();
      }
    }
  }

  private ByteBuffer bytes(int count) throws IOException {
    var bytes = ByteBuffer.allocate(count).order(LITTLE_ENDIAN);
    input.readFully(bytes);
    return bytes.flip();
  }

  private void skip(long count) throws IOException {
    bytes((int) count);
  }

  /** Decompresses what was read, once the input said that it may be believed. */
  void decompress() {
    require(announcedBytes == 0, "a part that becomes less than was announced");
    for (var buffer : stored) {
      if (buffer.frame != null) {
        buffer.plain = allocator.buffer(buffer.bytes);
        Lz4Frames.decompress(buffer.frame, buffer.plain, buffer.bytes);
      }
    }
  }

  long bytes(long index) {
    return stored.get((int) index).bytes;
  }

  /** A buffer, which stays this reader's: who keeps it retains it. */
  ArrowBuf buffer(int index) {
    var plain = stored.get(index).plain;
    if (plain == null) {
      throw new IllegalStateException("not decompressed");
    }
    return plain;
  }

  @Override
  public void close() {
    for (var buffer : stored) {
      if (buffer.frame != null) {
        buffer.frame.close();
      }
      if (buffer.plain != null) {
        buffer.plain.close();
      }
    }
  }
}
