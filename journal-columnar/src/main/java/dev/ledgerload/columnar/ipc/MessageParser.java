package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.google.flatbuffers.Table;
import dev.ledgerload.spi.JournalSchema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of messages, and believes nothing of them that it didn't check.
 *
 * @param mayBePlain whether a buffer may be just its bytes; else it must be as {@link StoredBuffer}
 *     writes it
 * @param maxRows those of a batch
 */
record MessageParser(boolean mayBePlain, int maxRows) {
  /*
   * A flatbuffer is offsets all through. Damaged ones lead outside of the buffer, which lies on the
   * heap: reading there is an exception, never more. Nothing here recurses or allocates by a length
   * that a message names before that is compared with what it must be.
   */
  /** Which of {@link MessageHeader}'s kinds a message is of. */
  static byte kind(ByteBuffer metadata) {
    return parsed(metadata, Message::headerType);
  }

  static StreamSchema schema(ByteBuffer metadata, JournalSchema journal) {
    return parsed(
        metadata,
        message -> {
          require(message.bodyLength() == 0, "a schema message with a body");
          return StreamSchema.of(header(message, MessageHeader.Schema, new Schema()), journal);
        });
  }

  /** Where a batch's columns lie, in the schema's order. */
  List<ColumnBody> batch(ByteBuffer metadata, StreamSchema schema) {
    return parsed(
        metadata,
        message -> {
          var batch = header(message, MessageHeader.RecordBatch, new RecordBatch());
          require(batch.length() <= maxRows, "a batch of too many rows");
          return bodies(message, batch, schema.columns());
        });
  }

  ColumnBody dictionary(ByteBuffer metadata, StreamSchema schema) {
    return parsed(
        metadata,
        message -> {
          var sent = header(message, MessageHeader.DictionaryBatch, new DictionaryBatch());
          require(!sent.isDelta(), "a dictionary in parts");
          var form = schema.columnOf(sent.id()).ofValues();
          return bodies(message, sent.data(), List.of(form)).get(0);
        });
  }

  private static <T> T parsed(ByteBuffer metadata, Function<Message, T> parser) {
    try {
      var message = Message.getRootAsMessage(metadata.order(LITTLE_ENDIAN));
      require(message.version() == MetadataVersion.V5, "a message of another version");
      return parser.apply(message);
    } catch (CorruptStreamException e) {
      throw e;
    } catch (RuntimeException e) { // whatever the bytes were, they are no message
      throw new CorruptStreamException("a message contradicts itself: " + e.getMessage(), e);
    }
  }

  private static <T extends Table> T header(Message message, byte kind, T header) {
    require(
        message.headerType() == kind && message.header(header) != null,
        "a message of another kind");
    return header;
  }

  private List<ColumnBody> bodies(
      Message message, @Nullable RecordBatch batch, List<ColumnForm> forms) {
    int buffers = forms.stream().mapToInt(ColumnForm::count).sum();
    if (batch == null || batch.nodesLength() != forms.size() || batch.buffersLength() != buffers) {
      throw new CorruptStreamException("a batch of another number of columns");
    }
    var compression = batch.compression();
    boolean isLz4 =
        compression != null
            && compression.codec() == CompressionType.LZ4_FRAME
            && compression.method() == BodyCompressionMethod.BUFFER;
    require(isLz4 || (mayBePlain && compression == null), "a batch that is compressed otherwise");
    require(batch.length() >= 0 && batch.length() < Integer.MAX_VALUE, "a batch of too many rows");
    List<ColumnBody> bodies = new ArrayList<>();
    int buffer = 0;
    long end = 0;
    for (var form : forms) {
      var node = batch.nodes(bodies.size());
      require(
          node.length() == batch.length()
              && node.nullCount() >= 0
              && node.nullCount() <= node.length(),
          "a column of another length than its batch");
      var lengths = new long[form.count()];
      var offsets = new long[form.count() + 1];
      offsets[0] = end;
      for (int i = 0; i < lengths.length; i++) {
        var place = batch.buffers(buffer++);
        require(place.offset() == end, "buffers that aren't side by side");
        require(
            place.length() >= 0 && place.length() <= Integer.MAX_VALUE, "a buffer of no length");
        lengths[i] = place.length();
        end += IpcMessage.aligned(place.length());
        offsets[i + 1] = end;
      }
      int rows = (int) node.length();
      bodies.add(new ColumnBody(form, rows, (int) node.nullCount(), isLz4, lengths, offsets));
    }
    require(message.bodyLength() == end, "a body of another length");
    return bodies;
  }
}
