package dev.ledgerload.rivals;

import dev.ledgerload.spi.JournalTable;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A day as a rival delivers it. */
interface LoadedDay extends AutoCloseable {
  /** The number of entries. */
  long rows();

  /** The type that amounts have in it, in the words of those who made it. */
  String amountType();

  /** What is true of each column, by its name in the database. */
  Map<String, ColumnFacts> facts();

  /** What it takes outside the heap, in bytes; 0 if all of it is on the heap. */
  long bytesOutsideTheHeap();

  /**
   * Turns it into a table of ours.
   *
   * @return the table, which the caller closes; null if it is columns of Arrow with exact amounts
   *     already
   */
  @Nullable JournalTable toTable(BufferAllocator allocator);

  /** Frees what is outside the heap. */
  @Override
  void close();
}
