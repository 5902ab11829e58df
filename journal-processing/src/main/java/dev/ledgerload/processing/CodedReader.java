package dev.ledgerload.processing;

import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Streams the columns of totals by reference, keys as the plain integers that their indexes are
 * ({@code key0}, {@code key1} …), measures unscaled ({@code measure0} …), and {@code entries}.
 * Belongs to a thread: when that is interrupted, the stream breaks off.
 */
final class CodedReader extends ArrowReader {
  static final String KEY = "key";
  static final String MEASURE = "measure";
  static final String ENTRIES = "entries";

  private final TotalsColumns columns;
  private final JournalTable table;
  private final Thread owner;
  private int nextBatch;
  private @Nullable String brokenOff;

  CodedReader(TotalsColumns columns, JournalTable table, BufferAllocator allocator) {
    super(allocator);
    this.columns = columns;
    this.table = table.share();
    this.owner = Thread.currentThread();
  }

  @Override
  protected Schema readSchema() {
    List<Field> fields = new ArrayList<>();
    var from = table.schema();
    for (int key = 0; key < columns.keys().size(); key++) {
      var index = from.findField(columns.keys().get(key).name());
      fields.add(Field.nullable(KEY + key, index.getType()));
    }
    for (int measure = 0; measure < columns.measures().size(); measure++) {
      var amount = from.findField(columns.measures().get(measure).name());
      int precision = ((ArrowType.Decimal) amount.getType()).getPrecision();
      fields.add(Field.nullable(MEASURE + measure, new ArrowType.Decimal(precision, 0, 128)));
    }
    columns
        .count()
        .ifPresent(
            count -> fields.add(Field.nullable(ENTRIES, from.findField(count.name()).getType())));
    return new Schema(fields);
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    if (owner.isInterrupted()) {
      brokenOff = "interrupted after %d batches of the table".formatted(nextBatch);
      throw new IOException(brokenOff);
    }
    prepareLoadNextBatch();
    if (nextBatch == table.batches().size()) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(inOrder(table.batches().get(nextBatch))).getRecordBatch());
    nextBatch++;
    return true;
  }

  private VectorSchemaRoot inOrder(VectorSchemaRoot batch) {
    return VectorSchemaRoot.of(
        columns.all().stream()
            .map(column -> batch.getVector(column.name()))
            .toArray(FieldVector[]::new));
  }

  /** Why the stream ended early; null if it did not. */
  @Nullable String brokenOff() {
    return brokenOff;
  }

  /** Nothing is read from anywhere: the batches are handed over by reference. */
  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    table.close();
  }
}
