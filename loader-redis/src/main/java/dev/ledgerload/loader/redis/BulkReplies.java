package dev.ledgerload.loader.redis;

import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.columnar.ipc.PartInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;
import redis.clients.jedis.exceptions.JedisDataException;

/** Values as Redis sends them ({@code $length}, bytes), read straight to where they are wanted. */
final class BulkReplies implements PartInput {
  /*
   * The client library gives a value as an array on the heap, filled through a buffer of its own.
   * Here what is large goes from the socket into Arrow's memory; the buffer holds the few bytes
   * that must be looked at on the way. The checksum is taken while the bytes are in the CPU's cache.
   */
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int MAX_LINE_BYTES = 1 << 10;

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final CRC32C checksum = new CRC32C();
  private long left;
  private int expectedChecksum;

  BulkReplies(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins the next value.
   *
   * @return whether there is one of this length
   * @throws JedisDataException if Redis answered with an error
   */
  boolean begin(int bytes, int crc32c) throws IOException {
    var line = line();
    if (line.startsWith("-")) {
      throw new JedisDataException(line.substring(1));
    }
    left = bytes;
    expectedChecksum = crc32c;
    checksum.reset();
    return line.equals("$" + bytes);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    while (true) {
      char next = (char) (nextByte() & 0xFF);
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append(next);
      }
      if (line.length() > MAX_LINE_BYTES) {
        throw new IOException("the server doesn't speak Redis' protocol");
      }
    }
  }

  private byte nextByte() throws IOException {
    while (!buffer.hasRemaining()) {
      fill();
    }
    return buffer.get();
  }

  private void fill() throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    requireMore(count);
  }

  private static void requireMore(int count) throws EOFException {
    if (count < 0) {
      throw new EOFException("the connection was closed");
    }
  }

  @Override
  public void readFully(ByteBuffer target) throws IOException {
    if (target.remaining() > left) {
      throw new CorruptStreamException("a chunk that is too short for what it holds");
    }
    left -= target.remaining();
    while (target.hasRemaining()) {
      int start = target.position();
      if (buffer.hasRemaining()) {
        int count = Math.min(buffer.remaining(), target.remaining());
        target.put(buffer.slice(buffer.position(), count));
        buffer.position(buffer.position() + count);
      } else if (target.remaining() >= BUFFER_BYTES) {
        requireMore(channel.read(target));
      } else {
        fill();
      }
      checksum.update(target.slice(start, target.position() - start));
    }
  }

  @Override
  public void end() throws IOException {
    if (left != 0) {
      throw new CorruptStreamException("a chunk that is too long for what it holds");
    }
    int found = (int) checksum.getValue();
    if (found != expectedChecksum) {
      throw new CorruptStreamException(
          "a chunk with checksum %08x instead of %08x".formatted(found, expectedChecksum));
    }
    if (nextByte() != '\r' || nextByte() != '\n') {
      throw new IOException("the server doesn't speak Redis' protocol");
    }
  }
}
