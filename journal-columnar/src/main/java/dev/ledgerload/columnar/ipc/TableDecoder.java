package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads parts of a stream that {@link TableEncoder} wrote back into a table.
 *
 * <p>Use: {@link #accept} each part, in order, but for those of columns that aren't wanted; then
 * {@link #finish}. Nothing of a stream is believed that wasn't checked: whatever its bytes, the
 * result is a table whose every index, offset and length holds, or a {@link
 * CorruptStreamException}. What the values were, only a checksum can tell. Closing a decoder that
 * wasn't finished frees everything. Not thread-safe.
 */
public final class TableDecoder implements AutoCloseable {
  private final JournalTable.Snapshot snapshot;
  private final List<JournalColumn> wanted;
  private final BufferAllocator allocator;
  private final Map<JournalColumn, VarCharVector> dictionaries = new EnumMap<>(JournalColumn.class);
  private final List<VectorSchemaRoot> batches = new ArrayList<>();
  private final List<FieldVector> vectors = new ArrayList<>(); // of the batch being read
  private final Deque<JournalColumn> expected = new ArrayDeque<>();
  private @Nullable StreamSchema schema;
  private @Nullable BodyLayout layout; // of the batch being read
  private boolean ended;
  private boolean done;

  /**
   * @param parent the table's memory is a child of it
   * @param snapshot what the table is a picture of
   * @param columns the columns wanted, some of the stream's
   */
  public TableDecoder(
      BufferAllocator parent, JournalTable.Snapshot snapshot, Set<JournalColumn> columns) {
    this.snapshot = snapshot;
    this.wanted = columns.stream().sorted().toList();
    this.allocator = parent.newChildAllocator("journal table", 0, Long.MAX_VALUE);
  }

  /**
   * Reads the next part; all of its bytes, unless it fails.
   *
   * @param column the column that the part belongs to, as {@link PartSink#part} was told
   * @param bytes its length
   * @param plainBytes what the values in it take uncompressed, as {@link PartSink#part} was told:
   *     no more memory is taken for them
   * @throws IOException what the input throws
   * @throws CorruptStreamException if this isn't the part that must come next
   * @throws org.apache.arrow.memory.OutOfMemoryException if the allocator's limit is reached
   */
  public void accept(@Nullable JournalColumn column, long bytes, long plainBytes, PartInput input)
      throws IOException {
    require(!ended && !done, "a part behind the end of the stream");
    if (!expected.isEmpty()) {
      require(expected.poll() == column, "a part of another column than must come next");
      if (layout == null) {
        acceptDictionary(requireNonNull(column), bytes, plainBytes, input);
      } else {
        acceptColumn(requireNonNull(column), layout, bytes, plainBytes, input);
      }
      return;
    }
    require(column == null, "a part of a column that must not come next");
    var message = message(bytes, input);
    input.end();
    if (schema == null) {
      schema = MessageParser.schema(message, snapshot.grain());
      require(schema.columns().containsAll(wanted), "a stream without a column that it must have");
      wanted.stream().filter(TableDecoder::isCode).forEach(expected::add);
    } else if (message.hasRemaining()) {
      layout = MessageParser.batch(message, schema.columns().size());
      expected.addAll(wanted);
    } else {
      require(!batches.isEmpty(), "a stream without a batch");
      ended = true;
    }
  }

  private static boolean isCode(JournalColumn column) {
    return column.type() == JournalColumn.Type.CODE;
  }

  /** A part that is a message without a body: its metadata, empty for the end mark. */
  private static ByteBuffer message(long bytes, PartInput input) throws IOException {
    require(bytes >= IpcMessage.PREFIX_BYTES, "a message without its prefix");
    var metadata = metadata(input);
    require(bytes == IpcMessage.PREFIX_BYTES + metadata.remaining(), "a message of another length");
    return metadata;
  }

  private static ByteBuffer metadata(PartInput input) throws IOException {
    var prefix = ByteBuffer.allocate(IpcMessage.PREFIX_BYTES);
    input.readFully(prefix);
    var metadata = ByteBuffer.allocate(MessageParser.metadataBytes(prefix)).order(LITTLE_ENDIAN);
    input.readFully(metadata);
    return metadata.flip();
  }

  private void acceptDictionary(JournalColumn column, long bytes, long plainBytes, PartInput input)
      throws IOException {
    require(
        plainBytes <= TableEncoder.MAX_DICTIONARY_BYTES,
        "a dictionary that becomes more than any that is written");
    var field = requireNonNull(schema).field(column);
    require(bytes > IpcMessage.PREFIX_BYTES, "a dictionary without its prefix");
    var metadata = metadata(input);
    int metadataBytes = metadata.remaining();
    var body = MessageParser.dictionary(metadata, field.getDictionary().getId());
    require(
        bytes == IpcMessage.PREFIX_BYTES + metadataBytes + body.bodyBytes()
            && bytes <= 2L * TableEncoder.MAX_DICTIONARY_BYTES
            && body.nulls(0) == 0
            && body.length(0) == 0,
        "a dictionary of another length, or with nulls");
    int size = body.rows();
    try (var reader = new BodyReader(allocator, input, plainBytes)) {
      reader.read(body.length(1), (size + 1L) * Integer.BYTES);
      reader.read(body.length(2), BodyReader.ANY_LENGTH);
      input.end();
      reader.decompress();
      ColumnChecks.requireTexts(reader.buffer(0), size, reader.buffer(1), reader.bytes(1));
      var values = new VarCharVector(column.fieldName(), allocator);
      dictionaries.put(column, values);
      values.loadFieldBuffers(
          new ArrowFieldNode(size, 0),
          List.of(allocator.getEmpty(), reader.buffer(0), reader.buffer(1)));
    }
  }

  private void acceptColumn(
      JournalColumn column, BodyLayout body, long bytes, long plainBytes, PartInput input)
      throws IOException {
    var field = requireNonNull(schema).field(column);
    int node = schema.columns().indexOf(column);
    int first = 2 * node;
    require(bytes == body.offset(first + 2) - body.offset(first), "a column of another length");
    int rows = body.rows();
    int nulls = body.nulls(node);
    require((nulls == 0) == (body.length(first) == 0), "a column without its validity");
    var vector = (BaseFixedWidthVector) field.createVector(allocator);
    vectors.add(vector);
    try (var reader = new BodyReader(allocator, input, plainBytes)) {
      reader.read(body.length(first), nulls == 0 ? 0 : (rows + 7L) / Byte.SIZE);
      reader.read(body.length(first + 1), (long) rows * vector.getTypeWidth());
      input.end();
      reader.decompress();
      var validity = reader.buffer(0);
      if (nulls > 0) {
        ColumnChecks.requireNulls(validity, rows, nulls);
      }
      if (isCode(column)) {
        int size = requireNonNull(dictionaries.get(column)).getValueCount();
        ColumnChecks.requireIndexes(reader.buffer(1), vector.getTypeWidth(), rows, size, validity);
      }
      vector.loadFieldBuffers(
          new ArrowFieldNode(rows, nulls), List.<ArrowBuf>of(validity, reader.buffer(1)));
    }
    if (expected.isEmpty()) {
      finishBatch(rows);
    }
  }

  private void finishBatch(int rows) {
    var fields = vectors.stream().map(FieldVector::getField).toList();
    batches.add(new VectorSchemaRoot(fields, List.copyOf(vectors), rows));
    vectors.clear();
    layout = null;
  }

  /**
   * The table; this decoder is of no further use.
   *
   * @param rows how many rows it must have
   * @throws CorruptStreamException if the stream isn't whole, or has another number of rows
   */
  public JournalTable finish(long rows) {
    require(ended, "a stream that ends too early");
    long found = batches.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
    require(found == rows, "%,d rows instead of %,d".formatted(found, rows));
    var provider = new DictionaryProvider.MapDictionaryProvider();
    for (var column : dictionaries.entrySet()) {
      Field field = requireNonNull(schema).field(column.getKey());
      provider.put(new Dictionary(column.getValue(), field.getDictionary()));
    }
    var table = JournalTable.own(snapshot, allocator, batches, provider);
    done = true;
    return table;
  }

  /** Frees what was read, unless it was finished. Idempotent. */
  @Override
  public void close() {
    if (!done) {
      done = true;
      closeAll(vectors);
      batches.forEach(VectorSchemaRoot::close);
      closeAll(dictionaries.values());
      allocator.close();
    }
  }

  private static void closeAll(Collection<? extends FieldVector> vectors) {
    vectors.forEach(FieldVector::close);
  }
}
