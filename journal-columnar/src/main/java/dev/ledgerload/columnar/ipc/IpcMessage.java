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
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
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

  static byte[] ofBatch(BodyLayout layout) {
    var builder = new FlatBufferBuilder();
    int batch = batch(builder, layout);
    return finished(builder, MessageHeader.RecordBatch, batch, layout.bodyBytes());
  }

  static byte[] ofDictionary(long id, BodyLayout layout) {
    var builder = new FlatBufferBuilder();
    int batch = batch(builder, layout);
    int dictionary = DictionaryBatch.createDictionaryBatch(builder, id, batch, false);
    return finished(builder, MessageHeader.DictionaryBatch, dictionary, layout.bodyBytes());
  }

  static byte[] endOfStream() {
    return ByteBuffer.allocate(PREFIX_BYTES).order(LITTLE_ENDIAN).putInt(CONTINUATION).array();
  }

  private static int batch(FlatBufferBuilder builder, BodyLayout layout) {
    RecordBatch.startNodesVector(builder, layout.nodes()); // flatbuffers are written backwards
    for (int i = layout.nodes() - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, layout.rows(), layout.nulls(i));
    }
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, layout.buffers());
    for (int i = layout.buffers() - 1; i >= 0; i--) {
      Buffer.createBuffer(builder, layout.offset(i), layout.length(i));
    }
    int buffers = builder.endVector();
    int compression =
        BodyCompression.createBodyCompression(
            builder, CompressionType.LZ4_FRAME, BodyCompressionMethod.BUFFER);
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, layout.rows());
    RecordBatch.addNodes(builder, nodes);
    RecordBatch.addBuffers(builder, buffers);
    RecordBatch.addCompression(builder, compression);
    return RecordBatch.endRecordBatch(builder);
  }

  private static byte[] finished(FlatBufferBuilder builder, byte type, int header, long bodyBytes) {
    Message.startMessage(builder);
    Message.addHeaderType(builder, type);
    Message.addHeader(builder, header);
    Message.addVersion(builder, MetadataVersion.V5);
    Message.addBodyLength(builder, bodyBytes);
    builder.finish(Message.endMessage(builder));
    byte[] metadata = builder.sizedByteArray();
    int padded = Math.toIntExact(BodyLayout.aligned(metadata.length));
    return ByteBuffer.allocate(PREFIX_BYTES + padded)
        .order(LITTLE_ENDIAN)
        .putInt(CONTINUATION)
        .putInt(padded)
        .put(Arrays.copyOf(metadata, padded))
        .array();
  }
}
