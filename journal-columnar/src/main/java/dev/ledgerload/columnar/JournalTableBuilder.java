package dev.ledgerload.columnar;

import static java.util.Objects.requireNonNull;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link JournalTable} from one or more parts.
 *
 * <p>Use: {@link #addPart()} for each stream of rows, fill the parts, each on one thread at a time,
 * then {@link #finish}. Closing a builder that wasn't finished frees everything. Memory is taken in
 * batches of 262,144 rows, or of fewer where texts are long; the heap holds only the distinct
 * values of coded columns.
 */
public final class JournalTableBuilder implements AutoCloseable {
  private final BufferAllocator allocator;
  private final List<ColumnSpec> specs;
  private final List<Column> columns;
  private final JournalSchema journal;
  private final @Nullable CodeDictionary[] dictionaries; // by ordinal
  private final List<TablePart> parts = new ArrayList<>();
  private final List<FieldVector> vectors = new ArrayList<>(); // of batches and dictionaries
  private boolean done;

  /**
   * @param parent the table's memory is a child of it
   * @param journal what the table is of
   * @param specs the columns to build, at least one, in the journal's order
   * @throws IllegalArgumentException if there is no column, or they are in another order
   */
  public JournalTableBuilder(
      BufferAllocator parent, JournalSchema journal, List<ColumnSpec> specs) {
    this.journal = journal;
    this.dictionaries = new CodeDictionary[journal.width()];
    this.specs = List.copyOf(specs);
    this.columns = specs.stream().map(ColumnSpec::column).toList();
    if (columns.isEmpty() || !columns.equals(List.copyOf(journal.columns().of(columns)))) {
      throw new IllegalArgumentException(
          "a table has columns, each once and in order, not " + columns);
    }
    for (var spec : specs) {
      if (spec.type() instanceof Code) {
        dictionaries[spec.column().ordinal()] = new CodeDictionary(spec.values());
      }
    }
    this.allocator = parent.newChildAllocator("journal table", 0, Long.MAX_VALUE);
  }

  /**
   * A new part, empty; the builder closes it.
   *
   * @throws IllegalStateException if this builder is finished or closed
   */
  public TablePart addPart() {
    requireNotDone();
    var part = new TablePart(specs.stream().map(this::writer).toList());
    parts.add(part);
    return part;
  }

  private ColumnWriter writer(ColumnSpec spec) {
    return spec.type() instanceof Code
        ? new CodeWriter(allocator, spec, dictionary(spec.column()))
        : ColumnWriter.of(allocator, spec);
  }

  private CodeDictionary dictionary(Column column) {
    return requireNonNull(dictionaries[column.ordinal()]);
  }

  /** The number of rows in all parts. */
  public long rows() {
    return parts.stream().mapToLong(TablePart::rows).sum();
  }

  /**
   * The table of all parts' rows; the builder is of no further use. If this fails, everything is
   * freed.
   *
   * @throws IllegalArgumentException if the snapshot's grain hasn't got these columns
   * @throws IllegalStateException if an append failed, or this builder is finished or closed
   * @throws org.apache.arrow.memory.OutOfMemoryException if the allocator's limit is reached
   */
  public JournalTable finish(JournalTable.Snapshot snapshot) {
    requireNotDone();
    try {
      var table = build(snapshot);
      done = true;
      return table;
    } finally {
      close();
    }
  }

  private JournalTable build(JournalTable.Snapshot snapshot) {
    parts.forEach(TablePart::finish);
    var provider = new DictionaryProvider.MapDictionaryProvider();
    List<Field> fields = new ArrayList<>();
    for (var spec : specs) {
      var field = field(spec, fields.size() + 1);
      fields.add(field);
      if (field.getDictionary() != null) {
        provider.put(new Dictionary(values(spec.column()), field.getDictionary()));
      }
    }
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (var part : parts) {
      addBatches(part, fields, batches);
    }
    if (batches.isEmpty()) {
      batches.add(VectorSchemaRoot.create(new Schema(fields), allocator)); // allocates nothing
    }
    parts.forEach(TablePart::close); // the vectors hold references of their own now
    return JournalTable.own(journal, snapshot, allocator, batches, provider);
  }

  private void addBatches(TablePart part, List<Field> fields, List<VectorSchemaRoot> batches) {
    int count = part.writers().get(0).finished().size();
    for (int batch = 0; batch < count; batch++) {
      List<FieldVector> row = new ArrayList<>();
      for (int column = 0; column < fields.size(); column++) {
        row.add(vector(fields.get(column), part.writers().get(column).finished(), batch));
      }
      batches.add(new VectorSchemaRoot(fields, row, row.get(0).getValueCount()));
    }
  }

  private FieldVector vector(Field field, List<ColumnWriter.Batch> finished, int index) {
    var batch = finished.get(index);
    if (field.getType() instanceof ArrowType.Int codes && field.getDictionary() != null) {
      batch = CodeWriter.widened(batch, codes.getBitWidth() / Byte.SIZE, allocator);
      finished.set(index, batch);
    }
    FieldVector vector = field.createVector(allocator);
    vectors.add(vector);
    vector.loadFieldBuffers(new ArrowFieldNode(batch.rows(), batch.nulls()), batch.buffers());
    return vector;
  }

  private Field field(ColumnSpec spec, long dictionaryId) {
    var column = spec.column();
    if (!(spec.type() instanceof Code)) {
      return spec.type().field(column.name());
    }
    int largest = dictionary(column).size() - 1;
    var index = new ArrowType.Int(Byte.SIZE * CodeWriter.bytesFor(largest), true);
    return spec.type()
        .indexField(column.name(), new DictionaryEncoding(dictionaryId, false, index));
  }

  private FieldVector values(Column column) {
    var vector = dictionary(column).vector(column.name(), allocator);
    vectors.add(vector);
    return vector;
  }

  private void requireNotDone() {
    if (done) {
      throw new IllegalStateException("this builder is finished or closed");
    }
  }

  /** Frees what was built, unless it was finished. Idempotent. */
  @Override
  public void close() {
    if (!done) {
      done = true;
      vectors.forEach(FieldVector::close);
      parts.forEach(TablePart::close);
      allocator.close();
    }
  }
}
