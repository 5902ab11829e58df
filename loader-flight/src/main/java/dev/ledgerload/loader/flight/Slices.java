package dev.ledgerload.loader.flight;

import dev.ledgerload.columnar.ipc.ColumnRows;
import dev.ledgerload.spi.JournalTable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** A table's rows in messages of about one size, whatever batches it has. Copies only offsets. */
final class Slices {
  /*
   * A message is read as one buffer, for which a Java client's allocator takes the next power of
   * two: so one is as large as just fits into such, by what its rows take. It is larger only where
   * eight rows are: values of megabytes each.
   */
  static final int MESSAGE_BYTES = 4 << 20;

  private final List<VectorSchemaRoot> batches;
  private final BufferAllocator offsets;
  private int batch;
  private int row;

  /**
   * @param offsets what is copied is held in it
   */
  Slices(JournalTable table, BufferAllocator offsets) {
    this.batches = table.batches();
    this.offsets = offsets;
  }

  /** Whether there are more rows. */
  boolean hasNext() {
    while (batch < batches.size() && row == batches.get(batch).getRowCount()) {
      batch++;
      row = 0;
    }
    return batch < batches.size();
  }

  /** The next rows, which hold the table's memory until they are closed. */
  ArrowRecordBatch next() {
    var root = batches.get(batch);
    var vectors = root.getFieldVectors();
    int count = ColumnRows.fitting(vectors, row, root.getRowCount() - row, MESSAGE_BYTES);
    List<ArrowFieldNode> nodes = new ArrayList<>();
    List<ArrowBuf> buffers = new ArrayList<>();
    List<ArrowBuf> copies = new ArrayList<>();
    try {
      for (var vector : vectors) {
        var rows = new ColumnRows(vector, row, count);
        nodes.add(new ArrowFieldNode(count, rows.nulls()));
        buffers.add(rows.validity());
        if (rows.hasOffsets()) {
          copies.add(offsets(rows));
          buffers.add(copies.get(copies.size() - 1));
        }
        buffers.add(rows.values());
      }
      row += count;
      return new ArrowRecordBatch(count, nodes, buffers);
    } finally {
      copies.forEach(ArrowBuf::close); // the message has its own hold on them
    }
  }

  private ArrowBuf offsets(ColumnRows rows) {
    int bytes = rows.offsetBytes();
    var copy = offsets.buffer(bytes).slice(0, bytes);
    rows.writeOffsets(copy.nioBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN));
    return copy;
  }
}
