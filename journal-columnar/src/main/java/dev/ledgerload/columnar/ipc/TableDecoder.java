package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes a table of an Arrow stream that others sent: the schema, then a dictionary for each code
 * column, then batches. {@link #accept} each message, in order; then {@link #finish}. Bodies that
 * aren't compressed aren't copied: each is one buffer, of which vectors are slices, and is freed
 * with the last of them.
 *
 * <p>Nothing of a stream is believed that wasn't checked: whatever its bytes, the result is a table
 * whose every index, offset and length holds, or a {@link CorruptStreamException}. What the values
 * were, only a checksum can tell. Closing a decoder that wasn't finished frees everything; one that
 * has thrown is of no further use. Not thread-safe.
 */
public final class TableDecoder implements AutoCloseable {
  /*
   * How bytes come differs, and what they cost before they can be checked: PartDecoder has another
   * way than accept(). What a table rests on is checked here and in ColumnForm, for both.
   */

  /** The most bytes of a message's metadata. */
  public static final int MAX_METADATA_BYTES = 1 << 20;

  private static final MessageParser PARSER = new MessageParser(true, Integer.MAX_VALUE);

  private final JournalSchema journal;
  private final List<Column> wanted;
  private final BufferAllocator allocator;
  private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
  private final List<FieldVector> vectors = new ArrayList<>(); // of batches and dictionaries
  private final List<FieldVector> batch = new ArrayList<>(); // being read
  private final List<VectorSchemaRoot> batches = new ArrayList<>();
  private @Nullable StreamSchema schema;
  private long rows;
  private boolean done;

  /**
   * @param parent the table's memory is a child of it
   * @param journal what the table is of, at its grain
   * @param columns the columns that the stream must have, no more
   */
  public TableDecoder(BufferAllocator parent, JournalSchema journal, ColumnSet columns) {
    this.journal = journal;
    this.wanted = List.copyOf(columns);
    this.allocator = parent.newChildAllocator("journal table", 0, Long.MAX_VALUE);
  }

  /** What holds the table's memory: bodies are to be read into buffers of it. */
  public BufferAllocator allocator() {
    return allocator;
  }

  /** The rows of the batches read so far. */
  public long rows() {
    return rows;
  }

  /** What the stream's schema says of the stream, once that has come. */
  public Map<String, String> metadata() {
    return schema().metadata();
  }

  List<Column> wanted() {
    return wanted;
  }

  StreamSchema schema() {
    if (schema == null) {
      throw new CorruptStreamException("it has no schema, or not first");
    }
    return schema;
  }

  /**
   * Reads the next message.
   *
   * @param metadata the flatbuffer, without what comes before it in a file or a socket
   * @param body of {@link #allocator()}, as long as it is, its buffers as they are or compressed
   *     with LZ4; stays the caller's, though its values may be changed
   * @throws CorruptStreamException if it isn't what may come next
   * @throws org.apache.arrow.memory.OutOfMemoryException if the allocator's limit is reached
   */
  public void accept(ByteBuffer metadata, ArrowBuf body) {
    byte kind = MessageParser.kind(metadata);
    switch (kind) {
      case MessageHeader.Schema -> {
        begin(metadata);
        var columns = schema().columns().stream().map(ColumnForm::column).toList();
        if (!columns.equals(wanted)) {
          throw new CorruptStreamException(
              "the columns %s instead of %s".formatted(columns, wanted));
        }
      }
      case MessageHeader.DictionaryBatch -> {
        var values = PARSER.dictionary(metadata, schema());
        requireWhole(values, body);
        try (var buffers = new Held(values.buffers(body, allocator))) {
          addDictionary(values, buffers.list());
        }
      }
      case MessageHeader.RecordBatch -> {
        var batch = PARSER.batch(metadata, schema());
        requireWhole(batch.get(batch.size() - 1), body);
        for (var column : batch) {
          try (var buffers = new Held(column.buffers(body, allocator))) {
            addColumn(column, buffers.list());
          }
        }
      }
      default -> throw new CorruptStreamException("a message of type %d".formatted(kind));
    }
  }

  /** Holds of ours on buffers. */
  private record Held(List<ArrowBuf> list) implements AutoCloseable {
    @Override
    public void close() {
      list.forEach(ArrowBuf::close);
    }
  }

  private static void requireWhole(ColumnBody last, ArrowBuf body) {
    require(last.end() == body.capacity(), "a body that is cut short, or longer than its buffers");
  }

  void begin(ByteBuffer metadata) {
    require(schema == null, "a second schema");
    var read = MessageParser.schema(metadata, journal);
    wanted.forEach(read::column); // or throws
    schema = read;
  }

  /** The buffers stay the caller's. */
  void addDictionary(ColumnBody values, List<ArrowBuf> buffers) {
    var column = values.form().column();
    var encoding = schema().column(column).field().getDictionary();
    if (!batches.isEmpty() || dictionaries.lookup(encoding.getId()) != null) {
      throw new CorruptStreamException(
          "%s's dictionary in parts, twice or late".formatted(column.name()));
    }
    require(values.nulls() == 0, "a dictionary with NULL");
    dictionaries.put(new Dictionary(vector(values, buffers), encoding));
  }

  /** Adds the next column of a batch. The buffers stay the caller's. */
  void addColumn(ColumnBody column, List<ArrowBuf> buffers) {
    var vector = vector(column, buffers);
    var encoding = column.form().field().getDictionary();
    if (encoding != null) {
      var dictionary = dictionaries.lookup(encoding.getId());
      if (dictionary == null) {
        throw new CorruptStreamException(vector.getName() + " has rows before its dictionary");
      }
      int size = dictionary.getVector().getValueCount();
      ColumnChecks.requireIndexes((BaseFixedWidthVector) vector, size);
    }
    batch.add(vector);
    if (batch.size() == wanted.size()) {
      batches.add(new VectorSchemaRoot(List.copyOf(batch)));
      batch.clear();
      rows += column.rows();
    }
  }

  private FieldVector vector(ColumnBody body, List<ArrowBuf> buffers) {
    body.form().requireHeld(body.rows(), body.nulls(), buffers);
    var vector = body.form().field().createVector(allocator);
    vectors.add(vector);
    vector.loadFieldBuffers(new ArrowFieldNode(body.rows(), body.nulls()), buffers);
    return vector;
  }

  /**
   * The table; this decoder is of no further use.
   *
   * @param snapshot what the table is a copy of
   * @param expectedRows how many rows it must have
   * @throws CorruptStreamException if the stream isn't whole, or has another number of rows
   */
  public JournalTable finish(JournalTable.Snapshot snapshot, long expectedRows) {
    var fields = wanted.stream().map(column -> schema().column(column).field()).toList();
    if (rows != expectedRows || !batch.isEmpty()) {
      throw new CorruptStreamException("%,d rows instead of %,d".formatted(rows, expectedRows));
    }
    if (batches.isEmpty()) {
      batches.add(VectorSchemaRoot.create(new Schema(fields), allocator)); // allocates nothing
    }
    try {
      var table = JournalTable.own(journal, snapshot, allocator, batches, dictionaries);
      done = true;
      return table;
    } catch (IllegalArgumentException e) {
      throw new CorruptStreamException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Frees what was read, unless it was finished. Idempotent. */
  @Override
  public void close() {
    if (!done) {
      done = true;
      vectors.forEach(FieldVector::close);
      allocator.close();
    }
  }
}
