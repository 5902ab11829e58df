package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Reads messages whose bodies aren't compressed, and copies none: {@link #accept} each, in order;
 * then {@link #finish}. A body is one buffer, of which vectors are slices; it is freed with the
 * last.
 */
public final class MessageDecoder extends TableDecoder {
  /** The most bytes of a message's metadata. */
  public static final int MAX_METADATA_BYTES = MessageParser.MAX_METADATA_BYTES;

  private static final MessageParser PARSER = new MessageParser(false, Integer.MAX_VALUE);

  /**
   * @param parent the table's memory is a child of it
   * @param columns the columns that the stream must have, no more
   */
  public MessageDecoder(BufferAllocator parent, Grain grain, Set<JournalColumn> columns) {
    super(parent, grain, columns);
  }

  /** What the stream's schema says of the stream, once that has come. */
  public Map<String, String> metadata() {
    return schema().metadata();
  }

  /**
   * Reads the next message.
   *
   * @param metadata the flatbuffer, without what comes before it in a file or a socket
   * @param body of {@link #allocator()}, as long as it is; stays the caller's, though its values
   *     may be changed
   * @throws CorruptStreamException if it isn't what may come next
   * @throws org.apache.arrow.memory.OutOfMemoryException if the allocator's limit is reached
   */
  public void accept(ByteBuffer metadata, ArrowBuf body) {
    byte kind = MessageParser.kind(metadata);
    switch (kind) {
      case MessageHeader.Schema -> {
        var columns = begin(metadata).columns().stream().map(ColumnForm::column).toList();
        if (!columns.equals(wanted())) {
          throw new CorruptStreamException(
              "the columns %s instead of %s".formatted(columns, wanted()));
        }
      }
      case MessageHeader.DictionaryBatch -> {
        var values = PARSER.dictionary(metadata, schema());
        requireWhole(values, body);
        addDictionary(values, values.slices(body));
      }
      case MessageHeader.RecordBatch -> {
        var batch = PARSER.batch(metadata, schema());
        requireWhole(batch.get(batch.size() - 1), body);
        batch.forEach(column -> addColumn(column, column.slices(body)));
      }
      default -> throw new CorruptStreamException("a message of type %d".formatted(kind));
    }
  }

  private static void requireWhole(ColumnBody last, ArrowBuf body) {
    require(last.end() == body.capacity(), "a body that is cut short, or longer than its buffers");
  }
}
