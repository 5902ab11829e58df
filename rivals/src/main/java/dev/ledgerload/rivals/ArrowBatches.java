package dev.ledgerload.rivals;

import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A day as batches of Arrow's vectors. */
record ArrowBatches(List<VectorSchemaRoot> batches) implements LoadedDay {

  /** Takes a batch over from a reader, which reads its next into the same root. */
  static VectorSchemaRoot take(VectorSchemaRoot root, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    for (var vector : root.getFieldVectors()) {
      var transfer = vector.getTransferPair(allocator);
      transfer.transfer();
      vectors.add((FieldVector) transfer.getTo());
    }
    return new VectorSchemaRoot(vectors);
  }

  @Override
  public long rows() {
    return batches.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
  }

  @Override
  public String amountType() {
    return batches.isEmpty() ? "" : typeOf(batches.get(0).getVector("amount"));
  }

  private static String typeOf(FieldVector vector) {
    return vector instanceof DecimalVector decimal
        ? "decimal(%d, %d)".formatted(decimal.getPrecision(), decimal.getScale())
        : vector.getField().getType().toString();
  }

  @Override
  public Map<String, ColumnFacts> facts() {
    var tallies = DayQuery.COLUMNS.stream().map(column -> new Tally()).toList();
    for (var batch : batches) {
      for (int column = 0; column < tallies.size(); column++) {
        tally(batch.getVector(DayQuery.COLUMNS.get(column)), tallies.get(column));
      }
    }
    return Tally.facts(tallies);
  }

  private static void tally(FieldVector vector, Tally tally) {
    for (int row = 0; row < vector.getValueCount(); row++) {
      if (vector.isNull(row)) {
        tally.add(null);
      } else if (vector instanceof VarCharVector texts) {
        tally.addText(texts.getValueLength(row));
      } else if (vector instanceof DecimalVector amounts) {
        tally.add(amounts.getObject(row));
      } else if (vector instanceof DateDayVector days) {
        tally.addNumber(days.get(row));
      } else {
        tally.addNumber(((BigIntVector) vector).get(row));
      }
    }
  }

  @Override
  public long bytesOutsideTheHeap() {
    return batches.stream()
        .flatMap(batch -> batch.getFieldVectors().stream())
        .mapToLong(FieldVector::getBufferSize)
        .sum();
  }

  @Override
  public @Nullable JournalTable toTable(BufferAllocator allocator) {
    return null;
  }

  @Override
  public void close() {
    batches.forEach(VectorSchemaRoot::close);
  }
}
