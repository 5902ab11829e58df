package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the bodies of an Arrow stream's messages with LZ4, as the format has it: whoever reads
 * Arrow can read them, if it has LZ4.
 */
public final class BodyCompressor {
  private BodyCompressor() {}

  /**
   * A message.
   *
   * @param metadata the flatbuffer, without what comes before it in a file or a socket
   * @param body in pieces
   */
  public record Compressed(ByteBuffer metadata, List<byte[]> body) {

    /** The bytes of the body. */
    public int bodyBytes() {
      return body.stream().mapToInt(bytes -> bytes.length).sum();
    }
  }

  /**
   * The same message with a compressed body; null if it has none, or it is compressed already.
   *
   * @param metadata the flatbuffer, of whoever wrote the message and is trusted with that
   */
  public static @Nullable Compressed compress(ByteBuffer metadata, ByteBuffer body) {
    var message = Message.getRootAsMessage(metadata.duplicate().order(LITTLE_ENDIAN));
    if (message.headerType() == MessageHeader.RecordBatch) {
      var batch = (RecordBatch) message.header(new RecordBatch());
      return batch == null ? null : compress(batch, null, body);
    }
    if (message.headerType() == MessageHeader.DictionaryBatch) {
      var dictionary = (DictionaryBatch) message.header(new DictionaryBatch());
      return dictionary == null ? null : compress(dictionary.data(), dictionary.id(), body);
    }
    return null;
  }

  private static @Nullable Compressed compress(
      RecordBatch batch, @Nullable Long dictionary, ByteBuffer body) {
    if (batch.compression() != null) {
      return null;
    }
    List<byte[]> pieces = new ArrayList<>();
    var lengths = new long[batch.buffersLength()];
    for (int i = 0; i < lengths.length; i++) {
      var place = batch.buffers(i);
      var plain = body.slice((int) place.offset(), (int) place.length());
      byte[] stored = StoredBuffer.of(plain, LineSpeed.SLOW);
      lengths[i] = stored.length;
      pieces.add(stored);
      pieces.add(new byte[(int) (IpcMessage.aligned(stored.length) - stored.length)]);
    }
    int rows = (int) batch.length();
    byte[] head;
    if (dictionary == null) {
      var nulls = new int[batch.nodesLength()];
      for (int i = 0; i < nulls.length; i++) {
        nulls[i] = (int) batch.nodes(i).nullCount();
      }
      head = IpcMessage.ofBatch(rows, nulls, lengths);
    } else {
      head = IpcMessage.ofDictionary(dictionary, rows, lengths);
    }
    int prefix = IpcMessage.PREFIX_BYTES;
    return new Compressed(ByteBuffer.wrap(head, prefix, head.length - prefix).slice(), pieces);
  }
}
