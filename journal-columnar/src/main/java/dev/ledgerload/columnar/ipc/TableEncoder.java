package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Writes a table as an Arrow IPC stream whose bodies are compressed with LZ4, cut into parts.
 *
 * <p>The parts, in order: the schema; for each code column its dictionary; for each batch its
 * metadata, then for each column its values; the end mark. Dictionaries and values belong to their
 * column. A part is a few megabytes at most, but for a dictionary, which is one part.
 */
public final class TableEncoder {
  /*
   * LZ4 pays where decompressing costs less time than the bytes that it saves would take to come.
   * Long runs and repeats (amounts, the booking day) are quick to decompress; where little is saved
   * there are many short matches, which are slow. So a buffer stays as it is unless most of it is
   * saved, and a reader then takes it from the wire to its place without touching it.
   *
   * Batches of more rows than a part is to hold are cut, at a multiple of eight rows so that bits
   * of validity stay where they are in their bytes.
   */
  static final int MAX_BATCH_ROWS = 1 << 18;
  static final int MAX_DICTIONARY_BYTES = 256 << 20;

  private static final long UNCOMPRESSED = -1;
  private static final int KEPT_PERCENT = 40; // compressed only if it becomes smaller than this

  private final JournalTable table;
  private final PartSink sink;

  private TableEncoder(JournalTable table, PartSink sink) {
    this.table = table;
    this.sink = sink;
  }

  /**
   * Writes a table's stream.
   *
   * @throws IOException what the sink throws
   * @throws IllegalArgumentException if a dictionary is too large for a part
   */
  public static void encode(JournalTable table, PartSink sink) throws IOException {
    new TableEncoder(table, sink).encode();
  }

  private void encode() throws IOException {
    sink.part(null, IpcMessage.ofSchema(table.streamSchema()), 0);
    for (var column : table.columns()) {
      if (column.isCoded()) {
        encodeDictionary(column);
      }
    }
    for (var batch : table.batches()) {
      int from = 0;
      do {
        int rows = Math.min(batch.getRowCount() - from, MAX_BATCH_ROWS);
        encodeBatch(batch, from, rows);
        from += rows;
      } while (from < batch.getRowCount());
    }
    sink.part(null, IpcMessage.endOfStream(), 0);
  }

  private void encodeDictionary(Column column) throws IOException {
    var values = table.dictionary(column);
    int size = values.getValueCount();
    int dataBytes = size == 0 ? 0 : values.getOffsetBuffer().getInt((long) size * Integer.BYTES);
    long offsetBytes = (size + 1L) * Integer.BYTES;
    long plainBytes = dataBytes + offsetBytes;
    if (plainBytes > MAX_DICTIONARY_BYTES) {
      throw new IllegalArgumentException(
          "the codes of %s take more than %d MiB: leave the column out"
              .formatted(column.name(), MAX_DICTIONARY_BYTES >> 20));
    }
    var offsets =
        size == 0
            ? ByteBuffer.allocate(Integer.BYTES) // a vector without values needn't have any
            : values.getOffsetBuffer().nioBuffer(0, (int) offsetBytes);
    var buffers =
        List.of(
            new byte[0], stored(offsets), stored(values.getDataBuffer().nioBuffer(0, dataBytes)));
    long id = table.schema().findField(column.name()).getDictionary().getId();
    byte[] head = IpcMessage.ofDictionary(id, size, lengths(buffers));
    sink.part(column, part(head, buffers), plainBytes);
  }

  private void encodeBatch(VectorSchemaRoot batch, int from, int rows) throws IOException {
    List<byte[]> buffers = new ArrayList<>();
    var nulls = new int[table.columns().size()];
    var plainBytes = new long[nulls.length];
    int node = 0;
    for (var column : table.columns()) {
      var vector = batch.getVector(column.name());
      var form = ColumnForm.of(column, vector.getField());
      var validity = vector.getValidityBuffer().slice(form.bytes(0, from), form.bytes(0, rows));
      var values = vector.getDataBuffer().slice(form.bytes(1, from), form.bytes(1, rows));
      nulls[node] = BitVectorHelper.getNullCount(validity, rows);
      plainBytes[node] = (nulls[node] == 0 ? 0 : validity.capacity()) + values.capacity();
      buffers.add(nulls[node] == 0 ? new byte[0] : stored(validity.nioBuffer()));
      buffers.add(stored(values.nioBuffer()));
      node++;
    }
    sink.part(null, IpcMessage.ofBatch(rows, nulls, lengths(buffers)), 0);
    node = 0;
    for (var column : table.columns()) {
      sink.part(
          column, part(new byte[0], buffers.subList(2 * node, 2 * node + 2)), plainBytes[node]);
      node++;
    }
  }

  /** A buffer as it is in a body: its length, then a frame; or -1, then the buffer itself. */
  private static byte[] stored(ByteBuffer buffer) {
    int bytes = buffer.remaining();
    if (bytes == 0) {
      return new byte[0];
    }
    byte[] frame = Lz4Frames.compress(buffer);
    if (frame.length < (long) bytes * KEPT_PERCENT / 100) {
      return prefixed(bytes, ByteBuffer.wrap(frame));
    }
    return prefixed(UNCOMPRESSED, buffer);
  }

  private static byte[] prefixed(long prefix, ByteBuffer bytes) {
    return ByteBuffer.allocate(Long.BYTES + bytes.remaining())
        .order(LITTLE_ENDIAN)
        .putLong(prefix)
        .put(bytes)
        .array();
  }

  private static long[] lengths(List<byte[]> buffers) {
    return buffers.stream().mapToLong(buffer -> buffer.length).toArray();
  }

  private static byte[] part(byte[] head, List<byte[]> buffers) {
    var part = new ByteArrayOutputStream();
    part.writeBytes(head);
    for (byte[] buffer : buffers) {
      part.writeBytes(buffer);
      part.writeBytes(new byte[(int) (IpcMessage.aligned(buffer.length) - buffer.length)]);
    }
    return part.toByteArray();
  }
}
