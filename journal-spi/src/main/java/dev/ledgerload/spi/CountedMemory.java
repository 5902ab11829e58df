package dev.ledgerload.spi;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** What the handles on one table share: its memory, and how many handles there are. */
final class CountedMemory {
  private final BufferAllocator allocator;
  private final List<VectorSchemaRoot> batches;
  private final DictionaryProvider dictionaries;
  private final long bytes;
  private final AtomicInteger handles = new AtomicInteger(1);

  CountedMemory(
      BufferAllocator allocator, List<VectorSchemaRoot> batches, DictionaryProvider dictionaries) {
    this.allocator = allocator;
    this.batches = List.copyOf(batches);
    this.dictionaries = dictionaries;
    this.bytes = allocator.getAllocatedMemory();
  }

  BufferAllocator allocator() {
    return allocator;
  }

  long bytes() {
    return bytes;
  }

  /** Counts one more handle; refused once the last one is gone (a race of close against share). */
  void retain() {
    if (handles.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      throw new IllegalStateException("the journal table's last handle is closed");
    }
  }

  void release() {
    if (handles.decrementAndGet() > 0) {
      return;
    }
    for (var id : dictionaries.getDictionaryIds()) {
      dictionaries.lookup(id).getVector().close();
    }
    batches.forEach(VectorSchemaRoot::close);
    allocator.close();
  }
}
