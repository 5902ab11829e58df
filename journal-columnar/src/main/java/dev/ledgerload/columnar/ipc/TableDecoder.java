package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
 * column, then batches.
 *
 * <p>Nothing of a stream is believed that wasn't checked: whatever its bytes, the result is a table
 * whose every index, offset and length holds, or a {@link CorruptStreamException}. What the values
 * were, only a checksum can tell. Closing a decoder that wasn't finished frees everything; one that
 * has thrown is of no further use. Not thread-safe.
 */
public abstract sealed class TableDecoder implements AutoCloseable
    permits PartDecoder, MessageDecoder {
  /*
   * How the bytes come differs, and what they cost before they can be checked: that is for the
   * classes below. What a table rests on is checked here and in ColumnForm, for all of them.
   */
  private final Grain grain;
  private final List<JournalColumn> wanted;
  private final BufferAllocator allocator;
  private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
  private final List<FieldVector> vectors = new ArrayList<>(); // of batches and dictionaries
  private final List<FieldVector> batch = new ArrayList<>(); // being read
  private final List<VectorSchemaRoot> batches = new ArrayList<>();
  private @Nullable StreamSchema schema;
  private long rows;
  private boolean done;

  TableDecoder(BufferAllocator parent, Grain grain, Set<JournalColumn> columns) {
    this.grain = grain;
    this.wanted = columns.stream().sorted().toList();
    this.allocator = parent.newChildAllocator("journal table", 0, Long.MAX_VALUE);
  }

  /** What holds the table's memory: buffers that are to be a part of it are taken from it. */
  public final BufferAllocator allocator() {
    return allocator;
  }

  /** The rows of the batches read so far. */
  public final long rows() {
    return rows;
  }

  final List<JournalColumn> wanted() {
    return wanted;
  }

  final StreamSchema schema() {
    if (schema == null) {
      throw new CorruptStreamException("it has no schema, or not first");
    }
    return schema;
  }

  final StreamSchema begin(ByteBuffer metadata) {
    require(schema == null, "a second schema");
    var read = MessageParser.schema(metadata, grain);
    wanted.forEach(read::column);
    schema = read;
    return read;
  }

  /** The buffers stay the caller's. */
  final void addDictionary(ColumnBody values, List<ArrowBuf> buffers) {
    var column = values.form().column();
    var encoding = schema().column(column).field().getDictionary();
    if (!batches.isEmpty() || dictionaries.lookup(encoding.getId()) != null) {
      throw new CorruptStreamException(
          "%s's dictionary in parts, twice or late".formatted(column.fieldName()));
    }
    require(values.nulls() == 0, "a dictionary with NULL");
    dictionaries.put(new Dictionary(vector(values, buffers), encoding));
  }

  /** Adds the next column of a batch. The buffers stay the caller's. */
  final void addColumn(ColumnBody column, List<ArrowBuf> buffers) {
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
  public final JournalTable finish(JournalTable.Snapshot snapshot, long expectedRows) {
    var fields = wanted.stream().map(column -> schema().column(column).field()).toList();
    if (rows != expectedRows || !batch.isEmpty()) {
      throw new CorruptStreamException("%,d rows instead of %,d".formatted(rows, expectedRows));
    }
    if (batches.isEmpty()) {
      batches.add(VectorSchemaRoot.create(new Schema(fields), allocator)); // allocates nothing
    }
    try {
      var table = JournalTable.own(snapshot, allocator, batches, dictionaries);
      done = true;
      return table;
    } catch (IllegalArgumentException e) {
      throw new CorruptStreamException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Frees what was read, unless it was finished. Idempotent. */
  @Override
  public final void close() {
    if (!done) {
      done = true;
      vectors.forEach(FieldVector::close);
      allocator.close();
    }
  }
}
