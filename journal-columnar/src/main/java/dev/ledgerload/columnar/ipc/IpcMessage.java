package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The head of an encapsulated message: a continuation mark, the length of the metadata, the
 * metadata as a flatbuffer. Source: Arrow's columnar format, "Encapsulated message format".
 */
final class IpcMessage {
  static final int CONTINUATION = -1;
  static final int PREFIX_BYTES = 2 * Integer.BYTES;
  static final int ALIGNMENT = 8;

  private IpcMessage() {}

  static byte[] ofSchema(Schema schema) {
    var builder = new FlatBufferBuilder();
    return finished(builder, MessageHeader.Schema, schema.getSchema(builder), 0);
  }

  /**
   * A batch's head.
   *
   * @param nulls of each column
   * @param lengths of each buffer in the body
   */
  static byte[] ofBatch(int rows, int[] nulls, long[] lengths) {
    var builder = new FlatBufferBuilder();
    int batch = batch(builder, rows, nulls, lengths);
    return finished(builder, MessageHeader.RecordBatch, batch, bodyBytes(lengths));
  }

  static byte[] ofDictionary(long id, int rows, long[] lengths) {
    var builder = new FlatBufferBuilder();
    int batch = batch(builder, rows, new int[1], lengths);
    int dictionary = DictionaryBatch.createDictionaryBatch(builder, id, batch, false);
    return finished(builder, MessageHeader.DictionaryBatch, dictionary, bodyBytes(lengths));
  }

  private static long bodyBytes(long[] lengths) {
    return Arrays.stream(lengths).map(IpcMessage::aligned).sum();
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  static byte[] endOfStream() {
    return ByteBuffer.allocate(PREFIX_BYTES).order(LITTLE_ENDIAN).putInt(CONTINUATION).array();
  }

  private static int batch(FlatBufferBuilder builder, int rows, int[] nulls, long[] lengths) {
    RecordBatch.startNodesVector(builder, nulls.length); // flatbuffers are written backwards
    for (int i = nulls.length - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, rows, nulls[i]);
    }
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, lengths.length);
    long end = bodyBytes(lengths);
    for (int i = lengths.length - 1; i >= 0; i--) {
      end -= aligned(lengths[i]);
      Buffer.createBuffer(builder, end, lengths[i]);
    }
    int buffers = builder.endVector();
    int compression =
        BodyCompression.createBodyCompression(
            builder, CompressionType.LZ4_FRAME, BodyCompressionMethod.BUFFER);
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, nodes);
    RecordBatch.addBuffers(builder, buffers);
    RecordBatch.addCompression(builder, compression);
    return RecordBatch.endRecordBatch(builder);
  }

  private static byte[] finished(FlatBufferBuilder builder, byte type, int header, long bodyBytes) {
    var metadata =
        MessageSerializer.serializeMessage(builder, type, header, bodyBytes, IpcOption.DEFAULT);
    int padded = Math.toIntExact(aligned(metadata.remaining()));
    return ByteBuffer.allocate(PREFIX_BYTES + padded)
        .order(LITTLE_ENDIAN)
        .putInt(CONTINUATION)
        .putInt(padded)
        .put(metadata)
        .array();
  }
}
