package dev.ledgerload.loader.flight;

import dev.ledgerload.columnar.ipc.CorruptStreamException;
import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageMetadataResult;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Makes a table of the frames of a stream, without copying a body. */
final class TableAssembly implements AutoCloseable {
  /*
   * Nothing that comes from outside is believed. Arrow's own reader takes a batch of fewer values
   * than rows and fills up with zeros; here each buffer is held against the rows that it is for
   * and the body that it lies in (Received), and each index against its dictionary. Dictionaries
   * must come once and before the rows, as this project's server sends them.
   *
   * A body is one buffer, of which the batch's vectors are slices: it is freed with the last.
   */
  private static final int SCHEMA = 1; // Message.fbs, union MessageHeader
  private static final int DICTIONARY_BATCH = 2;
  private static final int RECORD_BATCH = 3;

  private final JournalQuery query;
  private final String journal;
  private final BufferAllocator allocator;
  private final List<VectorSchemaRoot> batches = new ArrayList<>();
  private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
  private @Nullable StreamHeader header;
  private Schema schema = new Schema(List.of());
  private long rows;
  private boolean handedOver;

  TableAssembly(JournalQuery query, String journal, BufferAllocator parent) {
    this.query = query;
    this.journal = journal;
    this.allocator = parent.newChildAllocator("journal table", 0, Long.MAX_VALUE);
  }

  /** Where frames are to be read into. */
  BufferAllocator allocator() {
    return allocator;
  }

  long rows() {
    return rows;
  }

  /**
   * Takes a frame, which is closed then.
   *
   * @throws BrokenStreamException if it isn't what may come next
   */
  void add(Frame frame) {
    try (frame) {
      var message = frame.message();
      if (message == null) {
        return; // metadata of another server's own
      }
      switch (message.headerType()) {
        case SCHEMA -> begin(MessageSerializer.deserializeSchema(message));
        case DICTIONARY_BATCH -> addDictionary(message, frame.body());
        case RECORD_BATCH -> addBatch(message, frame.body());
        default ->
            throw new BrokenStreamException("a message of type %d".formatted(message.headerType()));
      }
    } catch (IOException | CorruptStreamException e) {
      throw new BrokenStreamException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BrokenStreamException("a message contradicts itself: " + e.getMessage(), e);
    }
  }

  private void begin(Schema received) {
    if (header != null) {
      throw new BrokenStreamException("a second schema");
    }
    var said = StreamHeader.of(received.getCustomMetadata());
    ServedName.requireSame(journal, said.journal());
    if (!said.snapshot().day().equals(query.day()) || said.snapshot().grain() != query.grain()) {
      throw new BrokenStreamException(
          "%s of grain %s, which wasn't asked for"
              .formatted(said.snapshot().day(), said.snapshot().grain()));
    }
    var names = received.getFields().stream().map(Field::getName).toList();
    var wanted = query.columnList().stream().map(JournalColumn::fieldName).toList();
    if (!names.equals(wanted)) {
      throw new BrokenStreamException("the columns %s instead of %s".formatted(names, wanted));
    }
    schema = new Schema(received.getFields().stream().map(TableAssembly::inMemory).toList());
    header = said;
  }

  /** A field as a stream's schema has it, with its dictionary's type, as a batch has it. */
  private static Field inMemory(Field field) {
    var encoding = field.getDictionary();
    return encoding == null
        ? field
        : new Field(
            field.getName(),
            new FieldType(field.isNullable(), encoding.getIndexType(), encoding),
            List.of());
  }

  private void addDictionary(MessageMetadataResult message, ArrowBuf body) throws IOException {
    try (var batch =
        read(body, kept -> MessageSerializer.deserializeDictionaryBatch(message, kept))) {
      var field =
          schema.getFields().stream()
              .filter(candidate -> candidate.getDictionary() != null)
              .filter(candidate -> candidate.getDictionary().getId() == batch.getDictionaryId())
              .findFirst()
              .orElseThrow(() -> new BrokenStreamException("a dictionary of no column"));
      if (batch.isDelta() || !batches.isEmpty() || dictionary(field) != null) {
        throw new BrokenStreamException(
            "%s's dictionary in parts, twice or late".formatted(field.getName()));
      }
      var values = Received.values(batch.getDictionary(), field.getName(), body, allocator);
      dictionaries.put(new Dictionary(values, field.getDictionary()));
    }
  }

  private @Nullable VarCharVector dictionary(Field field) {
    var dictionary = dictionaries.lookup(field.getDictionary().getId());
    return dictionary == null ? null : (VarCharVector) dictionary.getVector();
  }

  private void addBatch(MessageMetadataResult message, ArrowBuf body) throws IOException {
    try (var batch = read(body, kept -> MessageSerializer.deserializeRecordBatch(message, kept))) {
      var root = vectors(batch, body);
      batches.add(root);
      for (int i = 0; i < root.getFieldVectors().size(); i++) {
        var vector = root.getVector(i);
        if (vector.getField().getDictionary() != null) {
          Received.requireIndexes(vector, dictionary(vector.getField()));
        }
      }
      rows += root.getRowCount();
    }
    if (header == null || rows > header.rows()) {
      throw new BrokenStreamException("more rows than the schema announced");
    }
  }

  /** How Arrow makes a batch of a body. */
  private interface Reader<B> {
    B read(ArrowBuf body) throws IOException;
  }

  /** A batch keeps what it needs of the body; one that can't be read, nothing. */
  private static <B> B read(ArrowBuf body, Reader<B> reader) throws IOException {
    int references = body.refCnt();
    body.getReferenceManager().retain(); // which Arrow gives back for the batch's own
    try {
      return reader.read(body);
    } catch (IOException | RuntimeException e) {
      int kept = body.refCnt() - references;
      if (kept > 0) {
        body.getReferenceManager().release(kept);
      }
      throw e;
    }
  }

  private VectorSchemaRoot vectors(ArrowRecordBatch batch, ArrowBuf body) {
    Received.requireColumns(batch, schema.getFields().size(), body);
    List<FieldVector> vectors = new ArrayList<>();
    try {
      for (int i = 0; i < schema.getFields().size(); i++) {
        vectors.add(Received.vector(batch, i, schema.getFields().get(i), allocator));
      }
      return new VectorSchemaRoot(schema.getFields(), vectors, batch.getLength());
    } catch (RuntimeException e) {
      vectors.forEach(FieldVector::close);
      throw e;
    }
  }

  /**
   * The table, once the stream has ended.
   *
   * @throws BrokenStreamException if it ended before it was whole
   */
  JournalTable finish() {
    if (header == null || rows != header.rows()) {
      throw new BrokenStreamException(
          header == null
              ? "it has no schema"
              : "it ended after %,d of %,d rows".formatted(rows, header.rows()));
    }
    if (batches.isEmpty()) {
      batches.add(VectorSchemaRoot.create(schema, allocator));
    }
    try {
      var table = JournalTable.own(header.snapshot(), allocator, batches, dictionaries);
      handedOver = true;
      return table;
    } catch (IllegalArgumentException e) {
      throw new BrokenStreamException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Frees all that was received, unless there is a table of it. */
  @Override
  public void close() {
    if (!handedOver) {
      batches.forEach(VectorSchemaRoot::close);
      dictionaries.getDictionaryIds().forEach(id -> dictionaries.lookup(id).getVector().close());
      allocator.close();
    }
  }
}
