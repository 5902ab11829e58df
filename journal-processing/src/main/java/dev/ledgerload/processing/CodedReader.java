package dev.ledgerload.processing;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
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
 * Streams the columns of totals by reference, codes as the plain integers that their indexes are
 * and amounts unscaled. Belongs to a thread: when that is interrupted, the stream breaks off.
 */
final class CodedReader extends ArrowReader {
  private final TotalsColumns columns;
  private final JournalTable table;
  private final Thread owner;
  private int nextBatch;
  private @Nullable String brokenOff;

  CodedReader(JournalTable table, BufferAllocator allocator) {
    super(allocator);
    this.columns = TotalsColumns.of(table);
    this.table = columns.project(table);
    this.owner = Thread.currentThread();
  }

  @Override
  protected Schema readSchema() {
    var fields = columns.all().stream().map(this::field).toList();
    return new Schema(fields);
  }

  private Field field(Column column) {
    var type = table.schema().findField(column.name()).getType();
    return Field.nullable(
        column.name(),
        type instanceof ArrowType.Decimal decimal
            ? new ArrowType.Decimal(decimal.getPrecision(), 0, 128)
            : type);
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
