package dev.ledgerload.loader.flight;

import com.google.protobuf.CodedInputStream;
import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.columnar.ipc.TableDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.arrow.flight.grpc.GetReadableBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One message of a stream: what Arrow says of it and its body, outside the heap.
 *
 * @param header the Arrow message's metadata, a flatbuffer; empty in a message that has none
 * @param body belongs to the frame; without a body, an empty buffer
 */
record Frame(ByteBuffer header, ArrowBuf body) implements AutoCloseable {
  /* The fields of Flight's message FlightData (Flight.proto), all of them length-delimited. */
  private static final int HEADER = 2;
  private static final int BODY = 1000;
  private static final int LENGTH_DELIMITED = 2;
  static final int HEADER_TAG = HEADER << 3 | LENGTH_DELIMITED;
  static final int BODY_TAG = BODY << 3 | LENGTH_DELIMITED;

  /**
   * Reads a message of protocol buffers' wire format; the body goes from the connection's buffers
   * to the allocator's without a stop on the heap.
   *
   * @throws CorruptStreamException if it isn't one
   */
  static Frame read(InputStream in, BufferAllocator allocator) {
    var header = ByteBuffer.allocate(0);
    var body = allocator.getEmpty();
    try {
      for (int first = in.read(); first >= 0; first = in.read()) {
        int tag = CodedInputStream.readRawVarint32(first, in);
        int size = CodedInputStream.readRawVarint32(in.read(), in);
        if ((tag & 7) != LENGTH_DELIMITED || size < 0 || size > in.available()) {
          throw new CorruptStreamException("a message is cut short or no message of Flight's");
        }
        switch (tag >>> 3) {
          case HEADER -> {
            if (size > TableDecoder.MAX_METADATA_BYTES) {
              throw new CorruptStreamException("a message's header has %,d bytes".formatted(size));
            }
            header = ByteBuffer.wrap(in.readNBytes(size));
          }
          case BODY -> {
            body.close();
            body = allocator.getEmpty();
            body = allocator.buffer(size);
            GetReadableBuffer.readIntoBuffer(in, body, size, true);
            body = body.slice(0, size); // what the allocator gave beyond isn't the message's
          }
          default -> in.skipNBytes(size); // of no use here, or a later version's
        }
      }
      return new Frame(header, body);
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new CorruptStreamException("a message ends early", e);
    }
  }

  @Override
  public void close() {
    body.close();
  }
}
