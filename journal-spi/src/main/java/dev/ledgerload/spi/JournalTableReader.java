package dev.ledgerload.spi;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Streams a table's batches by reference; holds a handle on the table until it is closed. */
final class JournalTableReader extends ArrowReader {
  private final JournalTable table;
  private int nextBatch;

  JournalTableReader(JournalTable table, BufferAllocator allocator) {
    super(allocator);
    this.table = table;
  }

  @Override
  protected Schema readSchema() {
    return table.streamSchema();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    if (nextBatch == 0) {
      loadDictionaries();
    }
    if (nextBatch == table.batches().size()) {
      return false;
    }
    loadRecordBatch(new VectorUnloader(table.batches().get(nextBatch)).getRecordBatch());
    nextBatch++;
    return true;
  }

  private void loadDictionaries() {
    var provider = table.dictionaries();
    for (var id : provider.getDictionaryIds()) {
      var values = provider.lookup(id).getVector();
      var batch = new VectorUnloader(VectorSchemaRoot.of(values)).getRecordBatch();
      loadDictionary(new ArrowDictionaryBatch(id, batch, false));
    }
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
