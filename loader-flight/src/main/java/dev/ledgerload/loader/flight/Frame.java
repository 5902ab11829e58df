package dev.ledgerload.loader.flight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.arrow.flight.grpc.GetReadableBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.MessageMetadataResult;
import org.jspecify.annotations.Nullable;

/**
 * One message of a stream: what Arrow says of it and its body, outside the heap.
 *
 * @param message the Arrow message's metadata; null in a message that has none
 * @param body belongs to the frame until it is taken; without a body, an empty buffer
 */
record Frame(@Nullable MessageMetadataResult message, ArrowBuf body) implements AutoCloseable {
  /* The fields of Flight's message FlightData (Flight.proto), all of them length-delimited. */
  private static final int DESCRIPTOR = 1;
  private static final int HEADER = 2;
  private static final int APP_METADATA = 3;
  private static final int BODY = 1000;
  private static final int LENGTH_DELIMITED = 2;

  private static final int MAX_HEADER_BYTES = 16 << 20;

  /**
   * Reads a message of protocol buffers' wire format; the body goes from the connection's buffers
   * to the allocator's without a stop on the heap.
   *
   * @throws BrokenStreamException if it isn't one
   */
  static Frame read(InputStream in, BufferAllocator allocator) {
    MessageMetadataResult message = null;
    var body = allocator.getEmpty();
    try {
      for (int tag = varint(in, true); tag >= 0; tag = varint(in, true)) {
        int size = varint(in, false);
        if ((tag & 7) != LENGTH_DELIMITED || size < 0 || size > in.available()) {
          throw new BrokenStreamException("a message is cut short or no message of Flight's");
        }
        switch (tag >>> 3) {
          case HEADER -> message = message(bytes(in, size));
          case BODY -> {
            body.close();
            body = allocator.getEmpty();
            body = allocator.buffer(size);
            GetReadableBuffer.readIntoBuffer(in, body, size, true);
            body = body.slice(0, size); // what the allocator gave beyond isn't the message's
          }
          case DESCRIPTOR, APP_METADATA -> in.skipNBytes(size);
          default -> in.skipNBytes(size); // a later version's
        }
      }
      return new Frame(message, body);
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new BrokenStreamException("a message ends early", e);
    }
  }

  private static MessageMetadataResult message(byte[] header) {
    try {
      return MessageMetadataResult.create(ByteBuffer.wrap(header), header.length);
    } catch (RuntimeException e) {
      throw new BrokenStreamException("a message's header can't be read", e);
    }
  }

  private static byte[] bytes(InputStream in, int size) throws IOException {
    if (size > MAX_HEADER_BYTES) {
      throw new BrokenStreamException("a message's header has %,d bytes".formatted(size));
    }
    return in.readNBytes(size);
  }

  /** A number of up to 32 bits; -1 at the end, where the message may end. */
  private static int varint(InputStream in, boolean mayEnd) throws IOException {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.read();
      if (next < 0) {
        if (mayEnd && shift == 0) {
          return -1;
        }
        throw new BrokenStreamException("a message ends early");
      }
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new BrokenStreamException("a message has a number of too many bytes");
  }

  @Override
  public void close() {
    body.close();
  }
}
