package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ledgerload.spi.Grain;
import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the heads of messages, and believes nothing of them that it didn't check. */
final class MessageParser {
  /*
   * A flatbuffer is offsets all through. Damaged ones lead outside of the buffer, which lies on the
   * heap: reading there is an exception, never more. Nothing here recurses or allocates by a length
   * that a message names before that is compared with what it must be.
   */
  static final int MAX_METADATA_BYTES = 1 << 20;

  private static final int FIXED_WIDTH_BUFFERS = 2; // of a column of values: validity, data
  private static final int TEXT_BUFFERS = 3; // of a dictionary: validity, offsets, data

  private MessageParser() {}

  /** The length of the metadata that a message's first eight bytes announce; 0 at the end mark. */
  static int metadataBytes(ByteBuffer prefix) {
    prefix.order(LITTLE_ENDIAN);
    int continuation = prefix.getInt(0);
    int length = prefix.getInt(Integer.BYTES);
    require(
        continuation == IpcMessage.CONTINUATION && length >= 0 && length <= MAX_METADATA_BYTES,
        "a message without its prefix");
    return length;
  }

  static StreamSchema schema(ByteBuffer metadata, Grain grain) {
    return checked(
        () -> {
          var message = message(metadata, MessageHeader.Schema);
          var schema = (Schema) message.header(new Schema());
          require(schema != null && message.bodyLength() == 0, "a schema message with a body");
          return StreamSchema.of(schema, grain);
        });
  }

  static BodyLayout batch(ByteBuffer metadata, int columns) {
    return checked(
        () -> {
          var message = message(metadata, MessageHeader.RecordBatch);
          var batch = (RecordBatch) message.header(new RecordBatch());
          return layout(
              message, batch, columns, FIXED_WIDTH_BUFFERS * columns, TableEncoder.MAX_BATCH_ROWS);
        });
  }

  static BodyLayout dictionary(ByteBuffer metadata, long id) {
    return checked(
        () -> {
          var message = message(metadata, MessageHeader.DictionaryBatch);
          var dictionary = (DictionaryBatch) message.header(new DictionaryBatch());
          require(
              dictionary != null && dictionary.id() == id && !dictionary.isDelta(),
              "another column's dictionary");
          int maxSize = TableEncoder.MAX_DICTIONARY_BYTES / Integer.BYTES;
          return layout(message, dictionary.data(), 1, TEXT_BUFFERS, maxSize);
        });
  }

  private interface Parsing<T> {
    T parse();
  }

  private static <T> T checked(Parsing<T> parsing) {
    try {
      return parsing.parse();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ClassCastException e) {
      throw new CorruptStreamException("damaged metadata", e);
    }
  }

  private static Message message(ByteBuffer metadata, byte type) {
    var message = Message.getRootAsMessage(metadata.order(LITTLE_ENDIAN));
    require(
        message.headerType() == type && message.version() == MetadataVersion.V5,
        "a message of another kind");
    return message;
  }

  private static BodyLayout layout(
      Message message, @Nullable RecordBatch batch, int columns, int buffers, int maxRows) {
    if (batch == null || batch.nodesLength() != columns || batch.buffersLength() != buffers) {
      throw new CorruptStreamException("a batch of another number of columns");
    }
    var compression = batch.compression();
    require(
        compression != null
            && compression.codec() == CompressionType.LZ4_FRAME
            && compression.method() == BodyCompressionMethod.BUFFER,
        "a batch that is compressed otherwise");
    require(batch.length() >= 0 && batch.length() <= maxRows, "a batch of too many rows");
    int rows = (int) batch.length();
    var nulls = new int[columns];
    for (int i = 0; i < columns; i++) {
      var node = batch.nodes(i);
      require(
          node.length() == rows && node.nullCount() >= 0 && node.nullCount() <= rows,
          "a column of another length than its batch");
      nulls[i] = (int) node.nullCount();
    }
    var lengths = new long[buffers];
    for (int i = 0; i < buffers; i++) {
      lengths[i] = batch.buffers(i).length();
      require(lengths[i] >= 0 && lengths[i] <= Integer.MAX_VALUE, "a buffer of no length");
    }
    var layout = BodyLayout.of(rows, nulls, lengths);
    for (int i = 0; i < buffers; i++) {
      require(batch.buffers(i).offset() == layout.offset(i), "buffers that aren't side by side");
    }
    require(message.bodyLength() == layout.bodyBytes(), "a body of another length");
    return layout;
  }
}
