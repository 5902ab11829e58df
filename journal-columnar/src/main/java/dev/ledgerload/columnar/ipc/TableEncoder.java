package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.JournalTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Writes a table as an Arrow IPC stream whose bodies are compressed with LZ4, cut into parts.
 *
 * <p>The parts, in order: the schema; for each code column its dictionary; for each batch its
 * metadata, then for each column its values; the end mark. Dictionaries and values belong to their
 * column. A part is a few megabytes at most, but for a dictionary, which is one part, and for
 * values of megabytes each.
 */
public final class TableEncoder {
  /*
   * LZ4 pays where decompressing costs less time than the bytes that it saves would take to come: see
   * LineSpeed. A buffer that stays as it is a reader takes from the wire to its place without
   * touching it.
   *
   * Batches of more rows than a part is to hold are cut, at a multiple of eight rows so that bits
   * stay where they are in their bytes. Offsets are written anew, from 0: that is a pass over four
   * bytes a row, before LZ4 makes its own.
   */
  static final int MAX_BATCH_ROWS = 1 << 18;

  /** Of values uncompressed; as much of any length as rows are cut to. */
  static final int PART_BYTES = 8 << 20;

  /** The same, for what can't be cut: a dictionary, eight rows. */
  static final int MAX_PART_BYTES = 256 << 20;

  private final JournalTable table;
  private final Supplier<LineSpeed> line;
  private final PartSink sink;

  private TableEncoder(JournalTable table, Supplier<LineSpeed> line, PartSink sink) {
    this.table = table;
    this.line = line;
    this.sink = sink;
  }

  /** Writes a table's stream for a quick line. */
  public static void encode(JournalTable table, PartSink sink) throws IOException {
    encode(table, () -> LineSpeed.QUICK, sink);
  }

  /**
   * Writes a table's stream.
   *
   * @param line that it is to come over; asked anew for each part
   * @throws IOException what the sink throws
   * @throws IllegalArgumentException if a dictionary, or eight values, are too large for a part
   */
  public static void encode(JournalTable table, Supplier<LineSpeed> line, PartSink sink)
      throws IOException {
    new TableEncoder(table, line, sink).encode();
  }

  private void encode() throws IOException {
    sink.part(null, IpcMessage.ofSchema(table.streamSchema()), 0);
    for (var column : table.columns()) {
      if (table.type(column) instanceof Code) {
        encodeDictionary(column);
      }
    }
    for (var batch : table.batches()) {
      int from = 0;
      do {
        int rows = rows(batch, from);
        encodeBatch(batch, from, rows);
        from += rows;
      } while (from < batch.getRowCount());
    }
    sink.part(null, IpcMessage.endOfStream(), 0);
  }

  /** How many rows come next: so many that no column's part becomes too large. */
  private static int rows(VectorSchemaRoot batch, int from) {
    int rows = Math.min(batch.getRowCount() - from, MAX_BATCH_ROWS);
    for (var vector : batch.getFieldVectors()) {
      rows = rows == 0 ? 0 : ColumnRows.fitting(List.of(vector), from, rows, PART_BYTES);
    }
    return rows;
  }

  private void encodeDictionary(Column column) throws IOException {
    var values = table.dictionary(column);
    int size = values.getValueCount();
    var stored = Stored.of(column, new ColumnRows(values, 0, size), 0, line.get());
    long id = table.schema().findField(column.name()).getDictionary().getId();
    byte[] head = IpcMessage.ofDictionary(id, size, lengths(stored.buffers));
    sink.part(column, part(head, stored.buffers), stored.plainBytes);
  }

  private void encodeBatch(VectorSchemaRoot batch, int from, int rows) throws IOException {
    List<Stored> columns = new ArrayList<>();
    List<byte[]> buffers = new ArrayList<>();
    var nulls = new int[table.columns().size()];
    for (var column : table.columns()) {
      int node = columns.size();
      var some = new ColumnRows(batch.getVector(column.name()), from, rows);
      nulls[node] = some.nulls();
      columns.add(Stored.of(column, some, nulls[node], line.get()));
      buffers.addAll(columns.get(node).buffers);
    }
    sink.part(null, IpcMessage.ofBatch(rows, nulls, lengths(buffers)), 0);
    for (var stored : columns) {
      sink.part(stored.column, part(new byte[0], stored.buffers), stored.plainBytes);
    }
  }

  /**
   * A column's buffers as they are in a body.
   *
   * @param plainBytes what they are uncompressed
   */
  private record Stored(Column column, List<byte[]> buffers, long plainBytes) {

    /** Bits of validity are left out if nothing is NULL. */
    static Stored of(Column column, ColumnRows rows, int nulls, LineSpeed line) {
      if (rows.bytes() > MAX_PART_BYTES) {
        throw new IllegalArgumentException(
            "the codes of %s, or eight of its values, take more than %d MiB: leave the column out"
                .formatted(column.name(), MAX_PART_BYTES >> 20));
      }
      List<ByteBuffer> plain = new ArrayList<>();
      plain.add(nulls == 0 ? ByteBuffer.allocate(0) : rows.validity().nioBuffer());
      if (rows.hasOffsets()) {
        plain.add(offsets(rows));
      }
      plain.add(rows.values().nioBuffer());
      long bytes = plain.stream().mapToLong(ByteBuffer::remaining).sum();
      return new Stored(
          column, plain.stream().map(buffer -> StoredBuffer.of(buffer, line)).toList(), bytes);
    }

    private static ByteBuffer offsets(ColumnRows rows) {
      var offsets = ByteBuffer.allocate(rows.offsetBytes()).order(LITTLE_ENDIAN);
      rows.writeOffsets(offsets);
      return offsets.flip();
    }
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
