package dev.ledgerload.loader.redis;

import dev.ledgerload.columnar.ipc.CorruptStreamException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** Values as Redis sends them ({@code $length}, bytes), read straight to where they are wanted. */
final class BulkReplies {
  /*
   * The client library gives a value as an array on the heap, filled through a buffer of its own.
   * Here what is large goes from the socket into Arrow's memory; the buffer holds the few bytes
   * that must be looked at on the way. The checksum is taken while the bytes are in the CPU's cache.
   *
   * Nor does the client library bound what it takes to the heap: a length that comes over the wire
   * is an array at once. So manifests, too, are read here.
   */
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int MAX_LINE_BYTES = 1 << 10;
  private static final int MAX_DIGITS = 18; // of a length that surely fits a long

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
    var line = answer();
    left = bytes;
    expectedChecksum = crc32c;
    checksum.reset();
    return line.equals("$" + bytes);
  }

  /**
   * A hash: an array of its fields' names and values in turn.
   *
   * @param maxBytes of all names and values together
   * @return null if it is larger; it was then read and thrown away
   * @throws JedisDataException if Redis answered with an error
   */
  @Nullable Map<String, String> hash(int maxBytes) throws IOException {
    long texts = length(answer(), '*');
    long room = maxBytes;
    Map<String, String> fields = new LinkedHashMap<>();
    var name = "";
    for (long i = 0; i < texts; i++) {
      long bytes = length(line(), '$');
      room -= bytes + 1; // also a field of no bytes takes some
      if (room < 0) {
        fields.clear();
        skip(bytes);
      } else if (i % 2 == 0) {
        name = text((int) bytes);
      } else {
        fields.put(name, text((int) bytes));
      }
      requireLineEnd();
    }
    return room < 0 ? null : fields;
  }

  private static long length(String line, char type) throws IOException {
    boolean isLength =
        line.length() > 1 && line.length() <= 1 + MAX_DIGITS && line.charAt(0) == type;
    long length = 0;
    for (int i = 1; isLength && i < line.length(); i++) {
      int digit = line.charAt(i) - '0';
      isLength = digit >= 0 && digit <= 9;
      length = length * 10 + digit;
    }
    if (!isLength) {
      throw noRedis();
    }
    return length;
  }

  private String text(int bytes) throws IOException {
    var text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = nextByte();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private void skip(long bytes) throws IOException {
    for (long i = 0; i < bytes; i++) {
      nextByte();
    }
  }

  private void requireLineEnd() throws IOException {
    if (nextByte() != '\r' || nextByte() != '\n') {
      throw noRedis();
    }
  }

  private static IOException noRedis() {
    return new IOException("the server doesn't speak Redis' protocol");
  }

  /** The first line of an answer that isn't an error. */
  private String answer() throws IOException {
    var line = line();
    if (!line.startsWith("-")) {
      return line;
    }
    var error = line.substring(1);
    var words = error.split(" ", -1);
    if (words[0].equals("MOVED") && words.length == 3) {
      throw new JedisMovedDataException(
          error, HostAndPort.from(words[2]), Integer.parseInt(words[1]));
    }
    throw new JedisDataException(error);
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
        throw noRedis();
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

  /** Fills all that remains of a buffer from the value. */
  void readFully(ByteBuffer target) throws IOException {
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

  /** Ends the value, once its last byte was read: it is the one that was announced. */
  void end() throws IOException {
    if (left != 0) {
      throw new CorruptStreamException("a chunk that is too long for what it holds");
    }
    int found = (int) checksum.getValue();
    if (found != expectedChecksum) {
      throw new CorruptStreamException(
          "a chunk with checksum %08x instead of %08x".formatted(found, expectedChecksum));
    }
    requireLineEnd();
  }
}
