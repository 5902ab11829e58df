package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** A table's rows in messages of about one size, whatever batches it has. Copies nothing. */
final class Slices {
  /*
   * A message is read as one buffer, for which a Java client's allocator takes the next power of
   * two: so one is as large as just fits into such. Rows are cut at multiples of 64, so that
   * validity bits begin with a byte, and the values of a slice on a word.
   */
  static final int MESSAGE_BYTES = 4 << 20;
  private static final int ROWS_TOGETHER = 64;

  private final List<VectorSchemaRoot> batches;
  private final int messageRows;
  private int batch;
  private int row;

  Slices(JournalTable table) {
    batches = table.batches();
    messageRows = messageRows(batches.get(0));
  }

  private static int messageRows(VectorSchemaRoot batch) {
    int bitsPerRow = 0;
    for (var vector : batch.getFieldVectors()) {
      bitsPerRow += Byte.SIZE * ((BaseFixedWidthVector) vector).getTypeWidth() + 1;
    }
    int padding = 2 * ROWS_TOGETHER * batch.getFieldVectors().size();
    long rows = (MESSAGE_BYTES - padding) * (long) Byte.SIZE / bitsPerRow;
    return (int) (rows / ROWS_TOGETHER * ROWS_TOGETHER);
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
    int count = Math.min(messageRows, root.getRowCount() - row);
    List<ArrowFieldNode> nodes = new ArrayList<>();
    List<ArrowBuf> buffers = new ArrayList<>();
    for (var vector : root.getFieldVectors()) {
      int width = ((BaseFixedWidthVector) vector).getTypeWidth();
      var validity = vector.getValidityBuffer().slice(row / Byte.SIZE, (count + 7L) / Byte.SIZE);
      buffers.add(validity);
      buffers.add(vector.getDataBuffer().slice((long) row * width, (long) count * width));
      nodes.add(new ArrowFieldNode(count, BitVectorHelper.getNullCount(validity, count)));
    }
    row += count;
    return new ArrowRecordBatch(count, nodes, buffers);
  }
}
