package dev.ledgerload.columnar.ipc;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.util.VectorBatchAppender;

/** A table all of whose rows are in one batch, as other sources than ours may make it. */
final class LongBatch {
  private LongBatch() {}

  static JournalTable of(JournalTable table, BufferAllocator parent) {
    var allocator = parent.newChildAllocator("long batch", 0, Long.MAX_VALUE);
    List<FieldVector> vectors = new ArrayList<>();
    var dictionaries = new MapDictionaryProvider();
    for (var column : table.columns()) {
      var field = table.schema().findField(column.name());
      FieldVector joined = field.createVector(allocator);
      joined.allocateNew();
      for (var batch : table.batches()) {
        VectorBatchAppender.batchAppend(joined, batch.getVector(column.name()));
      }
      vectors.add(joined);
      if (field.getDictionary() != null) {
        var transfer = table.dictionary(column).getTransferPair(allocator);
        transfer.splitAndTransfer(0, table.dictionary(column).getValueCount());
        dictionaries.put(new Dictionary((FieldVector) transfer.getTo(), field.getDictionary()));
      }
    }
    return JournalTable.own(
        JournalSchema.GL_ENTRIES,
        table.snapshot(),
        allocator,
        List.of(new VectorSchemaRoot(vectors)),
        dictionaries);
  }
}
