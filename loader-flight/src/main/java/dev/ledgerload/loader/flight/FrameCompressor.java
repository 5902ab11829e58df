package dev.ledgerload.loader.flight;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.ledgerload.columnar.ipc.BodyCompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Compresses messages of Flight's, and knows how fast it does. Thread-safe. */
final class FrameCompressor {
  /** What is so small says nothing of the speed. */
  private static final int LEAST_MEASURED_BYTES = 1 << 20;

  private volatile double bytesPerNano;

  /** How many bytes it compresses in a nanosecond; 0 before it has. */
  double bytesPerNano() {
    return bytesPerNano;
  }

  /**
   * The same message, its body compressed if it has one.
   *
   * @param message in protocol buffers' wire format, as our server sends it
   */
  InputStream compress(InputStream message) {
    try (message) {
      byte[] bytes = message.readAllBytes();
      byte @Nullable [] smaller = compress(bytes);
      return new ByteArrayInputStream(smaller == null ? bytes : smaller);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it comes from memory
    }
  }

  private byte @Nullable [] compress(byte[] message) throws IOException {
    var fields = CodedInputStream.newInstance(message);
    var header = ByteBuffer.allocate(0);
    var body = ByteBuffer.allocate(0);
    while (!fields.isAtEnd()) {
      int tag = fields.readTag();
      int size = fields.readRawVarint32();
      var value = ByteBuffer.wrap(message, fields.getTotalBytesRead(), size).slice();
      fields.skipRawBytes(size);
      switch (tag) {
        case Frame.HEADER_TAG -> header = value;
        case Frame.BODY_TAG -> body = value;
        default -> {
          return null; // of which our streams have none
        }
      }
    }
    if (!header.hasRemaining() || !body.hasRemaining()) {
      return null;
    }
    long startNanos = System.nanoTime();
    var compressed = BodyCompressor.compress(header, body);
    if (body.limit() >= LEAST_MEASURED_BYTES) {
      bytesPerNano = (double) body.limit() / Math.max(1, System.nanoTime() - startNanos);
    }
    return compressed == null ? null : written(compressed);
  }

  private static byte[] written(BodyCompressor.Compressed message) throws IOException {
    int bodyBytes = message.bodyBytes();
    var bytes = new ByteArrayOutputStream(bodyBytes + message.metadata().remaining() + 32);
    var fields = CodedOutputStream.newInstance(bytes);
    fields.writeUInt32NoTag(Frame.HEADER_TAG);
    fields.writeUInt32NoTag(message.metadata().remaining());
    fields.writeRawBytes(message.metadata());
    fields.writeUInt32NoTag(Frame.BODY_TAG);
    fields.writeUInt32NoTag(bodyBytes);
    for (var piece : message.body()) {
      fields.writeRawBytes(piece);
    }
    fields.flush();
    return bytes.toByteArray();
  }
}
